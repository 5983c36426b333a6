/** The root. */
#include "plan/parts.hpp"

#include <linux/mount.h>

namespace launch {

std::uint64_t tree_attributes(const Spec& spec, bool readonly) {
    const bool open = spec.privileged || spec.hands_over;
    const bool set_id = open || spec.set_id_files;
    return (open ? 0 : MOUNT_ATTR_NODEV) | (set_id ? 0 : MOUNT_ATTR_NOSUID) |
           (readonly ? MOUNT_ATTR_RDONLY : 0);
}

namespace {

constexpr OverlayWish over_root{};
constexpr const char* image_types[] = {"squashfs", "erofs", "ext4"}; ///< from RootKind::squashfs

bool is_image(RootKind kind) {
    return kind == RootKind::squashfs || kind == RootKind::erofs || kind == RootKind::ext4;
}

bool is_archive(RootKind kind) {
    return kind == RootKind::tar || kind == RootKind::gzip;
}

/** An overlay that brings its own lower part needs no root. */
bool needs_base(const Spec& spec) {
    return spec.overlay.lower == nullptr;
}

void add_base(Plan& plan, const Spec& spec, const Facts& facts) {
    const std::uint64_t attributes = tree_attributes(spec, spec.readonly);
    if (is_image(facts.kind)) {
        const auto type = static_cast<std::size_t>(facts.kind) - 1;
        const std::uint64_t sealed = spec.writable ? 0 : MOUNT_ATTR_RDONLY;
        add(plan.prepare, Image{facts.root, image_types[type], spec.writable, attributes | sealed});
        add(plan.init, Prepared{});
    } else if (is_archive(facts.kind)) {
        add(plan.init, Unpack{facts.root, spec.copy.size, attributes, facts.kind == RootKind::gzip,
                              !is_new(spec, CLONE_NEWUSER)});
    } else {
        const bool leaves = spec.propagation == Propagation::left;
        const char* const target = spec.hands_over || leaves ? "/" : facts.root;
        add(plan.init, Root{facts.root, target, attributes, leaves});
    }
}

Result<> check_image(const Spec& spec, const Facts& facts) {
    if (facts.kind == RootKind::unknown) {
        return refuse("open root"_t, facts.root,
                      "it is no directory, no image of squashfs, erofs or ext4, and no archive of "
                      "tar, plain or in gzip"_t);
    }
    if (is_image(facts.kind) && facts.user != 0) {
        return refuse("open root"_t, facts.root, "an image needs a loop device, and so root"_t);
    }
    if (spec.writable && (facts.kind != RootKind::ext4 || spec.readonly)) {
        return contradicts("--writable"_t, "only an ext4 image is read-only by itself"_t);
    }
    return {};
}

} // namespace

Result<> check_root(const Spec& spec, const Facts& facts) {
    if (facts.root == nullptr) {
        return refuse("find root"_t,
                      "there is neither /alpine nor exactly one directory in /roots"_t);
    }
    if (spec.root != nullptr && !needs_base(spec)) {
        return contradicts("--overlay"_t, "with --root it is :UPPER:WORK, for that is LOWER"_t);
    }
    if (!needs_base(spec) && spec.copy.wanted) {
        return contradicts("--copy"_t, "LOWER of --overlay is no root to copy"_t);
    }
    return check_image(spec, facts);
}

void add_root(Plan& plan, const Spec& spec, const Facts& facts) {
    const std::uint64_t attributes = tree_attributes(spec, spec.readonly);
    const bool own_users = is_new(spec, CLONE_NEWUSER);
    if (needs_base(spec)) add_base(plan, spec, facts);
    if (spec.copy.wanted && !is_archive(facts.kind)) {
        add(plan.init, Copy{spec.copy.size, !own_users, attributes});
    }
    if (spec.overlay.upper != nullptr) {
        add(plan.init, Overlay{&spec.overlay, nullptr, attributes, own_users});
    }
    if (spec.ephemeral.wanted) {
        add(plan.init, Overlay{&over_root, spec.ephemeral.size, attributes, own_users});
    }
}

} // namespace launch

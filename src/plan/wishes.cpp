/** What the user wants mounted and made in the root. */
#include "base/names.hpp"
#include "plan/parts.hpp"
#include "plan/tables.hpp"

#include <algorithm>
#include <cstring>

namespace launch {

namespace {

/**
 * Nothing inside may be laid over the root itself: the steps after it would miss it. A path with
 * ".." may mean the root, and nobody needs one: it is refused, too.
 */
bool is_place_inside(const char* target) {
    bool below = false;
    for (auto rest = sized(target); rest.data() != nullptr;) {
        const auto name = take(rest, '/');
        if (is_same(name, "..")) return false;
        if (!name.empty() && !is_same(name, ".")) below = true;
    }
    return below;
}

constexpr std::size_t most_mapped = 8; ///< idmapped trees: they are cloned one by one, outside
constexpr std::size_t most_held = 64;  ///< each has a descriptor

/** Types of file systems, and the MOUNT_ATTR_* that each has unless its wish says otherwise. */
constexpr const char* usual_types = "tmpfs\0devpts\0proc\0sysfs\0mqueue\0";
constexpr std::uint8_t usual_attributes[] = {MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV,
                                             MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, no_programs,
                                             no_programs, no_programs};

/** Of these none looks for a file. */
bool is_usual(const MountWish& wish) {
    return find_name(usual_types, wish.type) != no_name;
}

/** What a wish starts from: its own words come on top. */
std::uint64_t usual(const Spec& spec, const MountWish& wish) {
    if (wish.kind == MountWish::Kind::file) return MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
    const unsigned type = find_name(usual_types, wish.type);
    return type != no_name ? usual_attributes[type] : tree_attributes(spec, false);
}

/** A tree that the init cannot clone at its turn. */
bool is_held(const Spec& spec, const MountWish& wish) {
    return wish.kind == MountWish::Kind::tree &&
           (wish.ids.kind != IdShift::Kind::none || spec.propagation >= Propagation::unchanged);
}

std::uint64_t attributes_of(const Spec& spec, const MountWish& wish) {
    return (usual(spec, wish) & ~wish.clear) | wish.set;
}

/** An idmapped tree is cloned outside, where it still is what it is there. */
unsigned propagation_of(const Spec& spec) {
    if (spec.propagation == Propagation::unchanged) return 0;
    return spec.propagation == Propagation::slave ? MS_SLAVE : MS_PRIVATE;
}

/** `held`: how many trees of the wishes before are. */
void add_wish(Plan& plan, const Spec& spec, const MountWish& wish, std::uint8_t& held) {
    const std::uint64_t attributes = attributes_of(spec, wish);
    const std::uint8_t slot = is_held(spec, wish) ? held++ : Bind::no_slot;
    switch (wish.kind) {
    case MountWish::Kind::tree:
        add(plan.init, Bind{wish.source, wish.target, attributes, wish.clear, wish.alone, slot});
        return;
    case MountWish::Kind::file_system: add(plan.init, FileSystem{&wish, attributes}); return;
    case MountWish::Kind::directory: add(plan.init, MakeDirectory{wish.target, wish.mode}); return;
    case MountWish::Kind::link: add(plan.init, MakeLink{wish.source, wish.target}); return;
    case MountWish::Kind::file:
        add(plan.init, CopyFile{wish.source, wish.target, attributes, wish.mode, wish.over});
        return;
    }
}

/** An idmapped tree takes rights over file systems, and a map. */
Result<> check_ids(const Spec& spec, const Facts& facts, const MountWish& wish) {
    if (wish.ids.kind == IdShift::Kind::none) return {};
    if (facts.user != 0) return refuse("map the ids of"_t, wish.source, "only root can do that"_t);
    if (wish.ids.kind == IdShift::Kind::range || is_new(spec, CLONE_NEWUSER)) return {};
    return refuse("map the ids of"_t, wish.source,
                  "this takes --unshare=user, or a map: idmap=DISK:SEEN:COUNT"_t);
}

} // namespace

Result<> check_mounts(const Spec& spec, const Facts& facts) {
    std::size_t mapped = 0;
    if (spec.propagation == Propagation::unchanged && spec.mounts.size() > most_held) {
        return contradicts("--propagation"_t, "with unchanged no more than 64 mounts are taken"_t);
    }
    for (const MountWish& wish : spec.mounts) {
        if (!is_place_inside(wish.target)) {
            return refuse("read mount"_t, wish.target,
                          "not a place below the root, without \"..\""_t);
        }
        if (const auto checked = check_ids(spec, facts, wish); !checked) return checked;
        if (wish.ids.kind != IdShift::Kind::none && ++mapped > most_mapped) {
            return refuse("map the ids of"_t, wish.source, "more than 8 such binds"_t);
        }
    }
    return {};
}

void add_held_trees(Plan& plan, const Spec& spec, const Facts&) {
    std::uint8_t slot = 0;
    for (const MountWish& wish : spec.mounts) {
        if (!is_held(spec, wish)) continue;
        const HoldTree tree{&wish, attributes_of(spec, wish), propagation_of(spec), slot++};
        if (wish.ids.kind == IdShift::Kind::none) {
            add(plan.init, tree);
        } else {
            add(plan.outside, tree);
        }
    }
}

bool has_late_wishes(const Spec& spec) {
    using enum MountWish::Kind;
    return std::ranges::any_of(spec.mounts, [](const MountWish& wish) {
        const bool unusual = wish.kind == file_system && !is_usual(wish);
        return unusual || wish.kind == file;
    });
}

bool has_outer_wishes(const Spec& spec) {
    using enum MountWish::Kind;
    return std::ranges::any_of(spec.mounts, [](const MountWish& wish) {
        return wish.kind == tree || wish.kind == file || wish.kind == file_system;
    });
}

void add_wishes(Plan& plan, const Spec& spec, const Facts&) {
    std::uint8_t held = 0;
    for (const MountWish& wish : spec.mounts) add_wish(plan, spec, wish, held);
}

} // namespace launch

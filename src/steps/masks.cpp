#include "steps/masks.hpp"

#include "steps/targets.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <linux/mount.h>

namespace launch {

namespace {

/** Nothing has been in it since Linux 2.6, and nothing can be made in it: fs/proc/proc_tty.c. */
constexpr const char* empty_directory = "tty/ldisc";

/** Attaches `cover` to a part; false when there is no such part. */
Result<bool> attach(const Descriptor& cover, const Descriptor& tree, const char* part) {
    auto moved = move_tree(cover, tree.get(), part);
    if (moved) return true;
    if (moved.error().number() == ENOENT) return false;
    moved.error().object = part;
    return std::unexpected(moved.error());
}

/** Covers each part with a clone of `source`; one that found no part is tried on the next. */
Result<> cover(const Descriptor& tree, std::span<const char* const> parts,
               const Descriptor& directory, const char* source) {
    Result<Descriptor> clone;
    for (const char* part : parts) {
        if (!*clone) clone = clone_tree(directory.get(), source, 0);
        if (!clone) return std::unexpected(clone.error());
        const auto attached = attach(*clone, tree, part);
        if (!attached) return std::unexpected(attached.error());
        if (*attached) leave_to_init(*clone);
    }
    leave_to_init(*clone);
    return {};
}

/** Lays each part over itself, so that it has mount attributes of its own. */
Result<> separate(const Descriptor& tree, std::span<const char* const> parts) {
    for (const char* part : parts) {
        auto clone = clone_tree(tree.get(), part, 0);
        if (!clone && clone.error().number() == ENOENT) continue;
        if (!clone) return std::unexpected(clone.error());
        const auto attached = attach(*clone, tree, part);
        if (!attached) return std::unexpected(attached.error());
        leave_to_init(*clone);
    }
    return {};
}

/** Makes all mounts on the tree read-only in one go, and the tree itself writable again. */
Result<> freeze(const Descriptor& tree) {
    const auto set = set_mount_attributes(tree, MOUNT_ATTR_RDONLY);
    return set ? clear_mount_attributes(tree, MOUNT_ATTR_RDONLY) : set;
}

} // namespace

Result<> apply(const Mask& step, Context& context) {
    const MaskTable& table = *step.table;
    auto tree = open_target(context, table.place, true);
    if (!tree) return std::unexpected(tree.error());
    // Whoever moves directories of the root about may have put another one there by now.
    auto done = check_file_system(*tree, table.magic);
    if (done) done = cover(*tree, table.files, context.devices, "null");
    const Descriptor& proc = context.proc ? context.proc : *tree;
    if (done) done = cover(*tree, table.directories, proc, empty_directory);
    if (done && !table.readonly.empty()) done = separate(*tree, table.readonly);
    if (done && !table.readonly.empty()) done = freeze(*tree);
    if (!context.proc) context.proc = std::move(*tree);
    leave_to_init(*tree);
    return done;
}

void describe(Text& out, const Mask& step) {
    const MaskTable& table = *step.table;
    const auto list = [&](const char* before, std::span<const char* const> parts) {
        if (!parts.empty()) out.add(before);
        for (const char* part : parts) out.add(" ").add(part);
    };
    out.add("in ").add(table.place).add(" cover");
    list("", table.files);
    list("", table.directories);
    list(", make read-only", table.readonly);
}

} // namespace launch

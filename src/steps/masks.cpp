#include "steps/masks.hpp"

#include "base/names.hpp"
#include "steps/targets.hpp"
#include "steps/tell.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <linux/mount.h>

namespace launch {

namespace {

/** Nothing has been in it since Linux 2.6, and nothing can be made in it: fs/proc/proc_tty.c. */
constexpr const char* empty_directory = "tty/ldisc";

/** Attaches a clone to a part, and lets go of it; it is kept when there is no such part. */
Result<> attach(Descriptor& clone, const Descriptor& tree, const char* part) {
    auto moved = move_tree(clone, tree.get(), part);
    if (moved) leave_to_init(clone);
    if (moved.error().is(ENOENT)) return {};
    moved.error().object = part;
    return moved;
}

/** Covers each part with a clone of `source`; one that found no part is tried on the next. */
Result<> cover(const Descriptor& tree, const char* parts, const Descriptor& directory,
               const char* source) {
    Descriptor clone;
    Result<> done;
    for (; *parts != '\0'; parts = name_at(parts, 1)) {
        if (done && !clone) done = clone_tree(directory.get(), source, 0, clone);
        if (done) done = attach(clone, tree, parts);
    }
    leave_to_init(clone);
    return done;
}

/** Lays each part over itself, so that it has mount attributes of its own. */
Result<> separate(const Descriptor& tree, const char* parts) {
    for (; *parts != '\0'; parts = name_at(parts, 1)) {
        Descriptor clone;
        Result<> done = clone_tree(tree.get(), parts, 0, clone);
        if (done) done = attach(clone, tree, parts);
        leave_to_init(clone);
        if (!done && !done.error().is(ENOENT)) return done;
    }
    return {};
}

/** Makes all mounts on the tree read-only in one go, and the tree itself writable again. */
Result<> freeze(const Descriptor& tree) {
    const auto done = set_mount_attributes(tree, MOUNT_ATTR_RDONLY);
    return done ? clear_mount_attributes(tree, MOUNT_ATTR_RDONLY) : done;
}

} // namespace

Result<> apply(const Mask& step, Context& context) {
    const MaskTable& table = *step.table;
    Descriptor tree;
    Result<> done = open_target(context, table.place, true, tree);
    // Whoever moves directories of the root about may have put another one there by now.
    if (done) done = check_file_system(tree, table.magic);
    if (done) done = cover(tree, table.files, context.devices, "null");
    const Descriptor& proc = context.proc ? context.proc : tree;
    if (done) done = cover(tree, table.directories, proc, empty_directory);
    if (done && *table.readonly != '\0') {
        done = separate(tree, table.readonly);
        if (done) done = freeze(tree);
    }
    if (context.proc) {
        leave_to_init(tree);
    } else {
        context.proc = std::move(tree);
    }
    return done;
}

void describe(Text& out, const Mask& step) {
    const MaskTable& table = *step.table;
    const auto list = [&](const char* before, const char* parts) {
        if (*parts != '\0') out.add(before);
        for (; *parts != '\0'; parts = name_at(parts, 1)) tell(out, " %"_t, parts);
    };
    tell(out, "in % cover"_t, table.place);
    list("", table.files);
    list("", table.directories);
    list(", make read-only", table.readonly);
}

} // namespace launch

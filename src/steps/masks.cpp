#include "steps/masks.hpp"

#include "base/names.hpp"
#include "steps/targets.hpp"
#include "steps/tell.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <linux/mount.h>

namespace launch {

namespace {

/**
 * Nothing has been in it since Linux 2.6, and nothing can be made in it: fs/proc/proc_tty.c. A /proc
 * without it is refused by the mask of /sys, which clones it before it looks for any part.
 */
constexpr const char* empty_directory = "tty/ldisc";

/**
 * Lays what is at `source` over parts of the working directory, or each over itself, so that it has
 * mount attributes of its own: by name, for what is mounted there is fresh, and nobody else has
 * reached it yet. (A clone that found no part would have to be dropped in the end, and the kernel
 * would wait for all processors then.)
 */
Result<> lay(const char* source, const char* parts) {
    for (; *parts != '\0'; parts = name_at(parts, 1)) {
        auto done = mount(source != nullptr ? source : parts, parts, nullptr, MS_BIND, nullptr);
        done.error().object = parts;
        if (!done && !done.error().is(ENOENT)) return done;
    }
    return {};
}

/** Covers the first part that is there with a clone of what lies elsewhere, and the others with that. */
Result<> cover(const Descriptor& tree, const char* parts, const Descriptor& directory,
               const char* source) {
    Descriptor clone;
    Result<> done;
    if (*parts != '\0') done = clone_tree(directory.get(), source, 0, clone);
    for (; done && *parts != '\0'; parts = name_at(parts, 1)) {
        auto moved = move_tree(clone, tree.get(), parts);
        if (moved) return lay(parts, name_at(parts, 1));
        moved.error().object = parts;
        if (!moved.error().is(ENOENT)) return moved;
    }
    leave_to_init(clone);
    return done;
}

} // namespace

Result<> apply(const Mask& step, Context& context) {
    const MaskTable& table = *step.table;
    Descriptor tree;
    Result<> done = open_target(context, table.place, true, tree);
    // Whoever moves directories of the root about may have put another one there by now.
    if (done) done = check_file_system(tree, table.magic);
    if (done) done = change_directory(tree);
    if (done) done = cover(tree, table.files, context.devices, "null");
    const bool is_proc = !context.proc;
    if (done) {
        done = is_proc ? lay(empty_directory, table.directories)
                       : cover(tree, table.directories, context.proc, empty_directory);
    }
    if (done) done = lay(nullptr, table.readonly);
    // The mounts, not the file system: all who share a network namespace have the same sysfs.
    if (done) done = set_mount_attributes(tree, MOUNT_ATTR_RDONLY);
    if (!is_proc) {
        leave_to_init(tree);
        return done;
    }
    // What is its own there a process may change.
    if (done) done = clear_mount_attributes(tree, MOUNT_ATTR_RDONLY);
    context.proc = std::move(tree);
    return done;
}

void describe(Text& out, const Mask& step) {
    const MaskTable& table = *step.table;
    const auto list = [&](const char* before, const char* parts) {
        out.add(before);
        for (; *parts != '\0'; parts = name_at(parts, 1)) tell(out, " %"_t, parts);
    };
    tell(out, "in % cover"_t, table.place);
    list("", table.files);
    list("", table.directories);
    list(", make read-only", table.readonly);
}

} // namespace launch

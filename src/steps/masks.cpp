#include "steps/masks.hpp"

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
bool attach(Attempt& attempt, Descriptor& clone, const Descriptor& tree, const char* part) {
    if (attempt.ok(move_tree(clone, tree.get(), part))) {
        leave_to_init(clone);
        return true;
    }
    attempt.name_failure(part);
    return attempt.forgive(ENOENT);
}

/** Covers each part with a clone of `source`; one that found no part is tried on the next. */
bool cover(Attempt& attempt, const Descriptor& tree, std::span<const char* const> parts,
           const Descriptor& directory, const char* source) {
    Descriptor clone;
    bool done = true;
    for (const char* part : parts) {
        done = done && (clone || attempt.clone_tree(directory.get(), source, 0, clone)) &&
               attach(attempt, clone, tree, part);
    }
    leave_to_init(clone);
    return done;
}

/** Lays each part over itself, so that it has mount attributes of its own. */
bool separate(Attempt& attempt, const Descriptor& tree, std::span<const char* const> parts) {
    bool done = true;
    for (const char* part : parts) {
        Descriptor clone;
        done = done &&
               (attempt.clone_tree(tree.get(), part, 0, clone) ? attach(attempt, clone, tree, part)
                                                               : attempt.forgive(ENOENT));
        leave_to_init(clone);
    }
    return done;
}

/** Makes all mounts on the tree read-only in one go, and the tree itself writable again. */
bool freeze(Attempt& attempt, const Descriptor& tree) {
    return attempt.ok(set_mount_attributes(tree, MOUNT_ATTR_RDONLY)) &&
           attempt.ok(clear_mount_attributes(tree, MOUNT_ATTR_RDONLY));
}

} // namespace

Result<> apply(const Mask& step, Context& context) {
    const MaskTable& table = *step.table;
    Attempt& attempt = context.attempt;
    Descriptor tree;
    // Whoever moves directories of the root about may have put another one there by now.
    bool done = open_target(context, table.place, true, tree) &&
                attempt.ok(check_file_system(tree, table.magic)) &&
                cover(attempt, tree, table.files, context.devices, "null");
    const Descriptor& proc = context.proc ? context.proc : tree;
    done = done && cover(attempt, tree, table.directories, proc, empty_directory);
    if (!table.readonly.empty()) {
        done = done && separate(attempt, tree, table.readonly) && freeze(attempt, tree);
    }
    if (context.proc) {
        leave_to_init(tree);
    } else {
        context.proc = std::move(tree);
    }
    return attempt.result(done);
}

void describe(Text& out, const Mask& step) {
    const MaskTable& table = *step.table;
    const auto list = [&](const char* before, std::span<const char* const> parts) {
        if (!parts.empty()) out.add(before);
        for (const char* part : parts) tell(out, " %"_t, part);
    };
    tell(out, "in % cover"_t, table.place);
    list("", table.files);
    list("", table.directories);
    list(", make read-only", table.readonly);
}

} // namespace launch

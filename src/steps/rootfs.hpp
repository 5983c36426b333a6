/** The root: a tree of its own made of a directory, and the switch to it. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

#include <cstdint>

namespace launch {

/** Clones the directory with all mounts below it, and lays the clone over it, or over "/". */
struct Root {
    const char* path;
    const char* target;
    std::uint64_t attributes; ///< MOUNT_ATTR_*, for the whole tree
    bool leaves = false;      ///< the host's mounts, for a copy of `context.target`
};

/** Makes the root "/" and lets go of the old one (pivot_root(2), NOTES). */
struct Pivot {};

/** chroot(2): only the names below "/" change. */
struct ChangeRoot {
    const char* path; ///< null: into the one that is held
};

/**
 * Makes a detached tree the root: over "/", where nothing but the switch will look for it. A root
 * so far is let go, for what lies under the new one would come to lie over it in the switch.
 */
Result<> attach_root(Context& context, Descriptor&& tree, std::uint64_t attributes);

/** Takes a tree of mounts away from where it is attached. */
Result<> detach_tree(const Descriptor& tree);

/**
 * The initial rootfs can be neither moved nor pivoted away from (pivot_root(2), EINVAL): clones it
 * over itself and moves into the clone, from where pivot_root works.
 */
Result<> leave_initial_rootfs();

Result<> apply(const Root& step, Context& context);
Result<> apply(const Pivot& step, Context& context);
Result<> apply(const ChangeRoot& step, Context& context);

void describe(Text& out, const Root& step);
void describe(Text& out, const Pivot& step);
void describe(Text& out, const ChangeRoot& step);

} // namespace launch

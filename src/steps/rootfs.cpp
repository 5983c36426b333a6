#include "steps/rootfs.hpp"

#include "steps/mounts.hpp"
#include "steps/tell.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <fcntl.h>

namespace launch {

namespace {

constexpr int detach = 2; ///< MNT_DETACH, which <linux/mount.h> lacks

/** Leaves the initial rootfs, and takes a clone of the new root along to the top. */
bool leave_with(Context& context) {
    Attempt& attempt = context.attempt;
    Descriptor clone;
    const bool done =
        attempt.clone_tree(context.root.get(), ".", AT_RECURSIVE, clone) &&
        attempt.ok(detach_tree(context.root)) && // else a clone of the old root would hold it, too
        attempt.ok(leave_initial_rootfs()) && attempt.ok(move_tree(clone, here, "/"));
    context.root = std::move(clone);
    return done && attempt.ok(change_directory(context.root));
}

} // namespace

Result<> leave_initial_rootfs() {
    Attempt attempt;
    Descriptor clone;
    return attempt.result(attempt.clone_tree(here, "/", AT_RECURSIVE, clone) &&
                          attempt.ok(move_tree(clone, here, "/")) &&
                          attempt.ok(change_directory(clone)) && attempt.ok(change_root_here()));
}

Result<> detach_tree(const Descriptor& tree) {
    const auto moved = change_directory(tree);
    return moved ? unmount(".", detach) : moved;
}

Result<> attach_root(Context& context, Descriptor&& tree, std::uint64_t attributes) {
    Attempt& attempt = context.attempt;
    const bool ready = attempt.ok(set_mount_attributes(tree, attributes)) &&
                       (!context.root || attempt.ok(detach_tree(context.root)));
    if (ready) context.root = std::move(tree);
    return attempt.result(ready && attempt.ok(move_tree(context.root, here, "/")));
}

Result<> apply(const Root& step, Context& context) {
    Attempt& attempt = context.attempt;
    Descriptor& root = context.root;
    return attempt.result(attempt.clone_tree(here, step.path, AT_RECURSIVE, root) &&
                          attempt.ok(set_mount_attributes(root, step.attributes)) &&
                          attempt.ok(move_tree(root, here, step.path)));
}

void describe(Text& out, const Root& step) {
    tell(out, "take % as the root"_t, step.path);
    describe_flags(out, step.attributes);
}

Result<> apply(const Pivot&, Context& context) {
    Attempt& attempt = context.attempt;
    const bool pivoted =
        attempt.ok(change_directory(context.root)) &&
        (attempt.ok(pivot_root_here()) ||
         (attempt.forgive(EINVAL) && leave_with(context) && attempt.ok(pivot_root_here())));
    // Old and new root now lie on one another here; the old one is on top (pivot_root(2), NOTES).
    return attempt.result(pivoted && attempt.ok(unmount(".", detach)));
}

void describe(Text& out, const Pivot&) {
    out.add("pivot into the root and detach the old one"_t);
}

Result<> apply(const ChangeRoot& step, Context& context) {
    Attempt& attempt = context.attempt;
    Descriptor& root = context.root;
    const bool held =
        step.path == nullptr || attempt.open_at(here, step.path, O_PATH | O_DIRECTORY, root);
    return attempt.result(held && attempt.ok(change_directory(root)) &&
                          attempt.ok(change_root_here()));
}

void describe(Text& out, const ChangeRoot& step) {
    tell(out, "change the root to %"_t, step.path != nullptr ? step.path : "the run's");
}

} // namespace launch

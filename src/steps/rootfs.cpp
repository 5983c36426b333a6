#include "steps/rootfs.hpp"

#include "steps/mounts.hpp"
#include "steps/tell.hpp"
#include "system/mount_namespaces.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <fcntl.h>

namespace launch {

namespace {

constexpr int detach = 2; ///< MNT_DETACH, which <linux/mount.h> lacks

/** Once more, over a root that can be left. */
Result<> take_root_up(Context& context) {
    Descriptor clone;
    Result<> done = clone_tree(context.root.get(), ".", AT_RECURSIVE, clone);
    if (done) done = detach_tree(context.root); // else a clone of the old root would hold it, too
    if (done) done = leave_initial_rootfs();
    if (done) done = move_tree(clone, here, "/");
    context.root = std::move(clone);
    return done ? change_directory(context.root) : done;
}

} // namespace

Result<> leave_initial_rootfs() {
    Descriptor clone;
    Result<> done = clone_tree(here, "/", AT_RECURSIVE, clone);
    if (done) done = move_tree(clone, here, "/");
    if (done) done = change_directory(clone);
    return done ? change_root_here() : done;
}

Result<> detach_tree(const Descriptor& tree) {
    const auto moved = change_directory(tree);
    return moved ? unmount(".", detach) : moved;
}

Result<> attach_root(Context& context, Descriptor&& tree, std::uint64_t attributes) {
    Result<> done = set_mount_attributes(tree, attributes);
    if (done && context.root) done = detach_tree(context.root);
    if (!done) return done;
    context.root = std::move(tree);
    return move_tree(context.root, here, "/");
}

Result<> apply(const Root& step, Context& context) {
    Descriptor& root = context.root;
    Result<> done = clone_tree(here, step.path, AT_RECURSIVE, root);
    if (!step.leaves) {
        if (done) done = set_mount_attributes(root, step.attributes);
    } else { // the host's mounts are no private ones, so neither is a clone
        if (done) done = change_mounts(root, {step.attributes, 0, MS_PRIVATE});
        if (done) done = copy_mounts(context.target.get());
    }
    return done ? move_tree(root, here, step.target) : done;
}

void describe(Text& out, const Root& step) {
    tell(out, "take % as the root"_t, step.path);
    describe_flags(out, step.attributes);
    if (step.leaves) out.add(", and leave the host's mounts"_t);
}

Result<> apply(const Pivot&, Context& context) {
    Result<> done = change_directory(context.root);
    if (!done) return done;
    done = pivot_root_here();
    if (done.error().is(EINVAL)) {
        done = take_root_up(context);
        if (done) done = pivot_root_here();
    }
    // Old and new root now lie on one another here; the old one is on top (pivot_root(2), NOTES).
    return done ? unmount(".", detach) : done;
}

void describe(Text& out, const Pivot&) {
    out.add("pivot into the root and detach the old one"_t);
}

Result<> apply(const ChangeRoot& step, Context& context) {
    Descriptor& root = context.root;
    Result<> done;
    if (step.path != nullptr) done = open_path(step.path, O_PATH | O_DIRECTORY, root);
    if (done) done = change_directory(root);
    return done ? change_root_here() : done;
}

void describe(Text& out, const ChangeRoot& step) {
    tell(out, "change the root to %"_t, step.path != nullptr ? step.path : "the run's");
}

} // namespace launch

#include "steps/rootfs.hpp"

#include "steps/mounts.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <fcntl.h>

namespace launch {

namespace {

constexpr int detach = 2; ///< MNT_DETACH, which <linux/mount.h> lacks

/** Leaves the initial rootfs, and takes a clone of the new root along to the top. */
Result<> leave_with(Context& context) {
    auto clone = clone_tree(context.root.get(), ".", AT_RECURSIVE);
    if (!clone) return std::unexpected(clone.error());
    auto done = detach_tree(context.root); // else a clone of the old root would hold it, too
    if (done) done = leave_initial_rootfs();
    if (done) done = move_tree(*clone, here, "/");
    context.root = std::move(*clone);
    return done ? change_directory(context.root) : done;
}

} // namespace

Result<> leave_initial_rootfs() {
    const auto clone = clone_tree(here, "/", AT_RECURSIVE);
    if (!clone) return std::unexpected(clone.error());
    if (const auto attached = move_tree(*clone, here, "/"); !attached) return attached;
    if (const auto moved = change_directory(*clone); !moved) return moved;
    return change_root_here();
}

Result<> detach_tree(const Descriptor& tree) {
    const auto moved = change_directory(tree);
    return moved ? unmount(".", detach) : moved;
}

Result<> attach_root(Context& context, Descriptor tree, std::uint64_t attributes) {
    auto done = set_mount_attributes(tree, attributes);
    if (done && context.root) done = detach_tree(context.root);
    if (!done) return done;
    context.root = std::move(tree);
    return move_tree(context.root, here, "/");
}

Result<> apply(const Root& step, Context& context) {
    auto tree = clone_tree(here, step.path, AT_RECURSIVE);
    if (!tree) return std::unexpected(tree.error());
    if (const auto set = set_mount_attributes(*tree, step.attributes); !set) return set;
    context.root = std::move(*tree);
    return move_tree(context.root, here, step.path);
}

void describe(Text& out, const Root& step) {
    out.add("take ").add(step.path).add(" as the root");
    describe_flags(out, step.attributes);
}

Result<> apply(const Pivot&, Context& context) {
    if (const auto moved = change_directory(context.root); !moved) return moved;
    auto pivoted = pivot_root_here();
    if (!pivoted && pivoted.error().number() == EINVAL) {
        if (const auto left = leave_with(context); !left) return left;
        pivoted = pivot_root_here();
    }
    if (!pivoted) return pivoted;
    // Old and new root now lie on one another here; the old one is on top (pivot_root(2), NOTES).
    return unmount(".", detach);
}

void describe(Text& out, const Pivot&) {
    out.add("pivot into the root and detach the old one");
}

Result<> apply(const ChangeRoot& step, Context& context) {
    auto root = open_at(here, step.path, O_PATH | O_DIRECTORY);
    if (!root) return std::unexpected(root.error());
    if (const auto moved = change_directory(*root); !moved) return moved;
    context.root = std::move(*root);
    return change_root_here();
}

void describe(Text& out, const ChangeRoot& step) {
    out.add("change the root to ").add(step.path);
}

} // namespace launch

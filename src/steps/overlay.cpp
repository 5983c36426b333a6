#include "steps/overlay.hpp"

#include "steps/mounts.hpp"
#include "steps/rootfs.hpp"
#include "steps/space.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <climits>
#include <fcntl.h>

namespace launch {

namespace {

using namespace std::string_view_literals;

constexpr auto options = "lowerdir=lower\0upperdir=upper\0workdir=work"sv;
constexpr auto user_options = "lowerdir=lower\0upperdir=upper\0workdir=work\0userxattr"sv;

/** A link to what the user named, which may be relative to the directory launch was started in. */
Result<> link_part(const Descriptor& parts, const char* name, const char* path) {
    const auto there = open_at(here, path, O_PATH | O_DIRECTORY); // overlay's errors name no path
    if (!there) return std::unexpected(there.error());
    TextOf<PATH_MAX> target;
    const auto added = *path == '/' ? Result<>() : add_working_directory(target);
    if (!added) return added;
    target.add(path);
    if (target.cut()) return refuse("read --overlay", path, "its path is longer than 4095 bytes");
    return make_link(target.c_str(), parts.get(), name);
}

/** An upper part in memory, whose directory looks like the lower one: it is the root's. */
Result<> make_upper(const Descriptor& parts) {
    const auto lower = open_at(parts.get(), "lower", O_PATH | O_DIRECTORY);
    if (!lower) return std::unexpected(lower.error());
    const auto root = examine(lower->get(), "");
    if (!root) return std::unexpected(root.error());
    auto made = make_directory(parts.get(), "work");
    if (made) made = make_entry(parts.get(), "upper", *root);
    return made ? dress_entry(parts.get(), "upper", *root) : made;
}

/** Attaches the parts, the root so far among them: overlay takes no part that is detached. */
Result<> gather_parts(const Overlay& step, const Descriptor& parts, const Context& context) {
    if (step.lower != nullptr) {
        const auto attached = move_tree(parts, here, "/");
        return attached ? link_part(parts, "lower", step.lower) : attached;
    }
    // A clone, made before anything is laid over it: what holds a mount cannot be moved into it.
    const auto tree = clone_tree(context.root.get(), ".", AT_RECURSIVE);
    if (!tree) return std::unexpected(tree.error());
    auto done = make_directory(parts.get(), "lower");
    if (done) done = move_tree(parts, here, "/");
    return done ? move_tree(*tree, parts.get(), "lower") : done;
}

Result<> gather_upper(const Overlay& step, const Descriptor& parts) {
    if (step.upper == nullptr) return make_upper(parts);
    const auto done = link_part(parts, "upper", step.upper);
    return done ? link_part(parts, "work", step.work) : done;
}

} // namespace

Result<> apply(const Overlay& step, Context& context) {
    const auto parts = make_tmpfs(step.size);
    if (!parts) return std::unexpected(parts.error());
    auto done = gather_parts(step, *parts, context);
    if (done) done = gather_upper(step, *parts);
    if (done) done = change_directory(*parts);
    if (!done) return done;
    auto tree = detached_mount("overlay", step.user_attributes ? user_options : options, 0);
    if (!tree) return std::unexpected(tree.error());
    if (done = detach_tree(*parts); !done) return done; // overlay holds what it needs of them
    return attach_root(context, std::move(*tree), step.attributes);
}

void describe(Text& out, const Overlay& step) {
    out.add("lay an overlay over ").add(step.lower == nullptr ? "the root" : step.lower);
    out.add(", changes go to ").add(step.upper == nullptr ? "memory" : step.upper);
    describe_size(out, step.size);
    describe_flags(out, step.attributes);
}

} // namespace launch

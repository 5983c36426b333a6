#include "steps/overlay.hpp"

#include "steps/mounts.hpp"
#include "steps/rootfs.hpp"
#include "steps/space.hpp"
#include "steps/tell.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <cerrno>
#include <climits>
#include <fcntl.h>

namespace launch {

namespace {

using namespace std::string_view_literals;

constexpr auto options = "lowerdir=lower\0upperdir=upper\0workdir=work\0userxattr"sv;

/** A link to what the user named, which may be relative to the directory launch was started in. */
Result<> link_part(const Descriptor& parts, const char* name, const char* path) {
    Descriptor there; // overlay's errors name no path
    TextOf<PATH_MAX> target;
    Result<> done = open_path(path, O_PATH | O_DIRECTORY, there);
    if (done && *path != '/') done = add_working_directory(target);
    if (!done) return done;
    target.add(path);
    if (target.cut()) {
        return refuse("read --overlay"_t, path, "its path is longer than 4095 bytes"_t);
    }
    return make_link(target.c_str(), parts.get(), name);
}

/** An upper part in memory, whose directory looks like the lower one: it is the root's. */
Result<> make_upper(int parts) {
    Descriptor lower;
    Entry root;
    Result<> done = open_at(parts, "lower", O_PATH | O_DIRECTORY, lower);
    if (done) done = examine(lower.get(), "", root);
    if (done) done = make_directory(parts, "work");
    if (done) done = make_entry(parts, "upper", root);
    return done ? dress_entry(parts, "upper", root) : done;
}

/** Attaches the parts, the root so far among them: overlay takes no part that is detached. */
Result<> gather_parts(const Overlay& step, const Descriptor& parts, Context& context) {
    const bool own = step.parts->lower == nullptr;
    // A clone, made before anything is laid over it: what holds a mount cannot be moved into it.
    Descriptor tree;
    Result<> done;
    if (own) done = clone_tree(context.root.get(), ".", AT_RECURSIVE, tree);
    if (done && own) done = make_directory(parts.get(), "lower");
    if (done) done = move_tree(parts, here, "/");
    if (!done) return done;
    return own ? move_tree(tree, parts.get(), "lower")
               : link_part(parts, "lower", step.parts->lower);
}

/** An overlay is refused for reasons of its own, which life/wording has a hint for. */
Result<> lay(bool user_attributes, Descriptor& tree) {
    auto parameters = options;
    if (!user_attributes) parameters.remove_suffix(sizeof "userxattr");
    auto laid = detached_mount("overlay", parameters, 0, tree);
    if (laid.error().is(EINVAL)) laid.error() = Error(EINVAL, "lay overlay"_t);
    return laid;
}

Result<> gather_upper(const Overlay& step, const Descriptor& parts) {
    if (step.parts->upper == nullptr) return make_upper(parts.get());
    const auto done = link_part(parts, "upper", step.parts->upper);
    return done ? link_part(parts, "work", step.parts->work) : done;
}

} // namespace

Result<> apply(const Overlay& step, Context& context) {
    Descriptor parts;
    Descriptor tree;
    Result<> done = make_tmpfs(step.size, parts);
    if (done) done = gather_parts(step, parts, context);
    if (done) done = gather_upper(step, parts);
    if (done) done = change_directory(parts);
    if (done) done = lay(step.user_attributes, tree);
    if (done) done = detach_tree(parts); // overlay holds what it needs of them
    return done ? attach_root(context, std::move(tree), step.attributes) : done;
}

void describe(Text& out, const Overlay& step) {
    tell(out, "lay an overlay over %, changes go to %"_t,
         step.parts->lower == nullptr ? "the root"_t.packed : step.parts->lower,
         step.parts->upper == nullptr ? "memory" : step.parts->upper);
    describe_size(out, step.size);
    describe_flags(out, step.attributes);
}

} // namespace launch

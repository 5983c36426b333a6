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

constexpr auto options = "lowerdir=lower\0upperdir=upper\0workdir=work"sv;
constexpr auto user_options = "lowerdir=lower\0upperdir=upper\0workdir=work\0userxattr"sv;

/** A link to what the user named, which may be relative to the directory launch was started in. */
bool link_part(Attempt& attempt, const Descriptor& parts, const char* name, const char* path) {
    Descriptor there; // overlay's errors name no path
    if (!attempt.open_at(here, path, O_PATH | O_DIRECTORY, there)) return false;
    TextOf<PATH_MAX> target;
    if (*path != '/' && !attempt.ok(add_working_directory(target))) return false;
    target.add(path);
    if (target.cut()) {
        return attempt.fail({"read --overlay"_t, "its path is longer than 4095 bytes"_t}, path);
    }
    return attempt.ok(make_link(target.c_str(), parts.get(), name));
}

/** An upper part in memory, whose directory looks like the lower one: it is the root's. */
bool make_upper(Attempt& attempt, int parts) {
    Descriptor lower;
    if (!attempt.open_at(parts, "lower", O_PATH | O_DIRECTORY, lower)) return false;
    Entry root;
    return attempt.ok(examine(lower.get(), "", root)) &&
           attempt.ok(make_directory(parts, "work")) &&
           attempt.ok(make_entry(parts, "upper", root)) &&
           attempt.ok(dress_entry(parts, "upper", root));
}

/** Attaches the parts, the root so far among them: overlay takes no part that is detached. */
bool gather_parts(const Overlay& step, const Descriptor& parts, Context& context) {
    Attempt& attempt = context.attempt;
    const bool own = step.lower == nullptr;
    // A clone, made before anything is laid over it: what holds a mount cannot be moved into it.
    Descriptor tree;
    const bool ready = !own || (attempt.clone_tree(context.root.get(), ".", AT_RECURSIVE, tree) &&
                                attempt.ok(make_directory(parts.get(), "lower")));
    return ready && attempt.ok(move_tree(parts, here, "/")) &&
           (own ? attempt.ok(move_tree(tree, parts.get(), "lower"))
                : link_part(attempt, parts, "lower", step.lower));
}

/** An overlay is refused for reasons of its own, which life/wording has a hint for. */
Result<> lay(std::string_view parameters, Descriptor& tree) {
    auto laid = detached_mount("overlay", parameters, 0, tree);
    if (!laid && laid.error().number() == EINVAL) laid.error() = Error(EINVAL, "lay overlay"_t);
    return laid;
}

bool gather_upper(Attempt& attempt, const Overlay& step, const Descriptor& parts) {
    if (step.upper == nullptr) return make_upper(attempt, parts.get());
    return link_part(attempt, parts, "upper", step.upper) &&
           link_part(attempt, parts, "work", step.work);
}

} // namespace

Result<> apply(const Overlay& step, Context& context) {
    Attempt& attempt = context.attempt;
    Descriptor parts;
    Descriptor tree;
    const auto parameters = step.user_attributes ? user_options : options;
    const bool laid = attempt.ok(make_tmpfs(step.size, parts)) &&
                      gather_parts(step, parts, context) && gather_upper(attempt, step, parts) &&
                      attempt.ok(change_directory(parts)) && attempt.ok(lay(parameters, tree)) &&
                      attempt.ok(detach_tree(parts)); // overlay holds what it needs of them
    return laid ? attach_root(context, std::move(tree), step.attributes) : attempt.result(false);
}

void describe(Text& out, const Overlay& step) {
    tell(out, "lay an overlay over %, changes go to %"_t,
         step.lower == nullptr ? "the root" : step.lower,
         step.upper == nullptr ? "memory" : step.upper);
    describe_size(out, step.size);
    describe_flags(out, step.attributes);
}

} // namespace launch

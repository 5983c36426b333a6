#include "steps/targets.hpp"

#include "base/names.hpp"
#include "base/text.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <string_view>

namespace launch {

namespace {

/** Where API file systems belong. A root that has a link there is none that we could furnish. */
constexpr const char* api_places = "/proc\0/sys\0/dev\0";

/** How often a place is looked for while somebody inside renames what leads there. */
constexpr int most_looks = 100;

/** Makes `name` in `parent`. */
Result<> make(const Descriptor& parent, const char* name, const Wanted& wanted) {
    if (wanted.link != nullptr) return make_link(wanted.link, parent.get(), name);
    return wanted.directory ? make_directory(parent.get(), name, wanted.mode)
                            : make_file(parent.get(), name, wanted.mode);
}

/** A path that is walked down, and how far that has come. */
struct Walk {
    const char* const path;
    const char* end = path; ///< of the component that is looked at
    const char* name = end; ///< its start

    void go_on() {
        name = past(end, "/");
        end = strchrnul(name, '/');
    }
    [[nodiscard]] bool at_last() const { return *past(end, "/") == '\0'; }
};

/** Makes the component in `parent`; a link that is there already must be the same. */
bool make_component(Context& context, const Walk& walk, const Descriptor& parent,
                    const Wanted& wanted) {
    Attempt& attempt = context.attempt;
    if (context.made.full()) {
        return attempt.fail({"create"_t, "more than 64 things are missing"_t}, walk.path);
    }
    // A path may lead elsewhere once the mounts of this namespace are gone; a descriptor does not.
    Descriptor& held = context.made_in[context.made.size()];
    if (!attempt.open_at(parent.get(), ".", O_PATH | O_DIRECTORY, held)) return false;
    TextOf<PATH_MAX> name;
    name.add({walk.name, walk.end});
    if (attempt.ok(make(parent, name.c_str(), wanted))) {
        const auto length = static_cast<std::size_t>(walk.end - walk.path);
        return context.made.push({walk.path, length}); // as was checked
    }
    return wanted.link != nullptr && is_link_to(wanted.link, parent.get(), name.c_str()) &&
           attempt.forgive(EEXIST);
}

/** Opens what leads there in place of its parent; makes the last component when it is missing. */
bool open_or_make(Context& context, const Walk& walk, const Wanted& wanted, Descriptor& place) {
    Attempt& attempt = context.attempt;
    TextOf<PATH_MAX> path;
    path.add({walk.path, walk.end});
    return attempt.open_in_root(context.root, path.c_str(), O_PATH, place) ||
           (attempt.forgive(ENOENT) && make_component(context, walk, place, wanted) &&
            attempt.open_in_root(context.root, path.c_str(), O_PATH, place));
}

/** Walks down `path` and makes what is missing; a link is made, and its directory opened. */
bool make_target(Context& context, const char* path, const Wanted& wanted, Descriptor& place) {
    bool done = context.attempt.open_in_root(context.root, "/", O_PATH, place);
    for (Walk walk{path}; done;) {
        walk.go_on();
        const bool last = walk.at_last();
        if (last && wanted.link != nullptr) return make_component(context, walk, place, wanted);
        done = open_or_make(context, walk, last ? wanted : Wanted{}, place);
        if (last) break;
    }
    return done;
}

bool look_or_make(Context& context, const char* path, const Wanted& wanted, Descriptor& place) {
    if (wanted.link == nullptr) {
        const bool strict = find_name(api_places, path) != no_name;
        const int flags =
            O_PATH | (wanted.directory ? O_DIRECTORY : 0) | (wanted.over ? O_NOFOLLOW : 0);
        const auto links = strict ? Links::refuse : Links::follow;
        if (context.attempt.open_in_root(context.root, path, flags, place, links)) return true;
        if (!context.attempt.forgive(ENOENT)) return false;
    }
    return make_target(context, path, wanted, place);
}

} // namespace

Result<> open_place(Context& context, const char* path, const Wanted& wanted, Descriptor& place) {
    Attempt& attempt = context.attempt;
    for (int looks = 1; !look_or_make(context, path, wanted, place); ++looks) {
        const bool again = looks < most_looks &&
                           (attempt.forgive(ENOENT) || attempt.forgive(EEXIST)); // renamed by now
        if (again) continue;
        attempt.name_failure(path);
        return attempt.result(false);
    }
    return {};
}

Result<> open_target(Context& context, const char* path, bool directory, Descriptor& place) {
    return open_place(context, path, {directory, directory ? 0755U : 0644U, nullptr}, place);
}

Result<> attach_to_wish(Context& context, const Descriptor& tree, const char* path, bool over) {
    Descriptor place;
    const bool directory = is_directory(tree);
    const Wanted wanted{directory, directory ? 0755U : 0644U, nullptr, over};
    const auto opened = open_place(context, path, wanted, place);
    if (!opened) return opened;
    if (same_file(place, context.root)) {
        return refuse("open"_t, path, "a link of the root makes it the root itself"_t);
    }
    if (!directory && is_directory(place)) {
        return refuse("open"_t, path, "a directory, where a file is to be shown"_t);
    }
    return move_tree(tree, place.get(), "");
}

void remove_made(const Context& context) {
    for (std::size_t index = context.made.size(); index-- > 0;) {
        const Made& made = context.made[index];
        const std::string_view path(made.path, made.length);
        TextOf<PATH_MAX> name;
        name.add(behind_last(path, '/'));
        remove_if_empty(context.made_in[index].get(), name.c_str());
    }
}

} // namespace launch

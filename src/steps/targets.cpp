#include "steps/targets.hpp"

#include "system/system.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <string_view>

namespace launch {

namespace {

/** Where API file systems belong. A root that has a link there is none that we could furnish. */
constexpr std::string_view api_places[] = {"/proc", "/sys", "/dev"};

/** How often a place is looked for while somebody inside renames what leads there. */
constexpr int most_looks = 100;

bool vanished_or_appeared(int number) {
    return number == ENOENT || number == EEXIST;
}

/** Makes `name` in `parent`, whatever the caller's umask says. */
Result<> make(const Descriptor& parent, const char* name, const Wanted& wanted) {
    if (wanted.link != nullptr) return make_link(wanted.link, parent.get(), name);
    const unsigned mask = set_umask(0);
    const auto made = wanted.directory ? make_directory(parent.get(), name, wanted.mode)
                                       : make_file(parent.get(), name, wanted.mode);
    set_umask(mask);
    return made;
}

/** The end of the path component that starts at or after `from`. */
std::size_t component_end(std::string_view path, std::size_t from) {
    const std::size_t start = path.find_first_not_of('/', from);
    if (start == std::string_view::npos) return path.size();
    const std::size_t end = path.find('/', start);
    return end == std::string_view::npos ? path.size() : end;
}

/** Makes the last component of `prefix` in `parent`; `whole` is what the prefix is one of. */
Result<> make_last(Context& context, const Descriptor& parent, std::string_view prefix,
                   const char* whole, const Wanted& wanted) {
    if (context.made.full()) return refuse("create", whole, "more than 32 things are missing");
    TextOf<PATH_MAX> name;
    name.add(prefix.substr(prefix.rfind('/') + 1)); // npos + 1 is 0
    const auto made = make(parent, name.c_str(), wanted);
    if (made) static_cast<void>(context.made.push({whole, prefix.size()})); // as was checked
    const bool same = !made && wanted.link != nullptr && made.error().number() == EEXIST &&
                      is_link_to(wanted.link, parent.get(), name.c_str());
    return same ? Result<>() : made;
}

/** Opens `prefix`; makes its last component in `parent` when it is missing. */
Result<Descriptor> open_or_make(Context& context, const Descriptor& parent, std::string_view prefix,
                                const char* whole, const Wanted& wanted) {
    TextOf<PATH_MAX> path;
    path.add(prefix);
    auto opened = open_in_root(context.root, path.c_str(), O_PATH);
    if (opened || opened.error().number() != ENOENT) return opened;
    if (const auto made = make_last(context, parent, prefix, whole, wanted); !made) {
        return std::unexpected(made.error());
    }
    return open_in_root(context.root, path.c_str(), O_PATH);
}

/** Walks down `path` and makes what is missing; a link is made, and its directory opened. */
Result<Descriptor> make_target(Context& context, const char* path, const Wanted& wanted) {
    const std::string_view whole(path);
    auto parent = open_in_root(context.root, "/", O_PATH);
    for (std::size_t end = component_end(whole, 0); parent; end = component_end(whole, end)) {
        const bool last = whole.find_first_not_of('/', end) == std::string_view::npos;
        const auto prefix = whole.substr(0, end);
        if (last && wanted.link != nullptr) {
            const auto made = make_last(context, *parent, prefix, path, wanted);
            if (!made) return std::unexpected(made.error());
            return parent;
        }
        auto next = open_or_make(context, *parent, prefix, path, last ? wanted : Wanted{});
        if (last || !next) return next;
        parent = std::move(next);
    }
    return parent;
}

Result<Descriptor> look_or_make(Context& context, const char* path, const Wanted& wanted) {
    if (wanted.link != nullptr) return make_target(context, path, wanted);
    const bool strict = std::ranges::find(api_places, path) != std::end(api_places);
    auto target = open_in_root(context.root, path, wanted.directory ? O_PATH | O_DIRECTORY : O_PATH,
                               strict ? Links::refuse : Links::follow);
    if (target || target.error().number() != ENOENT) return target;
    return make_target(context, path, wanted);
}

} // namespace

Result<Descriptor> open_place(Context& context, const char* path, const Wanted& wanted) {
    auto target = look_or_make(context, path, wanted);
    for (int looks = 1; looks < most_looks; ++looks) {
        if (target || !vanished_or_appeared(target.error().number())) break;
        target = look_or_make(context, path, wanted);
    }
    if (!target) target.error().object = path;
    return target;
}

Result<Descriptor> open_target(Context& context, const char* path, bool directory) {
    return open_place(context, path, {.directory = directory, .mode = directory ? 0755U : 0644U});
}

Result<Descriptor> open_wish(Context& context, const char* path, bool directory) {
    auto target = open_target(context, path, directory);
    if (target && same_file(*target, context.root)) {
        return refuse("open", path, "a link of the root makes it the root itself");
    }
    if (target && !directory && is_directory(*target)) {
        return refuse("open", path, "a directory, where a file is to be shown");
    }
    return target;
}

void remove_made(const Descriptor& root, const List<Made, 32>& made) {
    for (std::size_t index = made.size(); index-- > 0;) {
        const std::string_view path(made[index].path, made[index].length);
        const std::size_t slash = path.rfind('/');
        TextOf<PATH_MAX> parent;
        TextOf<PATH_MAX> name;
        parent.add("/").add(path.substr(0, slash == std::string_view::npos ? 0 : slash));
        name.add(path.substr(slash + 1));
        const auto directory = open_in_root(root, parent.c_str(), O_PATH | O_DIRECTORY);
        if (directory) remove_if_empty(directory->get(), name.c_str());
    }
}

} // namespace launch

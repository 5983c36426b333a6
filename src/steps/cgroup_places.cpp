/** Where a cgroup can be made, and that it is made there. */
#include "steps/cgroup_places.hpp"

#include "steps/cgroup_limits.hpp"
#include "system/cgroups.hpp"
#include "system/procfs.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <fcntl.h>
#include <linux/magic.h>

namespace launch {

namespace {

/** Those controllers that are in a list of words. */
NameSet controllers_in(std::string_view list) {
    NameSet set = 0;
    while (list.data() != nullptr) {
        const unsigned found = find_name(controller_names, take(list, ','));
        if (found != no_name) set |= in_set(found);
    }
    return set;
}

bool is_mounted(const char* point, std::uint32_t type) {
    Descriptor place;
    return open_path(point, O_PATH, place) && mounted_type(place) == type;
}

/**
 * Adds where a hierarchy is mounted. There is one place for each everywhere; a symbolic link leads to
 * one that has several controllers. Where cgroup2 is not alone, it has a name there, too.
 */
bool add_mount(Text& out, const char* old) {
    out.add("/sys/fs/cgroup");
    if (old != nullptr) return is_mounted(out.add("/").add(old).c_str(), CGROUP_SUPER_MAGIC);
    return is_mounted(out.c_str(), CGROUP2_SUPER_MAGIC) ||
           is_mounted(out.add("/unified").c_str(), CGROUP2_SUPER_MAGIC);
}

/** The next line of /proc/PID/cgroup: notes what that hierarchy can do, and answers the path in it. */
std::string_view take_hierarchy(std::string_view& lines, CgroupPlace& place) {
    auto line = take_line(lines);
    take(line, ':'); // its number
    const auto list = take(line, ':');
    place.unified = list.empty(); // cgroup2 is the last line
    place.controllers = place.unified ? ~NameSet{0} : controllers_in(list);
    return line;
}

/** Begins the path of a place, if its hierarchy is mounted. */
bool begin_path(Text& out, const CgroupPlace& place) {
    const char* const old = name_at(controller_names, lowest(place.controllers));
    return add_mount(out, place.unified ? nullptr : old);
}

/** "+memory +io": what the children of a cgroup2 shall have. */
void add_enabling(Text& out, NameSet controllers) {
    for (controllers &= ~in_set(freezer_controller); controllers != 0;
         controllers &= controllers - 1) {
        const unsigned controller = lowest(controllers);
        out.add("+").add(controller == io_controller ? "io"
                                                     : name_at(controller_names, controller));
        out.space();
    }
}

/**
 * Whether one of cgroup2 may not pass controllers on: it has processes and is not the root, which
 * has no type. The kernel would only refuse some of them; the others would make its children threads.
 */
bool is_leaf(const Descriptor& cgroup) {
    std::array<char, 16> memory;
    return !read_in(cgroup.get(), "cgroup.type", memory).empty() &&
           !read_in(cgroup.get(), "cgroup.procs", memory).empty();
}

/** Makes it as a child of the one at `parent`. */
Result<> make_below(const char* parent, const char* name, std::string_view enabling) {
    Descriptor directory;
    Result<> done = open_path(parent, O_PATH, directory);
    if (done && !enabling.empty()) {
        if (is_leaf(directory)) return Failure(Error(EBUSY, "make"_t));
        done = write_file(directory.get(), "cgroup.subtree_control", enabling);
    }
    return done ? make_directory(directory.get(), name) : done;
}

/** The place in the list; null without room. */
[[gnu::noinline]] const CgroupPlace* keep(CgroupPlaces& places, const CgroupPlace& place) {
    return places.push(place) ? places.end() - 1 : nullptr;
}

class Maker {
public:
    Maker(Attempt& attempt, const CgroupWish& wish, CgroupPlaces& places)
        : attempt(attempt), wish(wish), places(places) {}

    bool make() {
        if (wish.name == nullptr) name.add("launch-").number(random_number());
        name.add(wish.name).c_str();
        std::array<char, 4096> memory;
        auto own = read_proc(0, "cgroup", memory);
        while (!own.empty()) {
            const auto path = take_hierarchy(own, place);
            place.controllers &= left;
            if (place.controllers != 0 && !make_one(path)) return false;
        }
        // Whoever cannot be stopped for a while is limited all the same.
        if (!places.empty()) left &= ~in_set(freezer_controller);
        if (left == 0) return true;
        return attempt.fail(
            {"find cgroup"_t, "nothing that is mounted below /sys/fs/cgroup has this controller"_t},
            name_at(controller_names, lowest(left)));
    }

private:
    /** Makes it in one hierarchy, if that is mounted, for what is left. */
    bool make_one(std::string_view own) {
        Text text(place.path);
        if (!begin_path(text, place)) return true;
        left &= ~place.controllers;
        if (own.size() > 400) return attempt.fail({"find cgroup"_t, "its path is too long"_t});
        // Our own may be out of the sight of a cgroup namespace, or of a bind of a part.
        if (own.size() == 1 || begins(own, "/..")) own = {};
        place.made = climb(own, text.view().size());
        attempt.name_failure(keep(places, place)->path.data()); // there is room for each
        return place.made && set_limits(attempt, wish, place);
    }

    /** Makes it below our own cgroup, or else below the nearest one above that allows it. */
    bool climb(std::string_view own, std::size_t point) {
        TextOf<64> enabling;
        if (place.unified) add_enabling(enabling, place.controllers);
        while (true) {
            Text text(std::span(place.path).subspan(point));
            text.add(own).c_str();
            auto made = make_below(place.path.data(), name.c_str(), enabling.view());
            if (made) text.add("/").add(name.view()).c_str();
            if (made) return true;
            if (own.empty() || made.error().is(EEXIST)) {
                made.error().set_action("make cgroup below"_t);
                return attempt.fail(made.error());
            }
            own.remove_suffix(behind_last(own, '/').size() + 1);
        }
    }

    Attempt& attempt;
    const CgroupWish& wish;
    CgroupPlaces& places;
    NameSet left = controllers_for(wish) | in_set(freezer_controller);
    CgroupPlace place;
    TextOf<128> name;
};

} // namespace

bool make_places(Attempt& attempt, const CgroupWish& wish, CgroupPlaces& places) {
    return Maker(attempt, wish, places).make();
}

bool find_places(pid_t process, pid_t outside, CgroupPlaces& places) {
    std::array<char, 4096> memory;
    std::array<char, 4096> other;
    auto lines = read_proc(process, "cgroup", memory);
    auto outer = read_proc(outside, "cgroup", other);
    while (!lines.empty()) {
        CgroupPlace place;
        const auto outer_path = take_hierarchy(outer, place);
        const auto path = take_hierarchy(lines, place);
        if (path == outer_path || place.controllers == 0) continue;
        Text text(place.path);
        if (begins(path, "/..") || !begin_path(text, place)) return false;
        text.add(path).c_str();
        if (text.cut() || keep(places, place) == nullptr) return false;
    }
    return true;
}

} // namespace launch

/** Where a cgroup can be made, and that it is made there. */
#include "steps/cgroup_places.hpp"

#include "steps/cgroup_limits.hpp"
#include "system/cgroups.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <fcntl.h>
#include <new>

namespace launch {

namespace {

/** A line of /proc/self/mountinfo (proc(5)), as far as it matters. */
struct Mounted {
    std::string_view root, point;
};

/** Those controllers that are in a list of words. */
[[gnu::noinline]] NameSet controllers_in(std::string_view list) {
    NameSet set = 0;
    while (list.data() != nullptr) {
        if (const auto found = find_name(controller_names, take(list, ','))) set |= in_set(*found);
    }
    return set;
}

/** The last mount of the hierarchy with one of these, or of cgroup2: a later one covers others. */
Mounted find_mount(std::string_view mounts, NameSet controllers, bool unified) {
    Mounted found;
    while (!mounts.empty()) {
        auto line = take(mounts, '\n');
        for (int field = 0; field < 3; ++field) take(line, ' ');
        const auto root = take(line, ' ');
        const auto point = take(line, ' ');
        while (!line.empty() && !is_same(take(line, ' '), "-")) {}
        const auto type = take(line, ' ');
        take(line, ' '); // the source
        const bool fits = is_same(type, unified ? "cgroup2" : "cgroup") &&
                          (unified || (controllers_in(line) & controllers) != 0);
        if (fits) found = {root, point};
    }
    return found;
}

/** "+memory +io": what the children of a cgroup2 shall have. */
void add_enabling(Text& out, NameSet controllers) {
    for (controllers &= ~in_set(freezer_controller); controllers != 0;
         controllers &= controllers - 1) {
        const unsigned controller = lowest(controllers);
        out.add("+").add(controller == io_controller ? "io"
                                                     : name_at(controller_names, controller));
        out.add(" ");
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
    const auto directory = open_at(here, parent, O_PATH);
    if (!directory) return Failure(directory.error());
    Result<> done;
    if (!enabling.empty()) {
        if (is_leaf(*directory)) return Failure(Error(EBUSY, "make"));
        done = write_file(directory->get(), "cgroup.subtree_control", enabling);
    }
    return done ? make_directory(directory->get(), name) : done;
}

class Maker {
public:
    Maker(Attempt& attempt, const CgroupWish& wish, CgroupPlaces& places)
        : attempt(attempt), wish(wish), places(places) {}

    bool make() {
        constexpr std::size_t mebibyte = 1 << 20; // room for thousands of mounts
        const auto memory = text_memory(mebibyte);
        if (!memory) return attempt.fail(memory.error());
        const bool made = read(memory->first(8192), "/proc/self/cgroup", own) &&
                          read(memory->subspan(8192), "/proc/self/mountinfo", mounts) && make_all();
        release_memory(*memory);
        return made;
    }

private:
    bool read(std::span<char> memory, const char* path, std::string_view& text) {
        const auto size = read_file(path, memory);
        if (!size) return attempt.fail(size.error());
        text = {memory.data(), *size};
        return true;
    }

    bool make_all() {
        if (wish.name == nullptr) name.add("launch-").number(random_number());
        name.add(wish.name).c_str();
        NameSet left = controllers_for(wish) | in_set(freezer_controller);
        while (!own.empty()) {
            auto line = take(own, '\n');
            take(line, ':'); // its number
            const auto list = take(line, ':');
            if (!make_one(left, list, line)) return false;
        }
        // Whoever cannot be stopped for a while is limited all the same.
        if (!places.empty()) left &= ~in_set(freezer_controller);
        if (left == 0) return true;
        return attempt.fail({"find cgroup", "no file system is mounted that has this controller"},
                            name_at(controller_names, lowest(left)));
    }

    /** Makes it in one hierarchy, if that has something of what is left. */
    bool make_one(NameSet& left, std::string_view list, std::string_view path) {
        const bool unified = list.empty(); // cgroup2 is the last line
        const NameSet controllers = unified ? left : left & controllers_in(list);
        if (controllers == 0) return true;
        const Mounted mounted = find_mount(mounts, controllers, unified);
        if (mounted.point.empty()) return true;
        left &= ~controllers;
        const std::size_t skipped = mounted.root.size() > 1 ? mounted.root.size() : 0;
        auto& place =
            *new (places.grow()) CgroupPlace{.controllers = controllers, .unified = unified};
        const bool fits =
            mounted.point.size() + path.size() + name.view().size() < place.path.size();
        if (!fits || (skipped > 0 && !path.starts_with(mounted.root))) {
            return attempt.fail({"find cgroup", "launch's own is out of reach from here"});
        }
        path.remove_prefix(skipped);
        return climb(place, mounted.point, path.size() == 1 ? std::string_view() : path);
    }

    /** Makes it below our own cgroup, or else below the nearest one above that allows it. */
    bool climb(CgroupPlace& place, std::string_view point, std::string_view path) {
        TextOf<64> enabling;
        if (place.unified) add_enabling(enabling, place.controllers);
        while (true) {
            Text text(place.path);
            text.add(point).add(path).c_str();
            const auto made = make_below(place.path.data(), name.c_str(), enabling.view());
            if (made) {
                text.add("/").add(name.view()).c_str();
                place.made = true;
                return set_limits(attempt, wish, place);
            }
            const int number = made.error().number();
            if (path.empty() || number == EEXIST) {
                return attempt.fail({number, "make cgroup below", place.path.data()});
            }
            path = path.substr(0, path.rfind('/'));
        }
    }

    Attempt& attempt;
    const CgroupWish& wish;
    CgroupPlaces& places;
    std::string_view own, mounts;
    TextOf<72> name;
};

} // namespace

bool make_places(Attempt& attempt, const CgroupWish& wish, CgroupPlaces& places) {
    return Maker(attempt, wish, places).make();
}

} // namespace launch

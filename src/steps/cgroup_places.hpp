/** The cgroup of a run: one directory in cgroup2, or one in each hierarchy of the old kind. */
#pragma once

#include "base/list.hpp"
#include "base/names.hpp"
#include "base/text.hpp"
#include "spec/cgroup.hpp"
#include "steps/attempt.hpp"
#include "system/descriptor.hpp"

#include <array>
#include <sys/types.h>

namespace launch {

/** What a hierarchy can do, as the old kind calls it; only io has another name in cgroup2. */
constexpr const char* controller_names = "memory\0cpu\0pids\0blkio\0freezer\0";
enum Controller : std::uint8_t {
    memory_controller,
    cpu_controller,
    pids_controller,
    io_controller,
    freezer_controller
};

constexpr NameSet in_set(unsigned controller) {
    return NameSet{1} << controller;
}

struct CgroupPlace {
    NameSet controllers = 0; ///< those that are used here
    bool unified = false;    ///< of cgroup2
    bool made = false;       ///< else the path is that of its parent
    std::array<char, 512> path{};
};

using CgroupPlaces = List<CgroupPlace, 5>;

/** What the guard has made, or why it could not: it tells the caller as bytes. */
struct MadeCgroup {
    Error error;
    CgroupPlaces places; ///< empty without one
};

/** A run's own, in its Context. */
struct Cgroup {
    Descriptor directory; ///< that of cgroup2, to clone into
    Descriptor guard;     ///< the other end of this is the guard's
    pid_t guarding = 0;   ///< the guard
    MadeCgroup made;
};

/** Makes the directories and sets the limits; what was made is in `places`, after a failure, too. */
bool make_places(Attempt& attempt, const CgroupWish& wish, CgroupPlaces& places);

/** Finds those of a process that are not those of another one; false when one is out of our sight. */
bool find_places(pid_t process, pid_t outside, CgroupPlaces& places);

} // namespace launch

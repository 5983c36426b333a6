/** The run that a verb is about, found by a name, a pid file, or the number of one of its processes. */
#pragma once

#include "base/error.hpp"
#include "spec/spec.hpp"
#include "system/descriptor.hpp"

#include <sys/types.h>

namespace launch {

/**
 * A process that is held: its number stays its own, or the pidfd tells that it has ended. Nobody
 * closes that: a verb ends soon, and a joiner closes all.
 */
struct Held {
    pid_t process = 0; ///< 0: there is none (any more)
    int pidfd = -1;
};

/** A run, all of whose processes are held. */
struct Target {
    Held launcher; ///< launch itself: it has our own pid, mount and user namespaces
    Held init;
    Held command;
};

/**
 * Finds the run of `word`: the name of one; or the number of launch, of its init or of a process
 * inside; or, with a slash in it, a file that holds such a number.
 */
Result<> find_target(const char* word, Target& target);

/** Opens a file below /proc/PID. */
Result<> open_of_process(pid_t process, const char* name, int flags, Descriptor& place);

/** The inode of a process's namespace (0: of ours), which tells it apart. */
std::uint64_t number_of(const NamespaceKind& kind, pid_t process);

} // namespace launch

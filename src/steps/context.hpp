/** What exists only while a plan runs: named slots that steps fill and use. */
#pragma once

#include "base/list.hpp"
#include "base/text.hpp"
#include "steps/accounts.hpp"
#include "steps/attempt.hpp"
#include "steps/cgroup_places.hpp"
#include "system/descriptor.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <sys/types.h>

namespace launch {

/** A directory or file that was made in the root because a mount needed it. */
struct Made {
    const char* path = nullptr; ///< a place inside the root
    std::size_t length = 0;     ///< how much of it was made last: "/a/b" of "/a/b/c"
};

/** A file on which a namespace is kept. */
struct Kept {
    const char* file = nullptr;
    bool made = false, mounted = false;
};

/** What is small comes first: it is reached by short instructions; then what is touched at the start. */
struct Context {
    Attempt attempt;     ///< at the step that is done
    Descriptor outside;  ///< the caller's working directory, for relative sources
    Descriptor root;     ///< the root's own tree of mounts
    Descriptor devices;  ///< the fresh /dev
    Descriptor terminal; ///< the master of the command's new one
    Descriptor proc;     ///< the fresh /proc
    Descriptor target;  ///< the pidfd of who is entered, whose root `root` is; or a mount namespace
    pid_t child = 0;    ///< the init, for the steps of the caller
    pid_t init = 0;     ///< the same, as the command sees it in a shared pid namespace
    pid_t keeper = 0;   ///< the process that keeps a user's network
    Descriptor network; ///< to that one: it ends when this is closed
    std::array<Descriptor, 3> streams; ///< what becomes 0, 1 and 2, when relayed
    char* const* environment = nullptr;
    char** home = nullptr;                    ///< HOME in there, unless the user has set it
    std::optional<std::uint32_t> user, group; ///< the command's, once they are known
    std::uint64_t capabilities = 0;           ///< that the command may have, of those that we have
    unsigned umask = 0;                       ///< the caller's, while the set-up has none
    bool own_nodes = false;                   ///< devices are made in the fresh /dev, not bound
    bool watched = false;                     ///< somebody wants to know who runs, and where
    std::array<int, 8> joined{};        ///< descriptors of namespaces, or of processes in them
    std::array<Descriptor, 64> trees;   ///< held for their binds, by HoldTree's slot
    std::array<Descriptor, 64> made_in; ///< the directories that hold what was made
    TextOf<128> note; ///< more about a failure than its Error can say: an interpreter's name
    GroupList groups; ///< the supplementary ones
    List<Kept, 8> kept;
    List<Made, 64> made;
    Cgroup cgroup;
};

/**
 * Leaves a descriptor of the init open: it closes all of them at once before the command starts,
 * which is one system call instead of one each.
 */
inline void leave_to_init(Descriptor& descriptor) {
    static_cast<void>(descriptor.release());
}

} // namespace launch

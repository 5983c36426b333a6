/** From a plan to a running command; all that may fail, and it undoes what it did. */
#pragma once

#include "life/start.hpp"

namespace launch {

/** A running command, seen from the caller. */
struct Child {
    pid_t init = 0;
    Descriptor channel;  ///< closed when `init` is the command itself
    Descriptor terminal; ///< the master of the command's new one
    Life life{};
    pid_t command = 0;            ///< when it is watched; 0 once it has ended
    NamespaceNumbers namespaces;  ///< when they are watched
    const char* cgroup = nullptr; ///< its path: that which can be frozen, if there are several
    ResourceUse usage{};          ///< of the init and all that it has reaped, once it has ended
};

/**
 * Clones the init, does the outside steps, and waits until the command was executed or something
 * failed: then the init is reaped, what was made in the root is removed, and `start.why` says why.
 * @return whether the command runs, as `child`
 */
bool spawn(Start& start, Child& child);

} // namespace launch

/** From a plan to a running command; all that may fail, and it undoes what it did. */
#pragma once

#include "life/start.hpp"

namespace launch {

/** A running command, seen from the caller. */
struct Child {
    pid_t init = 0;
    Descriptor channel;
};

/**
 * Clones the init, does the outside steps, and waits until the command was executed or something
 * failed: then the init is reaped, what was made in the root is removed, and `start.why` says why.
 * @return whether the command runs, as `child`
 */
bool spawn(Start& start, Child& child);

} // namespace launch

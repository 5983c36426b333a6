/** From a running command to its end: reap, pass signals on, move streams. It cannot fail. */
#pragma once

#include "life/lines.hpp"
#include "life/screen.hpp"
#include "life/spawn.hpp"

namespace launch {

/** What supervision waits for besides the child. */
struct Events {
    Descriptor signals;
    Lines* lines = nullptr;            ///< a machine's; null on a host
    Relay::Buffers* buffers = nullptr; ///< for a terminal of the command's own
    bool machine = false;              ///< signals are requests to us, not the command's
    bool adopts = false; ///< orphans are ours: we are the first process of a pid namespace
};

/** Returns when the init has ended and been reaped, and how. */
void supervise(Child& child, Events& events, Status& status);

} // namespace launch

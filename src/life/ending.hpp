/** Ending processes in order: TERM, CONT, a grace, KILL; going on as soon as the last is gone. */
#pragma once

#include "system/descriptor.hpp"

namespace launch {

constexpr int grace_milliseconds = 5000;

/**
 * Ends `target` (-1: all that this process may signal, so only ever in a pid namespace of its own
 * or as the machine's PID 1) and reaps until no child is left. CONT wakes stopped processes, which
 * would not die before KILL otherwise.
 * @param hang_up a process that also gets HUP: an interactive shell ignores TERM; 0 for none
 */
void end_processes(const Descriptor& signals, int target, int hang_up);

/** Waits until no child is left or the time is over; true when none is left. */
bool reap_all(const Descriptor& signals, int milliseconds);

} // namespace launch

/** Ending processes in order: TERM, CONT, a grace, KILL; going on as soon as the last is gone. */
#pragma once

#include "system/descriptor.hpp"

#include <cstdint>

namespace launch {

/** Reaps what has ended of `target`, as in waitpid(2); true when there is no such child at all. */
bool reap_ended(int target);

/**
 * Ends `target` (-1: all that this process may signal, so only ever in a pid namespace of its own
 * or as the machine's PID 1; below that: a group) and reaps until no child of it is left. CONT wakes stopped processes, which
 * would not die before KILL otherwise.
 * @param hang_up a process that also gets HUP: an interactive shell ignores TERM; 0 for none
 * @param grace   milliseconds between TERM and KILL
 * @return        false when something is left that even KILL does not end
 */
bool end_processes(const Descriptor& signals, int target, int hang_up, std::uint32_t grace);

/** Waits until no child of `target` is left or the time is over; true when none is left. */
bool reap_all(const Descriptor& signals, int target, std::uint32_t milliseconds);

} // namespace launch

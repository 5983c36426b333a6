/** The namespaces' first process: sets up, starts the command, reaps, and reports. */
#pragma once

#include "life/start.hpp"

namespace launch {

/**
 * Runs in the child right after the clone and ends with it. A parent that dies takes it along, and
 * with it, when it is the first process of a pid namespace, all others in there.
 */
[[noreturn]] void run_init(Start& start);

/**
 * Starts the command as a child of this process, with which it shares the memory until it executes.
 * @return false after a failure; else its number is in `process`
 */
bool start_command(Start& start, pid_t& process);

} // namespace launch

/** The namespaces' first process: sets up, starts the command, reaps, and reports. */
#pragma once

#include "life/start.hpp"

namespace launch {

/**
 * Runs in the child right after the clone and ends with it. A parent that dies takes it along, and
 * with it, when it is the first process of a pid namespace, all others in there.
 */
[[noreturn]] void run_init(Start& start);

} // namespace launch

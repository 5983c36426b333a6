/** What the kernel's own words want of the root of a machine. */
#pragma once

#include "verbs/run.hpp"

namespace launch {

/** Reads them into the memory of read_kernel_line(), where they stay. */
bool take_boot_words(Run& run, char** memory);

/** init=PATH is --exec PATH, unless launch's own words name a command. */
void take_init(Run& run);

/**
 * Loads modules, starts what depends on them, and mounts the root that the words name, if any, for
 * `run`. A request ends the wait for it, as `status`.
 */
bool take_boot_root(Run& run, Status& status);

} // namespace launch

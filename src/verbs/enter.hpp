/** What is done with runs that are there. */
#pragma once

#include "system/signals.hpp"

#include <span>

namespace launch {

/** One more command in a run; answers its exit code. */
int enter(std::span<char* const> words, SignalSet blocked);

/** Sends a signal to a run's command. */
int send(std::span<char* const> words, SignalSet blocked);
/** Ends a run in order, and answers once it is gone. */
int stop(std::span<char* const> words, SignalSet blocked);
/** Stops all that runs inside (cgroups(7), freezer), and lets it go on. */
int pause(std::span<char* const> words, SignalSet blocked);
int resume(std::span<char* const> words, SignalSet blocked);

int list_runs(std::span<char* const> words, SignalSet blocked);
int inspect(std::span<char* const> words, SignalSet blocked);

} // namespace launch

/** What launch can be told to do by its first word. */
#pragma once

#include "spec/options.hpp"
#include "system/signals.hpp"

#include <span>

namespace launch {

/** Does what the words say; without a verb: run. A command of a verb's name is run by
 *  `launch -- NAME` or `launch run NAME`. */
int act(std::span<char* const> words, SignalSet blocked);

/** The verbs' part of --help. */
void describe_verbs(Text& out);

} // namespace launch

/** What is left to talk to when nothing else is. */
#pragma once

#include "verbs/run.hpp"

namespace launch {

/** Answers "state" and "log" on the console; false at "reboot", as `power`, and without any word. */
bool answer_word(const Stop& why, Power& power);

} // namespace launch

/** What launch can be told to do by its first word. */
#pragma once

#include "spec/options.hpp"
#include "system/signals.hpp"

#include <span>

namespace launch {

/** One verb; a command of the same name is run by `launch -- NAME` or `launch run NAME`. */
struct Verb {
    const char* name;
    /** The words that follow it, and one line for --help: with a NUL in between. */
    Literal text;
    /** Answers the exit code. `blocked`: the mask that launch was started with. */
    int (*act)(std::span<char* const> words, SignalSet blocked);
};

/** Does what the words say; without a verb: run. */
int act(std::span<char* const> words, SignalSet blocked);

/** The verbs' part of --help. */
void describe_verbs(Text& out);

} // namespace launch

/** What `launch list` and `launch inspect` have in common: a text, plain or JSON, of runs. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"

#include <span>

namespace launch {

/** What is printed, and how. */
struct Output {
    Text& text;
    bool json;
    const char* target = nullptr; ///< the run that is named, if one is
};

/**
 * Reads `--json` and the name of a run, and prints what `add` writes; the answer is the exit code.
 * An error of `add` is told, and then nothing is printed.
 */
int show(std::span<char* const> words, Result<> (*add)(Output&));

} // namespace launch

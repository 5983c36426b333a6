/** The options, once: the parser, --help and the check of the man page read this table. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"

#include <span>

namespace launch {

struct Option {
    const char* name;     ///< "--root"; a row without a name starts a group of --help
    const char* argument; ///< what it wants, for --help; null: nothing
    const char* help;     ///< one line
    /** Writes into the Spec; may cut `value` in two in place. */
    Result<> (*set)(Spec& spec, char* value) = nullptr;
};

std::span<const Option> option_table();

/**
 * Reads words as launch's command line: options up to `--` or the first word that is none, then
 * the command. On failure `spec` keeps what was read before, so that --on-failure still counts.
 */
Result<> parse(std::span<char* const> words, Spec& spec);

/** The text of --help, from the table. */
void describe_options(Text& out);

} // namespace launch

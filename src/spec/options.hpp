/**
 * The options, once, in tables of a file each: the parser, --help and the check of the man page
 * read them.
 */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"

#include <span>
#include <string_view>

namespace launch {

struct Option {
    std::string_view name; ///< "--root"; a literal, so that a NUL follows
    const char* argument;  ///< what it wants, for --help; null: nothing; "[=X]": X, or nothing
    const char* help;      ///< one line
    /** Writes into the Spec; may cut `value` in two in place. Null when none was given. */
    Result<> (*set)(Spec& spec, char* value);
};

struct OptionGroup {
    const char* title; ///< in --help
    std::span<const Option> rows;
};

extern const OptionGroup root_options, mount_options, namespace_options, command_options,
    identity_options, capability_options, limit_options, posture_options, machine_options,
    looking_options;

/** All groups, in the order of --help. */
std::span<const OptionGroup* const> option_groups();

/**
 * Reads words as launch's command line: options up to `--` or the first word that is none, then
 * the command. On failure `spec` keeps what was read before, so that --on-failure still counts.
 */
Result<> parse(std::span<char* const> words, Spec& spec);

/** The text of --help, from the table. */
void describe_options(Text& out);

} // namespace launch

/**
 * The options, once, in tables of a file each: the parser and --help read them, and doc/generate.py
 * makes the lists of the man page and the completions of the latter. An argument that lists words
 * in lower case between bars, "a|b|FILE", has its values completed.
 */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"

#include <cstring>
#include <span>
#include <string_view>

namespace launch {

/** What follows a part of a text. */
inline const char* behind_nul(const char* part) {
    return part + std::strlen(part) + 1;
}

struct Option {
    /**
     * Its name, "--root"; what it wants: "", nothing, "[=X]", X or nothing; and one line for
     * --help, packed: with a NUL in between, for three pointers take more.
     */
    const char* text;
    /**
     * Writes into the Spec, and answers what is wrong with `value`; may cut that in two in place.
     * Null when none was given.
     */
    Literal (*set)(Spec& spec, char* value);

    [[nodiscard]] const char* name() const { return text; }
    [[nodiscard]] const char* argument() const { return behind_nul(text); }
    [[nodiscard]] Literal help() const { return {behind_nul(argument())}; }
};

struct OptionGroup {
    template <std::size_t size>
    constexpr OptionGroup(Literal title, unsigned char isolates, const Option (&rows)[size])
        : title(title), rows(rows), size(size), isolates(isolates) {}

    [[nodiscard]] const Option* begin() const { return rows; }
    [[nodiscard]] const Option* end() const { return rows + size; }

    Literal title; ///< in --help
    const Option* rows;
    unsigned char size; ///< two bytes here, where a span would have eight
    /** 1: they isolate, 2: they confine, 3: they say what the root is, 4: they limit; 0: else. */
    unsigned char isolates;
};

extern const OptionGroup root_options, mount_options, namespace_options, network_options,
    command_options, identity_options, capability_options, limit_options, cgroup_options,
    posture_options, life_options, watch_options, machine_options, looking_options;

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

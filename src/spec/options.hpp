/**
 * The options, once, in tables of a file each: the parser and --help read them, and doc/generate.py
 * makes the lists of the man page and the completions of the latter. An argument that lists words
 * in lower case between bars, "a|b|FILE", has its values completed.
 */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"

#include <array>
#include <cstring>
#include <span>
#include <string_view>

namespace launch {

/** What follows a part of a text. */
inline const char* behind_nul(const char* part) {
    return part + std::strlen(part) + 1;
}

/** Writes into the Spec, and answers what is wrong with `value`; may cut that in two in place. Null when
 *  none was given. */
using SetOption = Literal (*)(Spec& spec, char* value);

/** An option as its table has it. */
struct OptionRow {
    /** Its name, "--root"; what it wants: "", nothing, "[=X]", X or nothing; one line for --help: with a
     *  NUL in between. */
    const char* text;
    SetOption set;
};

struct Option {
    const char* name;
    const char* argument;
    SetOption set;
};

/** A table of options: all names and arguments as one text and all lines for --help as another, for
 *  pointers to each would take more. */
struct OptionGroup {
    Literal title; ///< in --help
    Literal helps;
    const char* names;
    const SetOption* sets;
    unsigned char size;
    /** 1: they isolate, 2: they confine, 3: they say what the root is, 4: they limit; 0: else. */
    unsigned char isolates;

    /** Calls `act` with each option, until one is true of which it answers so; answers whether. */
    template <class Act> bool any(Act act) const {
        const char* name = names;
        for (unsigned at = 0; at < size; ++at) {
            const char* const argument = behind_nul(name);
            if (act(Option{name, argument, sets[at]})) return true;
            name = behind_nul(argument);
        }
        return false;
    }
};

/** The parts of a table, as an OptionGroup has them. */
template <const auto& rows> struct OptionParts {
    static constexpr std::size_t count = std::size(rows);

    /** Adds parts of each row, from one on and up to another; answers how many bytes these have. */
    static constexpr std::size_t gather(unsigned from, unsigned until, char* out) {
        std::size_t size = 0;
        for (const OptionRow& row : rows) {
            const char* at = row.text;
            for (unsigned part = 0; part < until; ++part) {
                do {
                    if (part < from) continue;
                    if (out != nullptr) out[size] = *at;
                    ++size;
                } while (*at++ != '\0');
            }
        }
        return size;
    }
    template <unsigned from, unsigned until> static constexpr auto gathered = [] {
        std::array<char, gather(from, until, nullptr)> text{};
        gather(from, until, text.data());
        return text;
    }();
    static constexpr auto sets = [] {
        std::array<SetOption, count> sets{};
        for (std::size_t at = 0; at < count; ++at) sets[at] = rows[at].set;
        return sets;
    }();
    static constexpr OptionGroup group(Literal title, unsigned char isolates) {
        constexpr packing::Plain<gathered<2, 3>.size()> helps(gathered<2, 3>);
        return {title, {packing::Packed<helps>::bytes.text}, gathered<0, 2>.data(), sets.data(),
                count, isolates};
    }
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

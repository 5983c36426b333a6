/**
 * The options, once, in tables of a file each: the parser and --help read them, and doc/generate.py
 * makes the lists of the man page and the completions of the latter. An argument that lists words
 * in lower case between bars, "a|b|FILE", has its values completed.
 */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"

#include <algorithm>
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

/** Whether an option takes an argument. */
enum Argument : unsigned char { no_argument, can_have_one, has_one };

struct Option {
    const char* name;
    unsigned char size; ///< of the name
    unsigned char argument;
    const SetOption* set;
};

/** A table of options: as texts of all, for pointers to each would take more. */
struct OptionGroup {
    Literal title;     ///< in --help
    Literal helps;     ///< of each the argument and the line for --help
    const char* names; ///< of each the size and the Argument in a byte, and the name
    const SetOption* sets;
    unsigned char size;
    OptionKind kind;
};

constexpr unsigned name_bits = 6; ///< for the size of a name

/** The parts of a table, as an OptionGroup has them. */
template <const auto& rows> class OptionParts {
    static constexpr std::size_t count = std::size(rows);

    /** Copies a part of a row with its NUL, if `out` is not null. */
    static constexpr std::size_t copy(const char* part, char* out) {
        const std::size_t size = std::string_view(part).size() + 1;
        if (out != nullptr) std::copy_n(part, size, out);
        return size;
    }
    static constexpr const char* argument(const OptionRow& row) {
        return row.text + copy(row.text, nullptr);
    }
    static constexpr std::size_t list_name(const OptionRow& row, char* out) {
        const char first = *argument(row);
        const Argument kind = first == '\0' ? no_argument : first == '[' ? can_have_one : has_one;
        const std::size_t size = copy(row.text, out == nullptr ? out : out + 1);
        if (out != nullptr) *out = static_cast<char>(kind << name_bits | (size - 1));
        return 1 + size;
    }
    static constexpr std::size_t list_help(const OptionRow& row, char* out) {
        const char* const part = argument(row);
        const std::size_t size = copy(part, out);
        return size + copy(part + size, out == nullptr ? out : out + size);
    }
    template <auto list>
    static constexpr auto listed = [] {
        constexpr std::size_t all = [] {
            std::size_t sum = 0;
            for (const OptionRow& row : rows) sum += list(row, nullptr);
            return sum;
        }();
        std::array<char, all> text{};
        char* at = text.data();
        for (const OptionRow& row : rows) at += list(row, at);
        return text;
    }();
    static constexpr auto sets = [] {
        std::array<SetOption, count> sets{};
        for (std::size_t at = 0; at < count; ++at) sets[at] = rows[at].set;
        return sets;
    }();

public:
    static constexpr OptionGroup group(Literal title, OptionKind kind) {
        constexpr auto& text = listed<list_help>;
        constexpr packing::Plain<text.size()> helps(text);
        return {title,
                Literal{packing::packed<helps, packing::Packed>()},
                listed<list_name>.data(),
                sets.data(),
                count,
                kind};
    }
};

extern const OptionGroup root_options, mount_options, namespace_options, network_options,
    command_options, identity_options, capability_options, limit_options, cgroup_options,
    posture_options, life_options, watch_options, machine_options, looking_options;

/** Goes through the options of all groups, in the order of --help. */
class EachOption {
public:
    EachOption();
    bool next(); ///< goes to the first one, to the next one; false behind the last
    [[nodiscard]] bool begins_group() const { return number == 1; }

    const OptionGroup* const* group;
    Option option{};

private:
    unsigned number = 0; ///< how many of the group we have come by
};

/**
 * Reads words as launch's command line: options up to `--` or the first word that is none, then
 * the command. On failure `spec` keeps what was read before, so that --on-failure still counts.
 */
Result<> parse(std::span<char* const> words, Spec& spec);

/** The text of --help, from the table. */
void describe_options(Text& out);

} // namespace launch

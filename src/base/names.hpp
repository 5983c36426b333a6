/**
 * Tables of names as one text, and sets of what is in them: no pointers, and 64 names at most. In
 * the text each name ends with a NUL: "one\0two\0".
 */
#pragma once

#include "base/text.hpp"

#include <bit>
#include <cstdint>
#include <optional>
#include <string_view>

namespace launch {

/** Bit n stands for the n-th name of a table. */
using NameSet = std::uint64_t;

/** The first number of a set that is not empty. */
constexpr unsigned lowest(NameSet set) {
    return static_cast<unsigned>(std::countr_zero(set));
}

/** Whether a word is this one: smaller than to make a std::string_view of the other one. */
bool is_same(std::string_view word, const char* other);

/** "." and "..". */
bool is_dots(std::string_view name);

/** The name of this number; empty behind the last. */
const char* name_at(const char* table, unsigned number);

/** How many names a table has. */
consteval unsigned count_names(NameList table) {
    unsigned count = 0;
    for (const char* at = table.packed; *at != '\0'; ++count) {
        while (*at++ != '\0') {}
    }
    return count;
}

constexpr unsigned no_name = ~0U;
/** The number of a name; `no_name` when it is not in the table. */
unsigned find_name(const char* table, std::string_view name);
unsigned find_name(const char* table, const char* name); ///< smaller where it is called

/** The set of a list of names between commas; none when one of them is not in the table. */
std::optional<NameSet> read_names(const char* table, std::string_view list);

/** Whether a word can name a file anywhere: 1 to 64 letters, digits, _, and behind the first . and -. */
bool is_plain_name(const char* word);

/** Writes such a list; what has no name is left out. */
void add_names(Text& out, const char* table, NameSet set);

} // namespace launch

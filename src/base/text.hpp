/** Words and numbers: a bounded writer, and parsers that accept only what they promise. */
#pragma once

#include "base/literal.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace launch {

/** Writes into memory it does not own; what does not fit is cut, never written past the end. */
class Text {
public:
    [[gnu::noinline]] explicit Text(std::span<char> memory);

    Text& add(std::string_view words);
    Text& add(const char* words); ///< null adds nothing
    Text& add(Literal words);
    Text& space();                               ///< " "
    Text& line();                                ///< ends one: "\n"
    Text& add_printable(std::string_view words); ///< control bytes become question marks
    Text& number(std::uint64_t value);
    /** The text as a C string: always terminated, cut to fit. */
    const char* c_str();
    [[nodiscard]] std::string_view view() const { return {memory.data(), used}; }
    [[nodiscard]] bool cut() const { return overflowed; }

private:
    std::span<char> memory;
    std::size_t used = 0;
    bool overflowed = false;
};

/** A Text with memory of its own. */
template <std::size_t capacity> class TextOf : public Text {
public:
    TextOf() : Text(buffer) {}
    TextOf(const TextOf&) = delete;
    TextOf& operator=(const TextOf&) = delete;

private:
    char buffer[capacity];
};

/** A word with its size; null has none. std::string_view's own way leads through memory. */
std::string_view sized(const char* word);

/** Whether a text begins or ends so: where it is called smaller than std::string_view's own. */
bool begins(std::string_view text, const char* with);
bool ends(std::string_view text, const char* with);

/** A decimal number up to `highest`: digits only, no sign, no space, nothing behind it. */
std::optional<std::uint32_t> number(std::string_view word, std::uint32_t highest);

/** The same into a place; false, and nothing in it, when it is no such number. */
bool read_number(std::string_view word, std::uint32_t highest, std::uint32_t& value);

/** The same for larger numbers and another base; what does not fit into 64 bits is refused, too. */
bool read_number(std::string_view word, std::uint64_t highest, std::uint64_t& value,
                 unsigned base = 10);

/**
 * "1.5" in parts of a whole, up to `highest` wholes.
 * @param whole a power of ten
 * @param cut   what is finer than a part is cut off, else it is refused
 */
std::optional<std::uint64_t> fraction(const char* word, std::uint32_t highest, std::uint64_t whole,
                                      bool cut);

constexpr std::uint64_t most_bytes = 0x7fffffffffffffff; ///< what off_t can count

/** "64", "64k", "1m", "2g", "1t": 1 to 2^63-1 bytes, never wrapped; 0 means "no limit" to tmpfs. */
std::optional<std::uint64_t> size_in_bytes(std::string_view word);

/** The same, or 1% to 100% of the memory (tmpfs(5), size). */
bool is_memory_size(const char* size);

/** The first byte of `text` that is none of `bytes`, its end at last. (musl's strspn(3) may not run
 *  here: see system/start.cpp.) */
const char* past(const char* text, const char* bytes);

/** `text` without the blanks and tabs that it starts with. */
std::string_view skip_blanks(std::string_view text);

/** Takes what is before the first `separator` off `rest`; without one that is all, and null stays. */
std::string_view take(std::string_view& rest, char separator);
std::string_view take_word(std::string_view& rest); ///< up to a space
std::string_view take_line(std::string_view& rest);

/** What follows the first `key`; null without one. */
std::string_view behind(std::string_view text, const char* key);

/** What follows the last `separator`; all without one. */
std::string_view behind_last(std::string_view text, char separator);

/** How many single-character edits make `from` into `to` (Levenshtein); words of up to 31 bytes. */
unsigned distance(std::string_view from, std::string_view to);

/** Finds, of many literals, the one that is fewest edits away from a mistyped word. */
class Nearest {
public:
    explicit Nearest(std::string_view mistyped) : mistyped(mistyped) {}
    void consider(const char* literal);
    [[nodiscard]] const char* found() const { return best; } ///< null when nothing is near

private:
    std::string_view mistyped;
    const char* best = nullptr;
    unsigned fewest = 31;
};

} // namespace launch

/** Words and numbers: a bounded writer, and parsers that accept only what they promise. */
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace launch {

/** Writes into memory it does not own; what does not fit is cut, never written past the end. */
class Text {
public:
    explicit Text(std::span<char> memory) : memory(memory) {}

    Text& add(std::string_view words);
    Text& add(const char* words);                ///< null adds nothing
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

/** A decimal number up to `highest`: digits only, no sign, no space, nothing behind it. */
std::optional<std::uint32_t> number(std::string_view word, std::uint32_t highest);

/** The same of any size below 2^62, in base 8 or 10. */
std::optional<std::uint64_t> large_number(std::string_view word, unsigned base);

/**
 * The size of a tmpfs as tmpfs(5) reads it: a number, perhaps with k, m or g, or 1% to 100% of the
 * memory. 0 would mean "no limit" there, and so is none here.
 */
bool is_memory_size(std::string_view word);

/** How many single-character edits make `from` into `to` (Levenshtein); words of up to 31 bytes. */
unsigned distance(std::string_view from, std::string_view to);

} // namespace launch

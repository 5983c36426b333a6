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

/** Takes off `rest` what stands before the first `end` (or all of it), and that `end` with it. */
std::string_view take_field(std::string_view& rest, char end);

/** A decimal number up to `highest`: digits only, no sign, no space, nothing behind it. */
std::optional<std::uint32_t> number(std::string_view word, std::uint32_t highest);

/** How many single-character edits make `from` into `to` (Levenshtein); words of up to 31 bytes. */
unsigned distance(std::string_view from, std::string_view to);

} // namespace launch

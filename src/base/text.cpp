#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace launch {

Text& Text::add(std::string_view words) {
    const std::size_t room = memory.size() - 1 - used; // one byte stays for c_str()'s end
    const std::size_t fits = std::min(words.size(), room);
    std::copy_n(words.begin(), fits, memory.begin() + static_cast<std::ptrdiff_t>(used));
    used += fits;
    overflowed = overflowed || fits < words.size();
    return *this;
}

Text& Text::add(const char* words) {
    return words == nullptr ? *this : add(std::string_view(words));
}

Text& Text::add_printable(std::string_view words) {
    for (const char byte : words) {
        const bool control = static_cast<unsigned char>(byte) < ' ' || byte == '\x7f';
        add(std::string_view(control ? "?" : &byte, 1));
    }
    return *this;
}

Text& Text::number(std::uint64_t value) {
    std::array<char, 20> digits{};
    const auto [end, error] = std::to_chars(digits.begin(), digits.end(), value);
    static_cast<void>(error); // 20 digits hold every 64-bit number
    return add(std::string_view(digits.begin(), static_cast<std::size_t>(end - digits.begin())));
}

const char* Text::c_str() {
    memory[used] = '\0';
    return memory.data();
}

std::string_view take_field(std::string_view& rest, char end) {
    const auto field = rest.substr(0, rest.find(end));
    rest.remove_prefix(std::min(rest.size(), field.size() + 1));
    return field;
}

std::optional<std::uint32_t> number(std::string_view word, std::uint32_t highest) {
    std::uint32_t value = 0;
    const char* const last = word.data() + word.size();
    const auto [end, error] = std::from_chars(word.data(), last, value);
    if (error != std::errc{} || end != last || value > highest) return std::nullopt;
    return value;
}

unsigned distance(std::string_view from, std::string_view to) {
    constexpr std::size_t longest = 31;
    if (from.size() > longest || to.size() > longest) return longest;
    std::array<unsigned, longest + 1> row{};
    for (unsigned column = 0; column <= to.size(); ++column) row[column] = column;
    for (unsigned line = 1; line <= from.size(); ++line) {
        unsigned diagonal = row[0];
        row[0] = line;
        for (unsigned column = 1; column <= to.size(); ++column) {
            const unsigned swap = diagonal + (from[line - 1] == to[column - 1] ? 0 : 1);
            diagonal = row[column];
            row[column] = std::min({swap, row[column] + 1, row[column - 1] + 1});
        }
    }
    return row[to.size()];
}

} // namespace launch

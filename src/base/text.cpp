#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace launch {

Text::Text(std::span<char> memory) : memory(memory) {}

Text& Text::add(std::string_view words) {
    const std::size_t room = memory.size() - 1 - used; // one byte stays for c_str()'s end
    const std::size_t fits = std::min(words.size(), room);
    std::copy_n(words.begin(), fits, memory.begin() + static_cast<std::ptrdiff_t>(used));
    used += fits;
    overflowed = overflowed || fits < words.size();
    return *this;
}

Text& Text::add(const char* words) {
    return add(sized(words));
}

Text& Text::add(Literal words) {
    return add(words.text());
}

Text& Text::space() {
    return add(" ");
}

Text& Text::line() {
    return add("\n");
}

Text& Text::add_printable(std::string_view words) {
    for (const char byte : words) {
        const bool control = static_cast<unsigned char>(byte) < ' ' || byte == '\x7f';
        add(std::string_view(control ? "?" : &byte, 1));
    }
    return *this;
}

Text& Text::number(std::uint64_t value) {
    std::array<char, 20> digits; // which hold every 64-bit number
    char* first = digits.end();
    do {
        *--first = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value != 0);
    return add(std::string_view(first, digits.end()));
}

const char* Text::c_str() {
    memory[used] = '\0';
    return memory.data();
}

[[gnu::noinline]] std::string_view sized(const char* word) {
    return word == nullptr ? std::string_view() : std::string_view(word, std::strlen(word));
}

bool begins(std::string_view text, const char* with) {
    const auto start = sized(with);
    return text.size() >= start.size() && std::memcmp(text.data(), start.data(), start.size()) == 0;
}

bool ends(std::string_view text, const char* with) {
    const auto end = sized(with);
    if (text.size() < end.size()) return false;
    text.remove_prefix(text.size() - end.size());
    return text == end;
}

bool read_number(std::string_view word, std::uint64_t highest, std::uint64_t& value,
                 unsigned base) {
    std::uint64_t read = 0;
    for (const char byte : word) {
        unsigned digit = static_cast<unsigned char>(byte) - unsigned{'0'}; // wraps below '0'
        const unsigned letter = static_cast<unsigned char>(byte | 0x20) - unsigned{'a'};
        if (letter < 26) digit = letter + 10;
        if (digit >= base || digit > highest || read > (highest - digit) / base) return false;
        read = read * base + digit;
    }
    if (word.empty()) return false;
    value = read;
    return true;
}

bool read_number(std::string_view word, std::uint32_t highest, std::uint32_t& value) {
    std::uint64_t wide = value;
    const bool read = read_number(word, highest, wide);
    value = static_cast<std::uint32_t>(wide);
    return read;
}

std::optional<std::uint32_t> number(std::string_view word, std::uint32_t highest) {
    std::uint32_t value = 0;
    return read_number(word, highest, value) ? std::optional(value) : std::nullopt;
}

std::optional<std::uint64_t> fraction(const char* word, std::uint32_t highest, std::uint64_t whole,
                                      bool cut) {
    auto rest = sized(word);
    std::uint64_t parts = 0;
    if (!read_number(take(rest, '.'), highest, parts)) return std::nullopt;
    if (rest.data() != nullptr && rest.empty()) return std::nullopt;
    parts *= whole;
    for (const char byte : rest) {
        whole /= 10;
        if (byte < '0' || byte > '9' || (whole == 0 && !cut)) return std::nullopt;
        parts += static_cast<std::uint64_t>(byte - '0') * whole;
    }
    return parts;
}

std::optional<std::uint64_t> size_in_bytes(std::string_view word) {
    static constexpr char units[] = "kmgt";
    const char last = word.empty() ? '0' : static_cast<char>(word.back() | 0x20); // lower case
    const char* const unit = std::strchr(units, last);
    const auto shift = unit == nullptr ? 0 : static_cast<unsigned>(10 * (unit - units + 1));
    if (shift != 0) word.remove_suffix(1);
    std::uint64_t value = 0;
    if (!read_number(word, most_bytes >> shift, value) || value == 0) return std::nullopt;
    return value << shift;
}

bool is_memory_size(const char* size) {
    const auto word = sized(size);
    if (!ends(word, "%")) return size_in_bytes(word).has_value();
    const auto share = number(word.substr(0, word.size() - 1), 100);
    return share && *share > 0;
}

const char* past(const char* text, const char* bytes) {
    while (*text != '\0' && std::strchr(bytes, *text) != nullptr) ++text;
    return text;
}

std::string_view skip_blanks(std::string_view text) {
    while (begins(text, " ") || begins(text, "\t")) text.remove_prefix(1);
    return text;
}

std::string_view take(std::string_view& rest, char separator) {
    std::size_t size = 0;
    while (size < rest.size() && rest[size] != separator) ++size;
    const std::string_view taken(rest.data(), size);
    if (size == rest.size()) {
        rest = {};
    } else {
        rest.remove_prefix(size + 1);
    }
    return taken;
}

std::string_view take_word(std::string_view& rest) {
    return take(rest, ' ');
}

std::string_view take_line(std::string_view& rest) {
    return take(rest, '\n');
}

std::string_view behind(std::string_view text, const char* key) {
    while (!begins(text, key)) {
        if (text.empty()) return {};
        text.remove_prefix(1);
    }
    text.remove_prefix(std::strlen(key));
    return text;
}

std::string_view behind_last(std::string_view text, char separator) {
    const char* start = text.end();
    while (start != text.begin() && start[-1] != separator) --start;
    return {start, text.end()};
}

unsigned distance(std::string_view from, std::string_view to) {
    constexpr std::size_t longest = 31;
    if (from.size() > longest || to.size() > longest) return longest;
    std::array<unsigned, longest + 1> row;
    for (unsigned column = 0; column <= to.size(); ++column) row[column] = column;
    for (unsigned line = 1; line <= from.size(); ++line) {
        unsigned diagonal = row[0];
        row[0] = line;
        for (unsigned column = 1; column <= to.size(); ++column) {
            const unsigned swap = diagonal + (from[line - 1] == to[column - 1] ? 0 : 1);
            diagonal = row[column];
            row[column] = std::min(swap, std::min(row[column], row[column - 1]) + 1);
        }
    }
    return row[to.size()];
}

void Nearest::consider(const char* literal) {
    const unsigned edits = distance(mistyped, sized(literal));
    if (edits >= fewest) return;
    best = literal;
    fewest = edits;
}

} // namespace launch

/** Where members and blocks begin and end (RFC 1952, 2.3, and RFC 1951, 3.2.3 to 3.2.7). */
#include "steps/inflate.hpp"

#include <algorithm>

namespace launch {

namespace {

constexpr Literal action = "decompress"_t;

/** In which order the lengths of the codes for lengths come (RFC 1951, 3.2.7). */
constexpr std::array<std::uint8_t, 19> length_order = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                       11, 4,  12, 3, 13, 2, 14, 1, 15};

/** Flags of a member's header. */
enum : std::uint32_t { has_sum = 2, has_extra = 4, has_name = 8, has_comment = 16, reserved = 224 };

} // namespace

/** Behind the first member whatever is none ends the file: padding, say, of one byte or more. */
bool Inflate::start_member() {
    std::uint32_t start = 0;
    for (unsigned shift = 0; shift < 16; shift += 8) {
        refill();
        if (begun && ended) return false;
        start |= take(8) << shift;
    }
    const std::uint32_t kind = start == 0x8b1f ? take(16) : 0;
    if ((kind & 0xff) != 8 || (kind >> 8 & reserved) != 0) {
        if (!begun) attempt.fail({action, "it is not in the format of gzip"_t});
        return false;
    }
    begun = true;
    produced = 0;
    checksum = 0;
    take_word(); // when it was made
    take(16);    // by whom
    const std::uint32_t flags = kind >> 8;
    if ((flags & has_extra) != 0) {
        for (std::uint32_t left = take(16); left > 0 && !attempt.failed(); --left) take(8);
    }
    if ((flags & has_name) != 0) skip_header_text();
    if ((flags & has_comment) != 0) skip_header_text();
    if ((flags & has_sum) != 0) take(16);
    return true;
}

void Inflate::skip_header_text() {
    while (take(8) != 0 && !attempt.failed()) {}
}

void Inflate::end_member() {
    take(held % 8);
    const std::uint32_t right_sum = take_word();
    const std::uint32_t right_length = take_word();
    if (right_sum != checksum || right_length != (produced & 0xffffffff))
        attempt.fail({action, "its checksum or length is wrong"_t});
    state = State::start;
}

void Inflate::start_block() {
    last_block = take(1) == 1;
    switch (take(2)) {
    case 0: start_stored(); return;
    case 1: fix_codes(); return;
    case 2: read_codes(); return;
    default: find_damage();
    }
}

void Inflate::start_stored() {
    take(held % 8);
    length = take(16);
    if ((length ^ take(16)) != 0xffff) find_damage();
    state = State::stored;
}

/** The codes that need no description (RFC 1951, 3.2.6). */
void Inflate::fix_codes() {
    std::array<std::uint8_t, 288> lengths{};
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
        lengths[symbol] = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
    }
    static_cast<void>(literals.build(lengths));
    std::ranges::fill(std::span(lengths).first<32>(), std::uint8_t{5});
    static_cast<void>(distances.build(std::span(lengths).first<32>()));
    state = State::codes;
}

/** The codes of a block that brings its own (RFC 1951, 3.2.7). */
void Inflate::read_codes() {
    const std::uint32_t literal_count = take(5) + 257;
    const std::uint32_t distance_count = take(5) + 1;
    const std::uint32_t length_count = take(4) + 4;
    std::array<std::uint8_t, 320> lengths{};
    for (std::uint32_t index = 0; index < length_count; ++index) {
        lengths[length_order[index]] = static_cast<std::uint8_t>(take(3));
    }
    const bool known = literal_count <= 286 && distance_count <= 30 &&
                       literals.build(std::span(lengths).first<19>());
    lengths = {};
    const auto all = std::span(lengths).first(literal_count + distance_count);
    const bool right = known && read_lengths(all) && lengths[256] != 0 &&
                       literals.build(all.first(literal_count)) &&
                       distances.build(all.subspan(literal_count));
    if (!right) find_damage();
    state = State::codes;
}

/** Lengths, themselves in a code: 16 to 18 stand for repetitions. */
bool Inflate::read_lengths(std::span<std::uint8_t> lengths) {
    for (std::size_t index = 0; index < lengths.size();) {
        const unsigned symbol = symbol_of(literals);
        if (attempt.failed() || symbol > 18 || (symbol == 16 && index == 0)) return false;
        if (symbol < 16) {
            lengths[index++] = static_cast<std::uint8_t>(symbol);
            continue;
        }
        const std::uint8_t value = symbol == 16 ? lengths[index - 1] : std::uint8_t{0};
        const std::size_t count = symbol == 16   ? 3 + take(2)
                                  : symbol == 17 ? 3 + take(3)
                                                 : 11 + take(7);
        if (count > lengths.size() - index) return false;
        std::ranges::fill(lengths.subspan(index, count), value);
        index += count;
    }
    return true;
}

} // namespace launch

#include "steps/inflate.hpp"

#include "system/system.hpp"

#include <algorithm>

namespace launch {

namespace {

constexpr Literal action = "decompress"_t;
constexpr std::size_t window_mask = 2 * Inflate::history - 1;

} // namespace

Inflate::Inflate(Attempt& attempt, const Descriptor& file, std::span<char> input,
                 std::span<char> window)
    : Inflate(attempt, Inflation{}, file.get(), input, window) {}

Inflate::Inflate(Attempt& attempt, std::span<const char> input, std::span<char> window)
    // NOLINTNEXTLINE(*-const-cast): it is never written to
    : Inflate(attempt, Inflation{}, -1, {const_cast<char*>(input.data()), input.size()}, window) {
    filled = input.size();
    state = State::block;
}

Inflate::Inflate(Attempt& attempt, const Inflation& start, int file, std::span<char> input,
                 std::span<char> window)
    : Inflation{start}, attempt(attempt), file(file), input(input), window(window) {
    for (std::uint32_t index = 0; index < table.size(); ++index) {
        std::uint32_t value = index;
        for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1) * 0xedb88320);
        table[index] = value; // of RFC 1952, 8
    }
}

std::span<const char> Inflate::next() {
    while (true) {
        const std::size_t start = position & window_mask;
        position = start;
        const std::size_t until = start - start % history + history;
        fill(until);
        const auto piece = window.subspan(start, position - start);
        sum(piece);
        if (state == State::trailer && file >= 0 && !attempt.failed()) end_member();
        if (attempt.failed()) return {};
        if (!piece.empty() || state == State::end) return piece;
    }
}

void Inflate::fill(std::size_t until) {
    while (position < until && !attempt.failed() && state < State::trailer) advance(until);
}

void Inflate::advance(std::size_t until) {
    switch (state) {
    case State::start: state = start_member() ? State::block : State::end; return;
    case State::block: start_block(); return;
    case State::stored: copy_stored(until); return;
    case State::codes: decode(until); return;
    case State::trailer:
    case State::end: return;
    }
}

void Inflate::decode(std::size_t until) {
    copy(until);
    while (position < until && !attempt.failed()) {
        const unsigned symbol = symbol_of(literals);
        if (symbol == 256) {
            state = last_block ? State::trailer : State::block;
            return;
        }
        if (symbol < 256) {
            put(static_cast<char>(symbol));
        } else {
            start_copy(symbol - 257);
            copy(until);
        }
    }
}

/** The last of the 29 lengths is the longest one, and takes no bits. */
void Inflate::start_copy(unsigned symbol) {
    length = symbol == 28 ? 258 : 3 + more_than_least(symbol, 4);
    const unsigned far = symbol_of(distances);
    distance = 1 + more_than_least(far, 2);
    // It would reach before the beginning.
    if (symbol > 28 || far > 29 || distance > produced) find_damage();
}

/**
 * What a symbol adds to the least length or distance (RFC 1951, 3.2.5): behind two groups of symbols
 * that stand for themselves, each group takes one bit more than the one before, for twice as many.
 */
std::uint32_t Inflate::more_than_least(unsigned symbol, unsigned group) {
    const unsigned bits = symbol / group;
    if (bits < 2) return symbol;
    return ((group + symbol % group) << (bits - 1)) + take(bits - 1);
}

bool Inflate::find_damage() {
    return attempt.fail({action, "it is damaged"_t});
}

void Inflate::copy(std::size_t until) {
    for (; length > 0 && position < until && !attempt.failed(); --length) {
        put(window[(position - distance) & window_mask]);
    }
}

void Inflate::copy_stored(std::size_t until) {
    for (; length > 0 && position < until && !attempt.failed(); --length) {
        put(static_cast<char>(take(8)));
    }
    if (length == 0) state = last_block ? State::trailer : State::block;
}

unsigned Inflate::symbol_of(const HuffmanCode& code) {
    const auto found = code.find(peek(HuffmanCode::longest));
    if (found.length == 0) find_damage();
    take(found.length);
    return found.symbol;
}

/** At least the trailer follows whatever is looked at, so looking ahead never meets the end. */
std::uint32_t Inflate::peek(unsigned count) {
    for (; held < count; held += 8) hold |= std::uint32_t{next_byte()} << held;
    return hold & ((1U << count) - 1);
}

std::uint32_t Inflate::take(unsigned count) {
    const std::uint32_t bits = peek(count);
    hold >>= count;
    held -= count;
    return bits;
}

std::uint32_t Inflate::take_word() {
    const std::uint32_t low = take(16);
    return low | take(16) << 16;
}

std::uint8_t Inflate::next_byte() {
    refill();
    if (at < filled) return static_cast<std::uint8_t>(input[at++]);
    attempt.fail({action, "it ends too early"_t});
    return 0;
}

void Inflate::refill() {
    if (at < filled || ended) return;
    static_cast<void>(attempt.ok(read_some(file, input, filled)));
    at = 0;
    ended = filled == 0;
}

void Inflate::put(char byte) {
    window[position++] = byte;
    ++produced;
}

void Inflate::sum(std::span<const char> piece) {
    std::uint32_t value = ~checksum;
    for (const char byte : piece) {
        value = value >> 8 ^ table[(value ^ static_cast<std::uint8_t>(byte)) & 0xff];
    }
    checksum = ~value;
}

} // namespace launch

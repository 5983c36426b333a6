/**
 * Decompression of gzip (RFC 1952) and deflate (RFC 1951), as it streams. launch has its own
 * because an image's PID 1 has nobody else to ask; see doc/DESIGN.md.
 */
#pragma once

#include "steps/attempt.hpp"
#include "system/descriptor.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace launch {

/** A set of canonical Huffman codes of up to 15 bits (RFC 1951, 3.2.2). */
class HuffmanCode {
public:
    static constexpr unsigned longest = 15;
    static constexpr unsigned fast_bits = 9;

    /** Of each symbol its code's length, 0 for none; false when no such set of codes exists. */
    bool build(std::span<const std::uint8_t> lengths);

    /** A symbol and how many bits its code takes; none of them: no code starts like this. */
    struct Found {
        unsigned symbol, length;
    };
    /** The code at the start of `bits`, the first of which is the lowest. */
    [[nodiscard]] Found find(std::uint32_t bits) const;

private:
    void note(unsigned symbol, unsigned code, unsigned length);

    std::array<std::uint16_t, longest + 1> counts;   ///< codes of each length
    std::array<std::uint16_t, 288> symbols;          ///< in the order of their codes
    std::array<std::uint16_t, 1U << fast_bits> fast; ///< symbol * 16 + length; 0: look closer
};

/** How far an Inflate has come; it starts as nothing but zeros. */
struct Inflation {
    enum class State : std::uint8_t { start, block, stored, codes, trailer, end };

    std::size_t at, filled;         ///< in the input
    std::size_t position;           ///< in the window
    std::uint32_t hold, held;       ///< bits that were read and not used
    std::uint32_t length, distance; ///< of the copy under way, or the stored bytes left
    std::uint64_t produced;         ///< of this member
    std::uint32_t checksum;         ///< of this member
    State state;
    bool begun; ///< the first member has
    bool last_block;
    bool ended; ///< the file has
};

/** A gzip file, decompressed piece by piece. Each member's length and checksum are verified. */
class Inflate : Inflation {
public:
    static constexpr std::size_t history = 32768; ///< how far back a copy may reach

    /**
     * @param file   at its start; it must live longer
     * @param input  memory for what is read
     * @param window 2 * history bytes, for what comes out
     */
    Inflate(Attempt& attempt, const Descriptor& file, std::span<char> input,
            std::span<char> window);
    /**
     * The same of what is deflated alone, and in memory as a whole, with two bytes more, for codes are looked
     * for in 15 bits. It has no checksum, and is for fill() alone.
     */
    Inflate(Attempt& attempt, std::span<const char> input, std::span<char> window);

    /**
     * The next piece, of up to `history` bytes; empty at the end, or after a failure. It holds
     * until the next call.
     */
    std::span<const char> next();

    /** Decompresses into the window up to there: what of it does not fit into one half is for next(). */
    void fill(std::size_t until);

private:
    void advance(std::size_t until);
    bool start_member();
    void skip_header_text();
    void start_block();
    void start_stored();
    void fix_codes();
    void read_codes();
    bool read_lengths(std::span<std::uint8_t> lengths);
    void decode(std::size_t until);
    void start_copy(unsigned symbol);
    std::uint32_t more_than_least(unsigned symbol, unsigned group);
    void copy(std::size_t until);
    void copy_stored(std::size_t until);
    void end_member();
    unsigned symbol_of(const HuffmanCode& code);
    std::uint32_t peek(unsigned count);
    std::uint32_t take(unsigned count);
    std::uint32_t take_word();
    std::uint8_t next_byte();
    void refill();
    void put(char byte);
    void sum(std::span<const char> piece);
    bool find_damage(); ///< answers false

    Inflate(Attempt& attempt, const Inflation& start, int file, std::span<char> input,
            std::span<char> window);

    Attempt& attempt;
    int file;
    std::span<char> input, window;
    HuffmanCode literals, distances;      ///< of the block
    std::array<std::uint32_t, 256> table; ///< of the checksum
};

} // namespace launch

/**
 * Texts for people, packed when launch is compiled: "no such thing"_t has about half its bytes. Pairs
 * of letters that stand together often are one byte, as are pairs of those (byte pair encoding, Gage
 * 1994); pairs.py learns them from all such texts. Text::add() unpacks.
 */
#pragma once

#include "base/pairs.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

namespace launch {

/** A packed text that exists for the whole life of the program; it ends in a NUL, as packed ones do. */
struct Literal {
    const char* packed;

    explicit operator bool() const { return packed != nullptr; }
    /** Equal texts are one, but perhaps not in a program that is linked of parts. */
    bool operator==(const Literal& other) const { return std::strcmp(packed, other.packed) == 0; }
};

namespace packing {

/** The pair that a byte stands for; null for one that is a letter. NUL has none. */
constexpr const std::array<char, 2>* pair_of(char byte) {
    const std::size_t row = static_cast<unsigned char>(byte - '\x80');
    return row < pairs.size() && byte != '\n' ? &pairs[row] : nullptr;
}

/** A text as the argument of a template. */
template <std::size_t size> struct Plain {
    char text[size];
    consteval Plain(const char (&literal)[size]) { // NOLINT(*-explicit-constructor)
        std::copy_n(literal, size, text);
    }
};

/** By two bytes: 1 and more for a pair that can be joined, less for one that was learned earlier. */
inline constexpr auto ranks = [] {
    std::array<std::array<std::uint8_t, 256>, 256> table{};
    for (std::size_t row = 0; row < pairs.size(); ++row) {
        const auto first = static_cast<unsigned char>(pairs[row][0]);
        const auto second = static_cast<unsigned char>(pairs[row][1]);
        if (first != 0) table[first][second] = static_cast<std::uint8_t>(row + 1);
    }
    return table;
}();

template <std::size_t size>
constexpr std::uint8_t rank_at(const Plain<size>& plain, std::size_t at) {
    return ranks[static_cast<unsigned char>(plain.text[at])]
                [static_cast<unsigned char>(plain.text[at + 1])];
}

/** The earliest learned pair between two places; 0 for none. */
template <std::size_t size>
constexpr std::uint8_t earliest(const Plain<size>& plain, std::size_t from, std::size_t end) {
    std::uint8_t found = 0;
    for (std::size_t at = from; at + 1 < end; ++at) {
        const std::uint8_t rank = rank_at(plain, at);
        if (rank != 0 && (found == 0 || rank < found)) found = rank;
    }
    return found;
}

/** Packs in place what stands behind `from`, pair by pair as they were learned; answers the size. */
template <std::size_t size> constexpr std::size_t pack(Plain<size>& plain, std::size_t from) {
    std::size_t end = size;
    while (const std::uint8_t rank = earliest(plain, from, end)) {
        std::size_t to = from;
        for (std::size_t at = from; at < end; ++at, ++to) {
            const bool joins = at + 1 < end && rank_at(plain, at) == rank;
            plain.text[to] = joins ? static_cast<char>(rank - 1 + 0x80) : plain.text[at];
            if (joins) ++at;
        }
        end = to;
    }
    return end;
}

template <Plain plain, std::size_t from>
inline constexpr auto packing_of = [] {
    auto text = plain;
    const std::size_t size = pack(text, from);
    return std::pair(text, size);
}();

/** A packed text, once in the program however often it is written; plain up to `from`. */
template <Plain plain, std::size_t from = 0> struct Packed {
    static constexpr std::size_t size = packing_of<plain, from>.second;
    alignas(1) static constexpr std::array<char, size> bytes = [] { // else by 16, for copying
        std::array<char, size> bytes;
        std::copy_n(packing_of<plain, from>.first.text, size, bytes.begin());
        return bytes;
    }();
};

} // namespace packing

template <packing::Plain plain> consteval Literal operator""_t() {
    return {packing::Packed<plain>::bytes.data()};
}

/** Of parts with a NUL behind each, packs the last one only. */
template <packing::Plain plain> consteval const char* operator""_row() {
    constexpr std::size_t from = [] {
        std::size_t behind = sizeof plain.text - 1;
        while (plain.text[behind - 1] != '\0') --behind;
        return behind;
    }();
    return packing::Packed<plain, from>::bytes.data();
}

} // namespace launch

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
#include <string_view>

namespace launch {

/** A packed text that exists for the whole life of the program; it ends in a NUL, as packed ones do. */
struct Literal {
    const char* packed;

    /** Equal texts are one, but perhaps not in a program that is linked of parts. */
    bool operator==(const Literal& other) const {
        return std::string_view(packed) == std::string_view(other.packed);
    }
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

/** Joins one pair wherever it stands; answers the new end. */
constexpr char* join(char* begin, char* end, char byte) {
    const auto& pair = *pair_of(byte);
    char* to = begin;
    for (const char* from = begin; from != end; ++from, ++to) {
        const bool joins = from + 1 != end && from[0] == pair[0] && from[1] == pair[1];
        *to = joins ? byte : *from;
        if (joins) ++from;
    }
    return to;
}

/** Packs in place, pair by pair in the order in which they were learned; answers the new end. */
template <std::size_t size> constexpr char* pack(Plain<size>& plain, std::size_t from) {
    char* end = plain.text + size;
    for (std::size_t row = 0; row < pairs.size(); ++row) {
        const char byte = static_cast<char>(row + 0x80);
        if (pairs[row][0] != '\0') end = join(plain.text + from, end, byte);
    }
    return end;
}

/** A packed text, once in the program however often it is written; plain up to `from`. */
template <Plain plain, std::size_t from = 0> struct Packed {
    static constexpr std::size_t size = [] {
        auto copy = plain;
        return static_cast<std::size_t>(pack(copy, from) - copy.text);
    }();
    alignas(1) static constexpr std::array<char, size> bytes = [] { // else by 16, for copying
        auto copy = plain;
        pack(copy, from);
        std::array<char, size> packed;
        std::copy_n(copy.text, size, packed.begin());
        return packed;
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

/**
 * Texts for people: "no such thing"_t. In launch they are packed, all of them together, by gzip
 * (meson/pack.py), as that leaves two fifths of them; the first that is said unpacks them.
 */
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <utility>

namespace launch {

/**
 * Fills the tables that meson/texts.ld names: in launch they are packed, as much of them is zeros.
 * Before anything reads one; those that only a machine needs are left out on a host.
 */
void unpack_tables(bool machine);

/** Makes the texts readable, if they are not, and the tables that are for texts alone. In a native build, of
 *  tests, they always are. */
void unpack_texts();

/** Makes the lists of names readable, which are the first of the texts: a twelfth of the work. */
void unpack_lists();

/** A text that exists for the whole life of the program. */
struct Literal {
    const char* packed; ///< where it will be

    explicit operator bool() const { return packed != nullptr; }
    [[nodiscard]] const char* text() const {
        unpack_texts();
        return packed;
    }
    bool operator==(const Literal& other) const { return std::strcmp(text(), other.packed) == 0; }
};

/** Names one after the other (base/names.hpp), which a start may have to look into: "one\0two\0"_list. */
struct NameList {
    const char* packed;

    [[nodiscard]] const char* text() const {
        unpack_lists();
        return packed;
    }
};

namespace packing {

/** A text as the argument of a template. */
template <std::size_t size> struct Plain {
    char text[size];
    consteval Plain(const char (&literal)[size]) { // NOLINT(*-explicit-constructor)
        std::copy_n(literal, size, text);
    }
    consteval explicit Plain(const std::array<char, size>& bytes) {
        std::copy_n(bytes.begin(), size, text);
    }
};

/**
 * A text, once in the program however often it is written. texts.ld knows it by its name, and sorts
 * by that, which has the bytes in front: what begins alike stands together and packs better.
 */
template <char... bytes> struct Packed {
    alignas(1) static constexpr char text[] = {bytes...}; // else by 16, for copying
};

/** The same of a list. */
template <char... bytes> struct Listed {
    alignas(1) static constexpr char text[] = {bytes...};
};

template <Plain plain, template <char...> typename Kind> consteval const char* packed() {
    return []<std::size_t... at>(std::index_sequence<at...>) {
        return Kind<plain.text[at]...>::text;
    }
    (std::make_index_sequence<sizeof plain.text>());
}

} // namespace packing

template <packing::Plain plain> consteval Literal operator""_t() {
    return {packing::packed<plain, packing::Packed>()};
}

template <packing::Plain plain> consteval NameList operator""_list() {
    return {packing::packed<plain, packing::Listed>()};
}

} // namespace launch

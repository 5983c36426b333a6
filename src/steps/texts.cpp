/** The texts and tables of launch itself, where meson/texts.ld and meson/pack.py put them. */
#include "base/literal.hpp"
#include "steps/inflate.hpp"

#include <cstdint>
#include <cstring>
#include <new>

extern "C" {
extern const char packed_tables[], packed_texts_end[];
extern std::uint64_t tables[], tables_of_all_end[], tables_end[]; // const for everybody else
alignas(launch::Inflate) extern char texts[2 * launch::Inflate::history], behind_lists[];
[[gnu::section(".texts_start"), gnu::used]] char texts_start = 1; // so it is once they are there
}

namespace launch {

namespace {

constexpr unsigned word_size = sizeof(std::uint64_t);
constexpr std::uint64_t first_page = 0x40; ///< of 64 KiB: the program begins at 4 MiB
constexpr unsigned pages = 4;
constexpr unsigned near = 512; ///< half of how far one address may be from the one before, in bytes

/**
 * Unpacks words, of which each has those of its bytes that are there, or is an address in the program with
 * two of them, or with one when it is near to the address before. Before each two words there is a byte that
 * says which; answers what is behind them. They end at `end`.
 */
const char* unpack_words(const std::uint64_t* end) {
    const char* from = packed_tables;
    std::uint64_t last = 0;
    for (std::uint64_t* to = tables; to != end;) {
        unsigned kinds = 0x100 | static_cast<unsigned char>(*from++);
        do {
            const unsigned kind = kinds & 15;
            std::uint64_t word;
            std::memcpy(&word, from, sizeof word);
            if (kind >= word_size + pages) {
                word = last += ((kind - word_size - pages) << 8 | (word & 0xff)) - near;
                ++from;
            } else if (kind >= word_size) {
                word = last = (first_page + kind - word_size) << 16 | (word & 0xffff);
                from += 2;
            } else {
                const unsigned missing = 8 * (word_size - 1 - kind); // in bits
                word = word << missing >> missing;
                from += kind + 1;
            }
            *to++ = word;
        } while ((kinds >>= 4) != 1);
    }
    return from;
}

/** Up to there, unless what `shows` it is there. */
void unpack(const char* shows, const char* end) {
    if (*shows != '\0') return;
    Attempt attempt;
    // The texts follow the tables, of which most come out a second time as they are.
    char* const behind = texts + Inflate::history; // they end before, and the stack may be small
    const std::span packed(unpack_words(tables_end), packed_texts_end);
    (new (behind) Inflate(attempt, packed, texts))->fill(static_cast<std::size_t>(end - texts));
}

} // namespace

void unpack_tables(bool machine) {
    unpack_words(machine ? tables_end : tables_of_all_end);
}

void unpack_lists() {
    unpack(texts, behind_lists);
}

void unpack_texts() {
    unpack(behind_lists, texts + Inflate::history);
}

} // namespace launch

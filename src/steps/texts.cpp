/** The texts and tables of launch itself, where meson/texts.ld and meson/pack.py put them. */
#include "base/literal.hpp"
#include "steps/inflate.hpp"

#include <bit>
#include <new>

extern "C" {
extern const char packed_tables[], packed_texts_end[];
extern char tables[], tables_end[]; // const for everybody else
alignas(launch::Inflate) extern char texts[2 * launch::Inflate::history];
[[gnu::section(".texts_start"), gnu::used]] char texts_start = 1; // so it is once they are there
}

namespace launch {

namespace {

/** Unpacks words, of which only the bytes that are not zero follow a byte that says which they are.
 *  @return what is behind the last one's */
const char* unpack_words(const char* from) {
    for (char* to = tables; to != tables_end; to += 8) {
        for (unsigned bits = static_cast<unsigned char>(*from++); bits != 0; bits &= bits - 1) {
            to[std::countr_zero(bits)] = *from++;
        }
    }
    return from;
}

} // namespace

void unpack_tables() {
    unpack_words(packed_tables);
}

void unpack_texts() {
    if (texts[0] != '\0') return;
    Attempt attempt;
    // The texts follow the tables, which come out a second time as they are.
    char* const behind = texts + Inflate::history; // they end before, and the stack may be small
    (new (behind) Inflate(attempt, {unpack_words(packed_tables), packed_texts_end}, texts))->next();
}

} // namespace launch

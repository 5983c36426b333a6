/** The texts of base/literal.hpp in launch itself, where meson/texts.ld and pack_texts.py put them. */
#include "base/literal.hpp"
#include "steps/inflate.hpp"

#include <new>

extern "C" {
extern const char packed_texts[], packed_texts_end[];
alignas(launch::Inflate) extern char texts[2 * launch::Inflate::history];
[[gnu::section(".texts_start"), gnu::used]] char texts_start = 1; // so it is once they are there
}

namespace launch {

void unpack_texts() {
    if (texts[0] != '\0') return;
    Attempt attempt;
    char* const behind = texts + Inflate::history; // they end before, and the stack may be small
    (new (behind) Inflate(attempt, {packed_texts, packed_texts_end}, texts))->next();
}

} // namespace launch

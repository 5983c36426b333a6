/** The texts of base/literal.hpp and the tables of base/functions.hpp in launch itself, where
 *  meson/texts.ld and meson/pack.py put them. */
#include "base/functions.hpp"
#include "base/literal.hpp"
#include "steps/inflate.hpp"

#include <new>

extern "C" {
extern const std::uint32_t narrow_tables[];
extern const std::uint64_t wide_tables[]; // whose content is nowhere
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

std::uintptr_t function_address(const void* entry) {
    return narrow_tables[static_cast<const std::uint64_t*>(entry) - wide_tables];
}

} // namespace launch

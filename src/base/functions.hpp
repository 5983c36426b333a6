/**
 * Tables of functions. In launch their entries have 32 bits, for half of a pointer is nothing but zeros
 * there (meson/pack.py), so they are read through here only.
 */
#pragma once

#include <cstdint>

namespace launch {

/** The address in the entry of a table that texts.ld knows. */
std::uintptr_t function_address(const void* entry);

/** The function in it. */
template <class Function> Function function_of(const Function& entry) {
    return reinterpret_cast<Function>(function_address(&entry)); // NOLINT(*-cast,*-int-to-ptr)
}

} // namespace launch

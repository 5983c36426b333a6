/** In a native build texts are readable from the start, and tables as they were written. */
#include "base/functions.hpp"
#include "base/literal.hpp"

void launch::unpack_texts() {}

std::uintptr_t launch::function_address(const void* entry) {
    return *static_cast<const std::uintptr_t*>(entry);
}

#include "steps/seccomp.hpp"

#include "steps/packed_filter.hpp"
#include "steps/tell.hpp"
#include "system/system.hpp"

#include <array>

namespace launch {

Result<std::span<const sock_filter>> read_filter(std::span<const char> bytes, const char* path) {
    const std::size_t count = bytes.size() / sizeof(sock_filter);
    if (bytes.size() % sizeof(sock_filter) != 0) {
        return refuse("read filter"_t, path, "its size is no multiple of 8 bytes"_t);
    }
    if (count == 0 || count > most_instructions) {
        return refuse("read filter"_t, path, "it has not between 1 and 4096 instructions"_t);
    }
    const void* const memory = bytes.data(); // of its own pages: aligned for anything
    return std::span(static_cast<const sock_filter*>(memory), count);
}

Result<> apply(const Filter& step, Context&) {
    if (step.packed == nullptr) return load_filter(step.instructions);
    std::array<sock_filter, most_packed> memory;
    std::size_t count = 0;
    for (const std::uint32_t row : step.packed->rows) {
        const unsigned value = row & 0x7ff;
        memory[count++] = {static_cast<std::uint16_t>(row >> 25),
                           static_cast<std::uint8_t>(row >> 18 & 0x7f),
                           static_cast<std::uint8_t>(row >> 11 & 0x7f),
                           value < first_large ? value : step.packed->large[value - first_large]};
    }
    return load_filter(std::span(memory).first(count));
}

void describe(Text& out, const Filter& step) {
    tell(out, "filter system calls: %"_t, step.name);
}

} // namespace launch

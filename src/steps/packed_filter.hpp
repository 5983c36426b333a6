/** The default filter in half its size. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <linux/filter.h>

namespace launch {

/** Instructions in 32 bits each, as nearly all values are numbers of system calls. */
template <std::size_t size> struct PackedFilter {
    static constexpr unsigned first_large = 2000; ///< from here on a value counts those in `large`

    std::uint32_t rows[size]; ///< code, jt and jf in 7 bits each, the value in 11
    std::uint32_t large[12];

    void unpack(sock_filter* out) const {
        for (const std::uint32_t row : rows) {
            const unsigned value = row & 0x7ff;
            *out++ = {static_cast<std::uint16_t>(row >> 25),
                      static_cast<std::uint8_t>(row >> 18 & 0x7f),
                      static_cast<std::uint8_t>(row >> 11 & 0x7f),
                      value < first_large ? value : large[value - first_large]};
        }
    }
};

template <std::size_t size>
consteval PackedFilter<size> pack_filter(const sock_filter (&program)[size]) {
    PackedFilter<size> packed{};
    unsigned used = 0;
    for (std::size_t at = 0; at < size; ++at) {
        const auto& [code, jt, jf, k] = program[at];
        if (k >= packed.first_large) packed.large[used] = k;
        const unsigned value = k < packed.first_large ? k : packed.first_large + used++;
        packed.rows[at] = (((code * 128U + jt) * 128U + jf) * 2048U) + value;
    }
    return packed;
}

} // namespace launch

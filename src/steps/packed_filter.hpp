/** The default filter in half its size. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <linux/filter.h>

namespace launch {

constexpr std::size_t most_packed = 256;
constexpr unsigned first_large = 2000; ///< from here on a value counts those in `large`

/** Instructions in 32 bits each, as nearly all values are numbers of system calls. */
template <std::size_t size> struct PackedFilter {
    std::uint32_t rows[size]; ///< code, jt and jf in 7 bits each, the value in 11
    std::uint32_t large[12];
};

template <std::size_t size>
consteval PackedFilter<size> pack_filter(const sock_filter (&program)[size]) {
    static_assert(size <= most_packed);
    PackedFilter<size> packed{};
    unsigned used = 0;
    for (std::size_t at = 0; at < size; ++at) {
        const auto& [code, jt, jf, k] = program[at];
        if (k >= first_large) packed.large[used] = k;
        const unsigned value = k < first_large ? k : first_large + used++;
        packed.rows[at] = (((code * 128U + jt) * 128U + jf) * 2048U) + value;
    }
    return packed;
}

} // namespace launch

/** Limits and scheduling as they are asked for: tables of names, and what is kept of a value. */
#pragma once

#include "base/literal.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <linux/personality.h>

namespace launch {

/** The resources of getrlimit(2) by number, named as by prlimit(1) and the OCI specification. */
constexpr NameList limit_names =
    "cpu\0fsize\0data\0stack\0core\0rss\0nproc\0nofile\0"
    "memlock\0as\0locks\0sigpending\0msgqueue\0nice\0rtprio\0rttime\0"_list;
constexpr std::size_t limit_count = 16;

/** One resource's limits (setrlimit(2)), in that resource's own unit. */
struct Limit {
    static constexpr std::uint64_t unlimited = ~std::uint64_t{0}; ///< RLIM_INFINITY
    unsigned resource;                                            ///< number in limit_names
    std::uint64_t soft, hard;
};

/** What personality(2) may be told, named as by setarch(8). */
inline constexpr const char personality_names[] = "linux\0linux32\0addr-no-randomize\0";
constexpr std::uint32_t personality_flags[] = {PER_LINUX, PER_LINUX32, ADDR_NO_RANDOMIZE};

constexpr std::size_t most_processors = 1024; ///< as in libc's cpu_set_t
/** Bit n of all words together stands for processor n. */
using ProcessorSet = std::array<std::uint64_t, most_processors / 64>;

} // namespace launch

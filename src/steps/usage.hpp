/** What a run has used of its limits, and how often it wanted more. */
#pragma once

#include "steps/cgroup_places.hpp"

#include <array>
#include <cstdint>

namespace launch {

/** The counts, in this order; the names are also those of --report-fd. */
constexpr const char* usage_names = "oom_kills\0memory_hits\0pids_hits\0cpu_hits\0peak_memory\0";
enum UsageCount : std::uint8_t {
    oom_kills,   ///< processes that the kernel has killed for want of memory
    memory_hits, ///< how often the memory was at its limit
    pids_hits,   ///< how often a fork was refused
    cpu_hits,    ///< periods of a tenth of a second in which the time was used up
    peak_memory  ///< bytes
};

/** Zeros where there was no cgroup, or where the kernel does not count such a thing. */
struct Usage {
    std::array<std::uint64_t, 5> counts{};
};

/** With all of the counts, or with no more than how many were killed. */
Usage read_usage(const CgroupPlaces& places, bool all);

} // namespace launch

/** What is wanted of a cgroup: its name, and the limits of all that runs in it (cgroups(7)). */
#pragma once

#include "system/long_list.hpp"

#include <array>
#include <cstdint>

namespace launch {

/** The limits that are one number, in the order in which they are set. */
enum CgroupLimit : std::uint8_t { memory_limit, swap_limit, cpu_limit, pids_limit };

/** What may be limited of a device: a name of io.max, in this order. */
constexpr const char* io_names = "rbps\0wbps\0riops\0wiops\0";

/** One of --io. */
struct IoWish {
    const char* device = nullptr;
    const char* list = nullptr;          ///< the words that `most` is made of
    std::array<std::uint64_t, 4> most{}; ///< by io_names; 0: as much as it can
};

struct CgroupWish {
    bool wanted = false;
    const char* name = nullptr; ///< null: one that nobody else has
    /** Bytes, bytes of memory and swap, microseconds in 100 ms, processes; 0: no limit. */
    std::array<std::uint64_t, 4> limits{};
    std::array<const char*, 4> words{}; ///< what they were read from
    LongList<IoWish, 8> devices;
};

} // namespace launch

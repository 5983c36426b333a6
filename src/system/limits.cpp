#include "system/limits.hpp"

#include "system/check.hpp"

#include <sys/resource.h>

namespace launch {

Result<> set_limit(unsigned resource, std::uint64_t soft, std::uint64_t hard) {
    const std::uint64_t limit[] = {soft, hard}; // struct rlimit64, prlimit(2)
    return done(call(SYS_prlimit64, 0, resource, limit, nullptr), "set limit"_t);
}

Result<> set_nice(int value) {
    return done(call(SYS_setpriority, PRIO_PROCESS, 0, value), "set nice value"_t);
}

Result<> set_processors(std::span<const std::uint64_t> mask) {
    return done(call(SYS_sched_setaffinity, 0, mask.size_bytes(), mask.data()), "set processors"_t);
}

Result<> set_personality(std::uint32_t flags) {
    return done(call(SYS_personality, flags), "set personality"_t);
}

} // namespace launch

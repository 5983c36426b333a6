/** What a process may use, and how it is scheduled; all of it passes on to what it executes. */
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <span>

namespace launch {

/** setrlimit(2): `resource` by its number; EPERM for raising a hard limit without rights. */
Result<> set_limit(unsigned resource, std::uint64_t soft, std::uint64_t hard);
/** setpriority(2) for this process: an absolute value; EACCES for lowering it without rights. */
Result<> set_nice(int value);
/** sched_setaffinity(2): EINVAL when none of the processors may be used. */
Result<> set_processors(std::span<const std::uint64_t> mask);
Result<> set_personality(std::uint32_t flags);

} // namespace launch

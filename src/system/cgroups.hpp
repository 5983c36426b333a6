/** The files of cgroups (cgroups(7)), and what goes into them. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"

namespace launch {

/** Writes a file of the cgroup at this path. */
Result<> write_in(const char* cgroup, const char* file, std::string_view content);
/**
 * Holds all that runs in a cgroup, or lets it go on; it is a directory of cgroup2, or of the freezer
 * hierarchy. The kernel answers before all of it stands still.
 */
Result<> freeze(int cgroup, bool frozen);
/** Adds "254:0", the number of the block device at a path. */
Result<> add_device_number(Text& out, const char* path);
/** Nothing that would have to be kept secret; it never waits (getrandom(2), GRND_INSECURE). */
std::uint64_t random_number();

} // namespace launch

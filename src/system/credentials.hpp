/** Who a process is and what it may do: credentials(7), capabilities(7). */
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <span>

namespace launch {

/** What the kernel told us at the start (getauxval(3)), without a system call. */
struct Credentials {
    std::uint32_t user, group; ///< effective
    bool elevated;             ///< by a set-user-id bit or file capabilities
};
Credentials own_credentials();

Result<> set_groups(std::span<const std::uint32_t> groups); ///< the supplementary ones
Result<> set_group(std::uint32_t group);
/** Clears the parent-death signal; the permitted capabilities survive with keep_capabilities(). */
Result<> set_user(std::uint32_t user);

/** Those of the permitted set; none when a filter of the caller hides them. */
std::uint64_t own_capabilities();
/** Permitted and effective become `set`, inheritable becomes `ambient`, and so no other stays. */
Result<> set_capabilities(std::uint64_t set, std::uint64_t ambient);
/** Takes one out of the bounding set: EINVAL for the first number that the kernel does not know. */
Result<> drop_bounding(unsigned number);
/** A change of user leaves the permitted set as it is, until the next execve(2). */
Result<> keep_capabilities();
Result<> raise_ambient(unsigned number);
/** No execve(2) gives more rights than there were before (prctl(2), PR_SET_NO_NEW_PRIVS). */
Result<> forbid_new_privileges();
void forbid_dumping(); ///< /proc/PID/exe and its kin need ptrace rights from now on
void allow_dumping();

} // namespace launch

/** The kernel's calls for namespaces that are there already (setns(2), ioctl_nsfs(2)). */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"

#include <cstdint>
#include <sys/types.h>

namespace launch {

Result<> open_process(pid_t process, Descriptor& place); ///< pidfd_open(2): it stays that process
Result<> send_signal_to(int pidfd, int signal);          ///< pidfd_send_signal(2)
/** Refuses whatever is not a namespace of the kind `flag`, a CLONE_NEW*. */
Result<> check_namespace(const Descriptor& file, std::uint64_t flag, const char* path);
/** setns(2): `place` is a namespace or a process. */
Result<> join_namespace(int place, std::uint64_t flag);
Result<> unshare_namespaces(std::uint64_t flags);
/** Refuses whatever is not a namespace that is mounted on `path`; links are not followed. */
Result<> check_kept_namespace(const char* path);

} // namespace launch

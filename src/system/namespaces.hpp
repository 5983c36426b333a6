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
/**
 * Opens the mount namespace in which the kernel keeps its own devtmpfs (kdevtmpfs): hardly anything is mounted there,
 * and it never ends. False before Linux 6.12, and without rights over the machine's processes and roots.
 */
bool find_small_mounts(Descriptor& place);
/** Exchanges the mount namespace for a private copy of another one; nothing leads back but what is held. */
Result<> copy_mounts(int place);
/** Refuses whatever is not a namespace that is mounted on `path`; links are not followed. */
Result<> check_kept_namespace(const char* path);

} // namespace launch

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
 * Where this mount namespace has so many mounts that a copy of them takes long: the one that the kernel keeps its own
 * devtmpfs in, with a mount or two. It was the first that was made after the machine's, and never ends.
 * @return a descriptor; none above 0 with few mounts, before Linux 6.12, or without rights over the machine's process ids
 */
int find_small_mounts();
/** Exchanges the mount namespace for a copy of another one; nothing leads back but what is held. */
Result<> copy_mounts(int place);
/** Refuses whatever is not a namespace that is mounted on `path`; links are not followed. */
Result<> check_kept_namespace(const char* path);

} // namespace launch

/** The mount namespaces of the machine, to copy another one than the caller's (ioctl_nsfs(2), statmount(2)). */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"

namespace launch {

/**
 * Opens the mount namespace in which the kernel keeps its own devtmpfs (kdevtmpfs): hardly anything is mounted there,
 * and it never ends. False before Linux 6.12, and without rights over the machine's processes and roots.
 */
bool find_small_mounts(Descriptor& place);
/** Exchanges the mount namespace for a private copy of another one; nothing leads back but what is held. */
Result<> copy_mounts(int place);

} // namespace launch

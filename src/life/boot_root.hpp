/** The root that the kernel's command line names: waited for, mounted, and let go in the end. */
#pragma once

#include "base/error.hpp"
#include "life/channel.hpp"
#include "spec/kernel_words.hpp"
#include "spec/spec.hpp"
#include "system/descriptor.hpp"

namespace launch {

/**
 * Mounts what is named, and tells `spec` to use it where launch's own words name nothing else.
 * @param signals a request ends the wait for a device; that is a failure, and `status` tells it
 */
Result<> mount_boot_root(const BootWords& words, Spec& spec, const Descriptor& signals,
                         Status& status);

} // namespace launch

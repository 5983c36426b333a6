/** Loop devices: a file as a block device (loop(4)). */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "system/descriptor.hpp"

namespace launch {

/**
 * Makes a loop device of an image. It vanishes with its last user: the descriptor, or a mount.
 * @param path is told the device's path, "/dev/loop0"
 */
Result<> attach_loop(const Descriptor& image, bool readonly, Text& path, Descriptor& device);

/** Detaches a loop device from its image, when its last user is gone at the latest; false when it has none. */
bool detach_loop(int directory, const char* name);

} // namespace launch

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

} // namespace launch

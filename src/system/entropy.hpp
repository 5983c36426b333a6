/** What the kernel's random numbers start from: random(4). */
#pragma once

#include "base/error.hpp"

namespace launch {

/**
 * Credits what a file holds, up to 512 bytes, with all its bits; and writes as many new ones over it
 * where that may be done, for a seed that serves twice is none. No link leads to it.
 */
Result<> take_seed(const char* path);

} // namespace launch

/** `launch mount ROOT` and `launch unmount ROOT`: a root for a plain chroot, in our namespace. */
#pragma once

#include "system/signals.hpp"

#include <span>

namespace launch {

/** Mounts /sys, /proc and /dev as every root has them; what is there already stays. */
int furnish(std::span<char* const> words, SignalSet blocked);

/** Unmounts them again, and nothing else; the directories stay. */
int unfurnish(std::span<char* const> words, SignalSet blocked);

} // namespace launch

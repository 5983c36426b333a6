/** The hardware that resets a machine whose PID 1 hangs (Documentation/watchdog in Linux). */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"

#include <cstdint>

namespace launch {

/**
 * Opens /dev/watchdog, which runs from then on. A timer sends us a signal at half of its time-out,
 * by which next_signal() feeds it: so it is fed as long as somebody reads the signals, whoever that
 * is. One that keeps a time-out of its own is a failure, but runs and is fed, too.
 */
Result<> open_watchdog(std::uint32_t seconds, Descriptor& place);
/** Stops it, by the magic character, unless another process holds it, too. */
void close_watchdog(Descriptor& watchdog);

} // namespace launch

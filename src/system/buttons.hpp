/** The power button of a machine, which is one of the kernel's input devices. */
#pragma once

namespace launch {

/** From now on each press of a key that is named so sends us PWR: those of evdev that are there. */
void listen_to_power_buttons();

} // namespace launch

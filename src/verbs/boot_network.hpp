/** The network of a machine, as the kernel's line wants it. */
#pragma once

#include "verbs/run.hpp"

namespace launch {

/** Does what ip= says; what fails is said, and missed. The root has to be there: its udhcpc is who
 *  speaks DHCP. */
void set_up_boot_network(Run& run, char* words);

} // namespace launch

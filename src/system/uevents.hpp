/** What the kernel tells of devices as they come and go: kobject uevents (netlink(7)). */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"

namespace launch {

/** A socket that hears all of them from now on; none where the kernel has no networks. */
void open_uevents(Descriptor& place);
/** Takes those that wait. */
void take_uevents(const Descriptor& socket);

} // namespace launch

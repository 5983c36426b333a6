/** Block devices that the device mapper makes of others (linux/dm-ioctl.h). */
#pragma once

#include <linux/dm-ioctl.h>

namespace launch {

/** The only one that launch makes: the first of all. */
constexpr const char* mapped_device = "/dev/dm-0";

/** What it is made by: a target, and that one's own words. */
struct MapRequest {
    dm_ioctl head;
    dm_target_spec target;
    char table[2048];
};

/** Makes it, read-only; what has failed may leave it half made. False when the kernel refuses. */
bool map_device(MapRequest& request);

/** Removes all such devices that nobody uses. */
void unmap_devices();

} // namespace launch

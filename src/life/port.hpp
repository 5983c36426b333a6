/** The virtio-serial port of a machine that is meant for the record. */
#pragma once

#include "system/descriptor.hpp"

namespace launch {

/** Opens the port that the host has named "launch.record"; leaves `port` alone without one. */
void open_record_port(Descriptor& port);

} // namespace launch

/** The block devices that the kernel has, and what they are called besides. */
#pragma once

#include "base/text.hpp"

#include <string_view>

namespace launch {

/** A device's names, and what is on it: "/dev/sda1", the type, "UUID=..." and so on, a NUL behind
 *  each. */
using DeviceTags = TextOf<640>;

/** The next of them. */
const char* next_tag(const char* tag);
/** Whether one of them is the wanted one; in UUIDs upper and lower case are the same. */
bool has_tag(std::string_view tags, std::string_view wanted);

/** Finds the first device with this tag. */
bool find_device(const char* wanted, Text& tags);
/** Adds what is seen of all devices, in one line. */
void list_devices(Text& out);

} // namespace launch

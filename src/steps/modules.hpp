/** Modules of the kernel that the image brings along, as its packer has laid them out. */
#pragma once

#include "base/error.hpp"

#include <span>

namespace launch {

/**
 * Loads /lib/modules/NAME.ko after what it needs: in /lib/modules/modules.dep a line "PATTERN NAMES"
 * says what to load for a name, or for a device whose modalias is like this; * stands for anything.
 * What is loaded is removed there, for it is only in the way in the memory then.
 * @param words those of the kernel: "NAME.PARAMETER=VALUE" is a parameter of the module NAME
 */
Result<> load_module(const char* name, std::span<char* const> words);

/** The same for each device that is there. What cannot be loaded is missed by whoever needs it. */
void load_for_devices(std::span<char* const> words);

/** Whether a name is like a pattern, which ends with a blank. */
bool is_like(const char* pattern, const char* name);

} // namespace launch

/** Modules of the kernel that the image brings along, as its packer has laid them out. */
#pragma once

#include "base/error.hpp"

#include <span>

namespace launch {

/**
 * Loads /lib/modules/NAME.ko after what it needs: in /lib/modules/modules.dep a line "NAME: NAMES" says
 * what to load, the module itself at last.
 * @param words those of the kernel: "NAME.PARAMETER=VALUE" is a parameter of the module NAME
 */
Result<> load_module(const char* name, std::span<char* const> words);

} // namespace launch

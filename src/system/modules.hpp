/** Modules of the kernel. */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"

namespace launch {

/** finit_module(2), of a compressed file, too; one that is loaded already is no error. */
Result<> insert_module(const Descriptor& file, const char* parameters);

} // namespace launch

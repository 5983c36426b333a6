/** The identity of a partition, from its disk's table: GPT (UEFI, chapter 5) or MBR. */
#pragma once

#include "base/text.hpp"
#include "system/descriptor.hpp"

#include <cstdint>

namespace launch {

/**
 * Adds "PARTUUID=...", and a NUL, of the partition that the kernel calls `number`; nothing when the table has none.
 * The table is the one that the kernel has found valid, but not to be trusted any further.
 */
void add_partition_id(Text& out, const Descriptor& disk, std::uint64_t number);

} // namespace launch

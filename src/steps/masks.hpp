/** Parts of /proc and /sys that the inside does not get to see, or to change. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

namespace launch {

/** The parts of one of the kernel's own file systems; what a kernel lacks of them is left out. */
struct MaskTable {
    const char* place; ///< "/proc"
    long magic;        ///< what statfs(2) says that it is
    // Tables of names (base/names.hpp):
    const char* readonly;    ///< seen, and not to be changed
    const char* files;       ///< covered with /dev/null
    const char* directories; ///< covered with an empty directory
};

/** Covers these parts with mounts. The first one is that of /proc, where the empty directory is. */
struct Mask {
    const MaskTable* table;
};

Result<> apply(const Mask& step, Context& context);
void describe(Text& out, const Mask& step);

} // namespace launch

/** Trees that must be cloned before the init's own mounts: idmapped ones, and those that stay
 *  peers of the outside's. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"
#include "steps/context.hpp"

namespace launch {

/**
 * Clones a tree of the outside into `context.trees`, where its Bind finds it. An idmapped one is
 * made by the caller: it takes rights over the file system, which the init of a user namespace has
 * not (mount_setattr(2), ID-mapped mounts).
 */
struct HoldTree {
    const MountWish* wish;
    std::uint64_t attributes; ///< MOUNT_ATTR_*, those of the wish among them
    unsigned propagation;     ///< MS_PRIVATE, MS_SLAVE, or 0: as it is outside
    std::uint8_t slot;
};

Result<> apply(const HoldTree& step, Context& context);
void describe(Text& out, const HoldTree& step);

} // namespace launch

/** An image file as the root. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

#include <cstdint>

namespace launch {

/**
 * Mounts an image on nothing, by the caller: a user namespace may do neither that nor loop devices.
 * Both vanish with their last descriptor or mount. A journal is not replayed read-only.
 */
struct Image {
    const char* path;
    const char* type;
    bool writable;
    std::uint64_t attributes; ///< MOUNT_ATTR_*
};

/** The init takes over the tree that the caller has prepared. */
struct Prepared {};

Result<> apply(const Image& step, Context& context);
Result<> apply(const Prepared& step, Context& context);

void describe(Text& out, const Image& step);
void describe(Text& out, const Prepared& step);

} // namespace launch

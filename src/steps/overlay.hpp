/** An overlay as the root: what is written lands elsewhere than where it was read from. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"
#include "steps/context.hpp"

#include <cstdint>

namespace launch {

/**
 * Lays an overlay (the kernel's Documentation/filesystems/overlayfs.rst). Its parts are names in a
 * tmpfs out of sight: directories, or links to where the user said. So no byte of a path is ever
 * read by overlay's own parser, to which commas, colons and backslashes mean something.
 */
struct Overlay {
    /** No `lower`: the root so far, without the mounts below it; no `upper`: in memory, for a while. */
    const OverlayWish* parts;
    const char* size; ///< of the memory, see make_tmpfs()
    std::uint64_t attributes;
    bool user_attributes; ///< overlay's own ones under user.*, as in a user namespace
};

Result<> apply(const Overlay& step, Context& context);
void describe(Text& out, const Overlay& step);

} // namespace launch

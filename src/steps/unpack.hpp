/** A tar archive as the root: unpacked into a tmpfs. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

#include <cstdint>

namespace launch {

/**
 * Reads the archive twice: first how much memory it needs, which is refused if there is less, then
 * what it holds. Its entries are made through descriptors of the tmpfs, which nobody else sees yet.
 */
struct Unpack {
    const char* path;
    const char* size; ///< of the tmpfs, see make_tmpfs()
    std::uint64_t attributes;
    bool compressed; ///< by gzip
    bool devices;    ///< else they are left out, as a user namespace may not make any
};

Result<> apply(const Unpack& step, Context& context);
void describe(Text& out, const Unpack& step);

} // namespace launch

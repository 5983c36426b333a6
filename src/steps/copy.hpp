/** A copy of the root in memory as the root. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

#include <cstdint>

namespace launch {

/**
 * Copies the root so far into a tmpfs, after it was measured. Mounts below it stay empty
 * directories and files, sockets are left out, hard links stay hard links. Nothing is reached by a
 * path.
 */
struct Copy {
    const char* size; ///< of the tmpfs, see make_tmpfs()
    bool devices;     ///< else they are left out, as a user namespace may not make any
    std::uint64_t attributes;
};

Result<> apply(const Copy& step, Context& context);
void describe(Text& out, const Copy& step);

} // namespace launch

/** What is made in the root: directories, links, and files that exist in memory only. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

#include <cstdint>

namespace launch {

/** A directory; one that is there already stays as it is. */
struct MakeDirectory {
    const char* target;
    unsigned mode;
};

/** A symbolic link; one that is there already must have the same content. */
struct MakeLink {
    const char* content;
    const char* target;
};

/** A copy of a file of the outside in memory of its own, shown at a place inside the root. */
struct CopyFile {
    const char* source;
    const char* target;
    std::uint64_t attributes; ///< MOUNT_ATTR_*
    std::uint16_t mode;
    bool over; ///< on the place itself, even when that is a link
};

Result<> apply(const MakeDirectory& step, Context& context);
Result<> apply(const MakeLink& step, Context& context);
Result<> apply(const CopyFile& step, Context& context);

void describe(Text& out, const MakeDirectory& step);
void describe(Text& out, const MakeLink& step);
void describe(Text& out, const CopyFile& step);

} // namespace launch

/** Places inside the root, reached through descriptors only, made when they are missing. */
#pragma once

#include "base/error.hpp"
#include "steps/context.hpp"

namespace launch {

/** What a place should be, and what is made when it is missing. */
struct Wanted {
    bool directory = true; ///< else a file
    unsigned mode = 0755;
    const char* link = nullptr; ///< a link of this content, in place of the two
};

/**
 * Opens the place `path` (O_PATH), resolving links inside the root only. What is missing of it is
 * made, its parents with mode 0755, and noted in `context.made`. The places of API file systems
 * must not be links. A place that vanishes or appears meanwhile is looked for again, in bounds. Of
 * a link, the directory that holds it is opened; one that is there already must be the same.
 */
Result<Descriptor> open_place(Context& context, const char* path, const Wanted& wanted);

/** The same for a mount point: directories are made with mode 0755, files with 0644. */
Result<Descriptor> open_target(Context& context, const char* path, bool directory);

/** The same for a place that the user names: it must not turn out to be the root itself. */
Result<Descriptor> open_wish(Context& context, const char* path, bool directory);

/** Removes what was made, the last first. `root` may be any descriptor of the root directory. */
void remove_made(const Descriptor& root, const List<Made, 32>& made);

} // namespace launch

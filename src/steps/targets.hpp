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
    bool over = false;          ///< a link that is there is the place
};

/**
 * Opens the place `path` (O_PATH), resolving links inside the root only. What is missing of it is
 * made, its parents with mode 0755, and noted in `context.made`. The places of API file systems
 * must not be links. A place that vanishes or appears meanwhile is looked for again, in bounds. Of
 * a link, the directory that holds it is opened; one that is there already must be the same.
 */
Result<> open_place(Context& context, const char* path, const Wanted& wanted, Descriptor& place);

/** The same for a mount point: directories are made with mode 0755, files with 0644. */
Result<> open_target(Context& context, const char* path, bool directory, Descriptor& place);

/** Attaches a tree to a place that the user names: it must not turn out to be the root itself. */
Result<> attach_to_wish(Context& context, const Descriptor& tree, const char* path,
                        bool over = false);

/** Removes what was made, the last first, from the very directories that it was made in. */
void remove_made(const Context& context);

} // namespace launch

/** Places inside the root, reached through descriptors only, made when they are missing. */
#pragma once

#include "base/error.hpp"
#include "steps/context.hpp"

namespace launch {

/**
 * Opens the mount point `path` (O_PATH), resolving links inside the root only. What is missing of
 * it is made, directories 0755 and files 0644, and noted in `context.made`. The places of API file
 * systems must not be links. A place that vanishes or appears meanwhile is looked for again, in
 * bounds.
 */
Result<Descriptor> open_target(Context& context, const char* path, bool directory);

/** The same for a place that the user names: it must not turn out to be the root itself. */
Result<Descriptor> open_wish(Context& context, const char* path, bool directory);

/** Removes what was made, the last first. `root` may be any descriptor of the root directory. */
void remove_made(const Descriptor& root, const List<Made, 32>& made);

} // namespace launch

/** Places inside the root, reached through descriptors only, made when they are missing. */
#pragma once

#include "base/error.hpp"
#include "steps/context.hpp"

namespace launch {

/**
 * Opens the mount point `path` (O_PATH), resolving links inside the root only. What is missing of
 * it is made, directories 0755 and files 0644, and noted in `context.made`.
 */
Result<Descriptor> open_target(Context& context, const char* path, bool directory);

/** Removes what was made, the last first. `root` may be any descriptor of the root directory. */
void remove_made(const Descriptor& root, const List<Made, 32>& made);

} // namespace launch

/** What an errno means, in musl's words: strerror(3) looks for a locale, and is not packed. */
#pragma once

#include "base/text.hpp"

namespace launch {

/** Adds "No such file or directory" or, for what launch never meets, "error 52". */
void add_errno(Text& out, int number);

} // namespace launch

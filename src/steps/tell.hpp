/** Sentences about steps. */
#pragma once

#include "base/text.hpp"

namespace launch {

/** Adds a sentence, in which each % stands for the next of the words: "bind % on %". */
void tell(Text& out, Literal words, const char* first, const char* second);
void tell(Text& out, Literal words, const char* word);

} // namespace launch

/** What a program needs besides itself: the interpreter that it names. */
#pragma once

#include "steps/context.hpp"

#include <span>
#include <string_view>

namespace launch {

/** The path in a script's first line, or in an ELF file; empty when there is none. `head`: the file's
 *  first bytes, which the answer lies in. */
std::string_view interpreter_of(std::span<const char> head);

/** Notes an interpreter that is not there, unless the name is empty. */
void note_missing(std::string_view interpreter, Context& context);

} // namespace launch

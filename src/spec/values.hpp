/** What the rows of the option tables have in common: how a value gets into the Spec. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/options.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace launch {

/** An option whose value is stored as it is. */
template <auto member> Result<> store(Spec& spec, char* value) {
    spec.*member = value;
    return {};
}

template <auto member> Result<> raise(Spec& spec, char*) {
    spec.*member = true;
    return {};
}

/** The refusal of a value; the same as refuse(), but smaller where there are many. */
[[gnu::noinline]] inline Result<> wrong(Literal action, const char* value, Literal reason) {
    return refuse(action, value, reason);
}

/** Ends `text` at its first `separator` and answers what follows; null without one. */
[[gnu::noinline]] inline char* cut_at(char* text, char separator) {
    char* const found = std::strchr(text, separator);
    if (found == nullptr) return nullptr;
    *found = '\0';
    return found + 1;
}

} // namespace launch

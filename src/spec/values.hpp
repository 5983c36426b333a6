/** What the rows of the option tables have in common: how a value gets into the Spec. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/options.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace launch {

constexpr Literal fine = {nullptr}; ///< nothing is wrong with a value

/** An option whose value is stored as it is. */
template <auto member> Literal store(Spec& spec, char* value) {
    spec.*member = value;
    return fine;
}

template <auto member> Literal raise(Spec& spec, char*) {
    spec.*member = true;
    return fine;
}

/** "DISK:SEEN:COUNT", "INSIDE:OUTSIDE:COUNT": false when it is no such range of ids. */
[[gnu::noinline]] inline bool read_range(const char* word, IdRange& range) {
    auto rest = sized(word);
    return read_number(take(rest, ':'), highest_id, range.inside) &&
           read_number(take(rest, ':'), highest_id, range.outside) &&
           read_number(rest, highest_id + 1, range.count) && range.count > 0 &&
           std::max(range.inside, range.outside) <= highest_id + 1 - range.count;
}

/** Ends `text` at its first `separator` and answers what follows; null without one. */
[[gnu::noinline]] inline char* cut_at(char* text, char separator) {
    char* const found = std::strchr(text, separator);
    if (found == nullptr) return nullptr;
    *found = '\0';
    return found + 1;
}

/** "1.5" as milliseconds; what is finer than these is cut off. */
[[gnu::noinline]] inline Literal read_time(std::uint32_t& milliseconds, const char* value) {
    const auto time = fraction(value, 4'000'000, 1000, true);
    if (!time) return "not SECONDS, up to 4000000, as in 1.5"_t;
    milliseconds = static_cast<std::uint32_t>(*time);
    return fine;
}

} // namespace launch

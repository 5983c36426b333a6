/** Options: the root. */
#include "spec/values.hpp"

#include <cstring>

namespace launch {

namespace {

Literal set_root(Spec& spec, char* value) {
    if (*value == '\0') return "no root is named"_t;
    spec.root = value;
    return fine;
}

template <MemoryWish Spec::*member> Literal want(Spec& spec, char* value) {
    if (value != nullptr && !is_memory_size(value)) {
        return "not a number above 0, perhaps with k, m, g or %"_t;
    }
    spec.*member = {true, value};
    return fine;
}

Literal set_overlay(Spec& spec, char* value) {
    char* const upper = std::strchr(value, ':');
    char* const work = upper == nullptr ? nullptr : std::strchr(upper + 1, ':');
    if (work == nullptr || work == upper + 1 || work[1] == '\0') {
        return "not LOWER:UPPER:WORK, or :UPPER:WORK"_t;
    }
    if (std::strchr(work + 1, ':') != nullptr) {
        return "more than two colons, so it is unclear where to cut"_t;
    }
    *upper = '\0';
    *work = '\0';
    spec.overlay = {*value == '\0' ? nullptr : value, upper + 1, work + 1};
    return fine;
}

constexpr OptionRow root_rows[] = {
    {"--root\0PATH\0a directory, image or archive (default: the host's own /)", set_root},
    {"--copy\0[=SIZE]\0copy the root into memory", want<&Spec::copy>},
    {"--ephemeral\0[=SIZE]\0keep what is changed in memory", want<&Spec::ephemeral>},
    {"--overlay\0LOWER:UPPER:WORK\0lay UPPER over LOWER, or over the root", set_overlay},
    {"--writable\0\0write into an ext4 image", raise<&Spec::writable>},
    {"--readonly\0\0make the root and all below it read-only", raise<&Spec::readonly>},
};

} // namespace

constinit const OptionGroup root_options = OptionParts<root_rows>::group("The root:"_t, rooting);

} // namespace launch

/** Options: what the command may do. */
#include "base/names.hpp"
#include "spec/values.hpp"

#include <cstring>

namespace launch {

namespace {

/** Only names, one below the other: neither empty ones nor "." and "..". */
bool is_plain(const char* path) {
    for (auto rest = sized(path); rest.data() != nullptr;) {
        const auto name = take(rest, '/');
        if (name.empty() || is_dots(name)) return false;
    }
    return true;
}

Literal add_device(Spec& spec, char* value) {
    char* const colon = std::strchr(value, ':');
    const char* const target = colon == nullptr ? value : colon + 1;
    if (std::strncmp(target, "/dev/", 5) != 0 || !is_plain(target + 5)) {
        return "its place inside is not below /dev"_t;
    }
    if (colon != nullptr) *colon = '\0';
    return spec.devices.push({value, target + 5}) ? fine : "more than 32 devices"_t;
}

template <bool writable> Literal add_path_rule(Spec& spec, char* value) {
    if (*value == '\0') return "no path is named"_t;
    return spec.path_rules.push({value, writable}) ? fine : "more than 32 paths for Landlock"_t;
}

Literal set_filter(Spec& spec, char* value) {
    if (*value == '\0') return "not default, none or a file"_t;
    spec.filter = value;
    return fine;
}

constexpr OptionRow posture_rows[] = {
    {"--privileged\0\0every capability, no filter, no masks, writable /sys, device nodes",
     raise<&Spec::privileged>},
    {"--device\0PATH[:DST]\0show this device of the outside in /dev, too", add_device},
    {"--suid\0\0let set-id bits of the root and of binds count", raise<&Spec::set_id_files>},
    {"--seccomp\0default|none|FILE\0the system call filter; FILE has BPF instructions", set_filter},
    {"--allow-userns\0\0let user namespaces be made inside", raise<&Spec::user_namespaces>},
    {"--landlock-ro\0PATH\0refuse all files but those below PATH, to be read or executed",
     add_path_rule<false>},
    {"--landlock-rw\0PATH\0and those below PATH, to be changed, too", add_path_rule<true>},
};

} // namespace

constinit const OptionGroup posture_options =
    OptionParts<posture_rows>::group("What it may do:"_t, confining);

} // namespace launch

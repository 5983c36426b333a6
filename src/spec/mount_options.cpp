/** Options: what is mounted in the root. */
#include "spec/values.hpp"

#include <cstring>

namespace launch {

namespace {

Result<> add_mount(Spec& spec, const MountWish& wish) {
    if (*wish.target == '\0') return refuse("read mount", wish.source, "no place inside is named");
    if (!spec.mounts.push(wish)) return refuse("read mount", wish.target, "more than 64 mounts");
    return {};
}

template <bool readonly> Result<> add_bind(Spec& spec, char* value) {
    char* const colon = std::strchr(value, ':');
    if (colon == nullptr || colon == value) {
        return refuse("read bind", value, "not SOURCE:DESTINATION");
    }
    if (std::strchr(colon + 1, ':') != nullptr) {
        return refuse("read bind", value, "more than one colon, so it is unclear where to cut");
    }
    *colon = '\0';
    return add_mount(spec, {value, colon + 1, readonly});
}

Result<> add_tmpfs(Spec& spec, char* value) {
    return add_mount(spec, {nullptr, value, false});
}

constexpr Option rows[] = {
    {"--bind", "SRC:DST", "show SRC of the outside at DST inside, writable", add_bind<false>},
    {"--ro-bind", "SRC:DST", "the same, read-only", add_bind<true>},
    {"--tmpfs", "DST", "an empty tmpfs at DST", add_tmpfs},
};

} // namespace

constinit const OptionGroup mount_options = {"Mounts inside (in the order given):", rows};

} // namespace launch

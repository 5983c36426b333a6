/** Options: the command, its place and its variables. */
#include "spec/values.hpp"

#include <cstring>

namespace launch {

namespace {

Result<> add_environment(Spec& spec, char* value) {
    const char* const sign = std::strchr(value, '=');
    if (sign == nullptr || sign == value) return refuse("read --env", value, "not NAME=VALUE");
    if (!spec.environment.push(value)) {
        return refuse("read --env", value, "more than 64 variables");
    }
    return {};
}

Result<> set_chroot(Spec& spec, char* value) {
    if (*value == '\0') return refuse("read --chroot", value, "no directory is named");
    spec.chroot = value;
    return {};
}

constexpr Option rows[] = {
    {"--env\0NAME=VALUE\0set a variable", add_environment},
    {"--clear-env\0\0start with PATH, HOME and TERM only", raise<&Spec::clear_environment>},
    {"--chdir\0DIR\0the working directory inside (default: /)", store<&Spec::directory>},
    {"--chroot\0DIR\0in place of all isolation: run in DIR by chroot(2) alone", set_chroot},
};

} // namespace

constinit const OptionGroup command_options = {"The command:", 0, rows};

} // namespace launch

/** Options: the command, its place and its variables. */
#include "spec/values.hpp"

#include <cstring>

namespace launch {

namespace {

Literal add_environment(Spec& spec, char* value) {
    const char* const sign = std::strchr(value, '=');
    if (sign == nullptr || sign == value) return "not NAME=VALUE"_t;
    if (!spec.environment.push(value)) {
        return "more than 512 variables"_t;
    }
    return fine;
}

Literal set_chroot(Spec& spec, char* value) {
    if (*value == '\0') return "no directory is named"_t;
    spec.chroot = value;
    return fine;
}

constexpr OptionRow command_rows[] = {
    {"--env\0NAME=VALUE\0set a variable", add_environment},
    {"--clear-env\0\0start with PATH, HOME and TERM only", raise<&Spec::clear_environment>},
    {"--chdir\0DIR\0the working directory inside (default: /)", store<&Spec::directory>},
    {"--chroot\0DIR\0in place of all isolation: run in DIR by chroot(2) alone", set_chroot},
};

} // namespace

constinit const OptionGroup command_options =
    OptionParts<command_rows>::group("The command:"_t, other);

} // namespace launch

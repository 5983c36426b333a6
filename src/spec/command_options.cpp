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

constexpr Option rows[] = {
    {"--env", "NAME=VALUE", "set a variable", add_environment},
    {"--clear-env", nullptr, "start with PATH, HOME and TERM only",
     raise<&Spec::clear_environment>},
    {"--chdir", "DIR", "the working directory inside (default: /)", store<&Spec::directory>},
};

} // namespace

constinit const OptionGroup command_options = {"The command:", rows};

} // namespace launch

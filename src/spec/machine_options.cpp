/** Options: for the machine's PID 1. */
#include "spec/values.hpp"

#include <algorithm>
#include <array>

namespace launch {

namespace {

Result<> set_policy(Spec& spec, char* value) {
    static constexpr std::array<std::string_view, 5> names = {"poweroff", "reboot", "halt", "panic",
                                                              "shell"};
    const auto* const name = std::ranges::find(names, std::string_view(value));
    if (name == names.end()) {
        return refuse("read --on-failure", value, "not poweroff, reboot, halt, panic or shell");
    }
    spec.on_failure = static_cast<Policy>(name - names.begin());
    return {};
}

constexpr Option rows[] = {
    {"--on-failure\0POLICY\0poweroff (default), reboot, halt, panic or shell", set_policy},
    {"--report\0DEVICE\0write how it ended to this serial line", store<&Spec::report>},
    {"--input\0DEVICE\0take the command's input from this line, in frames", store<&Spec::input>},
    {"--output\0DEVICE\0relay the command's output to this line, raw", store<&Spec::output>},
    {"--errors\0DEVICE\0relay the command's errors to this line, raw", store<&Spec::errors>},
};

} // namespace

constinit const OptionGroup machine_options = {"As PID 1 of a machine:", false, rows};

} // namespace launch

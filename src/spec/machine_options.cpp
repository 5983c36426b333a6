/** Options: for the machine's PID 1. */
#include "base/names.hpp"
#include "spec/values.hpp"

namespace launch {

namespace {

Literal set_policy(Spec& spec, char* value) {
    const unsigned number = find_name("poweroff\0reboot\0halt\0panic\0shell\0", value);
    if (number == no_name) {
        return "not poweroff, reboot, halt, panic or shell"_t;
    }
    spec.on_failure = static_cast<Policy>(number);
    return fine;
}

constexpr Option rows[] = {
    {"--on-failure\0poweroff|reboot|halt|panic|shell\0what follows a failure of launch (default: "
     "poweroff)"_row,
     set_policy},
    {"--report\0DEVICE\0write how it ended to this serial line"_row, store<&Spec::report>},
    {"--input\0DEVICE\0take the command's input from this line, in frames"_row,
     store<&Spec::input>},
    {"--output\0DEVICE\0relay the command's output to this line, raw"_row, store<&Spec::output>},
    {"--errors\0DEVICE\0relay the command's errors to this line, raw"_row, store<&Spec::errors>},
    {"--debug-shell\0DEVICE\0a shell on this line, beside the command: /proc/1/exe enter 1"_row,
     store<&Spec::debug_shell>},
};

} // namespace

constinit const OptionGroup machine_options = {"As PID 1 of a machine:"_t, 0, rows};

} // namespace launch

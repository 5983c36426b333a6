/** Options: for the machine's PID 1. */
#include "base/names.hpp"
#include "spec/values.hpp"

namespace launch {

namespace {

Literal set_policy(Spec& spec, char* value) {
    const unsigned number = find_name("poweroff\0reboot\0halt\0kexec\0panic\0shell\0", value);
    if (number == no_name) {
        return "not poweroff, reboot, halt, kexec, panic or shell"_t;
    }
    spec.on_failure = static_cast<Policy>(number);
    return fine;
}

/** Of --respawn, the part of this number. */
Literal set_part(Respawn& respawn, unsigned part, const char* value) {
    if (part < 2 && value == nullptr) {
        respawn.on_failure = part == 1;
        return fine;
    }
    if (part == no_name || part < 2 || value == nullptr) {
        return "not always or on-failure, or delay, max or window with =NUMBER"_t;
    }
    if (part == 2)
        return read_number(sized(value), 1'000'000, respawn.max) ? fine : "max is no number"_t;
    return read_time(part == 3 ? respawn.delay : respawn.window, value);
}

Literal set_respawn(Spec& spec, char* value) {
    spec.respawn.wanted = true;
    Literal wrong = fine;
    while (value != nullptr && !wrong) {
        char* const next = cut_at(value, ',');
        const char* const number = cut_at(value, '=');
        const unsigned part = find_name("always\0on-failure\0max\0delay\0window\0", value);
        wrong = set_part(spec.respawn, part, number);
        value = next;
    }
    return wrong;
}

Literal set_shutdown(Spec& spec, char* value) {
    return read_time(spec.down_within, value);
}

Literal set_watchdog(Spec& spec, char* value) {
    spec.watchdog = 60;
    const bool right = value == nullptr || read_number(sized(value), 999'999, spec.watchdog);
    return right ? fine : "not a number of seconds up to 999999"_t;
}

constexpr OptionRow machine_rows[] = {
    {"--exec\0\0give the machine to the command (default: /sbin/init), as switch_root does",
     raise<&Spec::hands_over>},
    {"--on-failure\0poweroff|reboot|halt|kexec|panic|shell\0what a failure leads to (default: "
     "poweroff)",
     set_policy},
    {"--respawn\0[=always|on-failure]\0run the command again; behind that: "
     ",delay=1,max=5,window=60",
     set_respawn},
    {"--shutdown-timeout\0SECONDS\0the power goes off then, whatever hangs (default: 30)",
     set_shutdown},
    {"--watchdog\0[=SECONDS]\0reset the machine should launch hang (default: 60)", set_watchdog},
    {"--seed\0FILE\0start the kernel's random numbers from this file", store<&Spec::seed>},
    {"--report\0DEVICE\0write how it ended to this serial line", store<&Spec::report>},
    {"--input\0DEVICE\0take the command's input from this line, in frames", store<&Spec::input>},
    {"--output\0DEVICE\0relay the command's output to this line, raw", store<&Spec::output>},
    {"--errors\0DEVICE\0relay the command's errors to this line, raw", store<&Spec::errors>},
    {"--debug-shell\0DEVICE\0a shell on this line, beside the command: /proc/1/exe enter 1",
     store<&Spec::debug_shell>},
};

} // namespace

constinit const OptionGroup machine_options =
    OptionParts<machine_rows>::group("As PID 1 of a machine:"_t, other);

} // namespace launch

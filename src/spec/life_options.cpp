/** Options: how long the command lives, and with whom. */
#include "base/names.hpp"
#include "spec/values.hpp"

namespace launch {

namespace {

Literal set_grace(Spec& spec, char* value) {
    return read_time(spec.life.grace, value);
}

Literal set_timeout(Spec& spec, char* value) {
    const Literal wrong = read_time(spec.life.timeout, value);
    return !wrong && spec.life.timeout == 0 ? "no time at all"_t : wrong;
}

template <auto member> Literal raise_life(Spec& spec, char*) {
    spec.life.*member = true;
    return fine;
}

Literal set_init(Spec& spec, char* value) {
    const unsigned answer = find_name("no\0yes\0", value);
    spec.life.no_init = answer == 0;
    return answer == no_name ? "not yes or no"_t : fine;
}

Literal set_tty(Spec& spec, char* value) {
    const unsigned answer = find_name("auto\0yes\0no\0", value == nullptr ? "yes" : value);
    spec.life.tty = static_cast<Tty>(answer);
    return answer == no_name ? "not auto, yes or no"_t : fine;
}

Literal set_signals(Spec& spec, char* value) {
    const unsigned dialect = find_name("busybox\0systemd\0workload\0", value);
    spec.life.dialect = static_cast<Dialect>(dialect);
    return dialect == no_name ? "not busybox, systemd or workload"_t : fine;
}

constexpr OptionRow life_rows[] = {
    {"--tty\0[=auto|yes|no]\0a terminal of its own (auto, the default: when 0 and 1 are one)",
     set_tty},
    {"--timeout\0SECONDS\0end it after this time; the exit status is 124", set_timeout},
    {"--grace\0SECONDS\0what is ended has this time from TERM to KILL (default: 5)", set_grace},
    {"--die-with-parent\0\0end when the process that has started launch ends",
     raise_life<&Life::dies_with_parent>},
    {"--linger\0\0wait for all that the command leaves behind", raise_life<&Life::lingers>},
    {"--init\0yes|no\0no: the command is process 1 of its pid namespace itself", set_init},
    {"--signals\0busybox|systemd|workload\0what signals mean to process 1 (default: busybox)",
     set_signals},
    {"--subreaper\0\0isolate nothing: only forward signals and reap", raise_life<&Life::subreaper>},
    {"--detach\0\0print launch's process id once the command runs, and go on behind",
     raise_life<&Life::detached>},
};

} // namespace

constinit const OptionGroup life_options = OptionParts<life_rows>::group("Its life:"_t, other);

} // namespace launch

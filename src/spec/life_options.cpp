/** Options: how long the command lives, and with whom. */
#include "base/names.hpp"
#include "spec/values.hpp"

namespace launch {

namespace {

/** "1.5" as milliseconds; what is finer than these is cut off. */
std::optional<std::uint32_t> milliseconds(std::string_view word) {
    const auto whole = number(take(word, '.'), 4'000'000);
    std::uint32_t digit = 1000;
    std::uint32_t time = whole.value_or(0) * digit;
    for (const char byte : word) {
        if (byte < '0' || byte > '9') return std::nullopt;
        digit /= 10;
        time += static_cast<std::uint32_t>(byte - '0') * digit;
    }
    const bool ends_early = word.data() != nullptr && word.empty();
    return whole && !ends_early ? std::optional(time) : std::nullopt;
}

template <auto member> Result<> store_time(Spec& spec, char* value) {
    const auto time = milliseconds(value);
    if (!time) return wrong("read time"_t, value, "not SECONDS, up to 4000000, as in 1.5"_t);
    spec.life.*member = *time;
    return {};
}

Result<> set_timeout(Spec& spec, char* value) {
    const auto done = store_time<&Life::timeout>(spec, value);
    if (done && spec.life.timeout == 0) return wrong("read --timeout"_t, value, "no time at all"_t);
    return done;
}

template <auto member> Result<> raise_life(Spec& spec, char*) {
    spec.life.*member = true;
    return {};
}

Result<> set_init(Spec& spec, char* value) {
    const auto answer = find_name("no\0yes\0", value);
    if (!answer) return wrong("read --init"_t, value, "not yes or no"_t);
    spec.life.no_init = *answer == 0;
    return {};
}

Result<> set_tty(Spec& spec, char* value) {
    const auto answer = find_name("auto\0yes\0no\0", value == nullptr ? "yes" : value);
    if (!answer) return wrong("read --tty"_t, value, "not auto, yes or no"_t);
    spec.life.tty = static_cast<Tty>(*answer);
    return {};
}

constexpr Option rows[] = {
    {"--tty\0[=auto|yes|no]\0a terminal of its own (auto, the default: when 0 and 1 are one)"_row,
     set_tty},
    {"--timeout\0SECONDS\0end it after this time; the exit status is 124"_row, set_timeout},
    {"--grace\0SECONDS\0what is ended has this time from TERM to KILL (default: 5)"_row,
     store_time<&Life::grace>},
    {"--die-with-parent\0\0end when the process that has started launch ends"_row,
     raise_life<&Life::dies_with_parent>},
    {"--linger\0\0wait for all that the command leaves behind"_row, raise_life<&Life::lingers>},
    {"--init\0yes|no\0no: the command is process 1 of its pid namespace itself"_row, set_init},
    {"--subreaper\0\0isolate nothing: only forward signals and reap"_row, raise_life<&Life::subreaper>},
    {"--detach\0\0print launch's process id once the command runs, and go on behind"_row,
     raise_life<&Life::detached>},
};

} // namespace

constinit const OptionGroup life_options = {"Its life:"_t, 0, rows};

} // namespace launch

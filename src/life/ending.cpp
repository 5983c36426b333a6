#include "life/ending.hpp"

#include "system/signals.hpp"
#include "system/system.hpp"

#include <csignal>

namespace launch {

namespace {

constexpr std::uint32_t last_milliseconds = 5000; ///< for what KILL does not end at once

} // namespace

bool reap_ended(int target) {
    while (true) {
        Ended ended;
        if (!reap(target, false, ended)) return true;
        if (ended.process == 0) return false;
    }
}

bool reap_all(const Descriptor& signals, int target, std::uint32_t milliseconds) {
    const std::uint64_t deadline = milliseconds_now() + milliseconds;
    while (!reap_ended(target)) {
        const std::uint64_t now = milliseconds_now();
        if (now >= deadline) return false;
        wait_for_input(signals.get(), -1, static_cast<int>(deadline - now));
        while (next_signal(signals).ssi_signo != 0) {} // whatever it was, we are on the way out
    }
    return true;
}

bool end_processes(const Descriptor& signals, int target, int hang_up, std::uint32_t grace) {
    send_signal(target, SIGTERM);
    if (hang_up > 0) send_signal(hang_up, SIGHUP);
    send_signal(target, SIGCONT);
    if (reap_all(signals, target, grace)) return true;
    send_signal(target, SIGKILL);
    return reap_all(signals, target, last_milliseconds);
}

} // namespace launch

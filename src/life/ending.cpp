#include "life/ending.hpp"

#include "system/signals.hpp"
#include "system/system.hpp"

#include <array>
#include <csignal>

namespace launch {

namespace {

/** Reaps what has ended; true when there is no child left at all. */
bool reap_ended() {
    while (true) {
        const auto ended = reap(-1);
        if (!ended) return true;
        if (ended->process == 0) return false;
    }
}

} // namespace

bool reap_all(const Descriptor& signals, int milliseconds) {
    const std::uint64_t deadline = milliseconds_now() + static_cast<std::uint64_t>(milliseconds);
    while (!reap_ended()) {
        const std::uint64_t now = milliseconds_now();
        if (now >= deadline) return false;
        std::array<pollfd, 1> watched = {{{signals.get(), POLLIN, 0}}};
        wait_for(watched, static_cast<int>(deadline - now));
        while (next_signal(signals).ssi_signo != 0) {} // whatever it was, we are on the way out
    }
    return true;
}

void end_processes(const Descriptor& signals, int target, int hang_up) {
    send_signal(target, SIGTERM);
    if (hang_up > 0) send_signal(hang_up, SIGHUP);
    send_signal(target, SIGCONT);
    if (reap_all(signals, grace_milliseconds)) return;
    send_signal(target, SIGKILL);
    reap_all(signals, grace_milliseconds);
}

} // namespace launch

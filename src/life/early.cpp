#include "life/early.hpp"

#include <csignal>

namespace launch {

namespace {

constexpr std::uint64_t patience_milliseconds = 1000;

constexpr SignalSet bit(int signal) {
    return SignalSet{1} << (signal - 1);
}

constexpr SignalSet ending = bit(SIGINT) | bit(SIGTERM) | bit(SIGHUP) | bit(SIGQUIT);
constexpr SignalSet stopping = bit(SIGTSTP) | bit(SIGTTIN) | bit(SIGTTOU);

} // namespace

void Early::wait() {
    const int signals = start.signals == nullptr ? -1 : start.signals->get();
    const std::uint64_t now = deadline == 0 ? 0 : milliseconds_now();
    const int left = deadline == 0 ? -1 : static_cast<int>(deadline - std::min(now, deadline));
    const unsigned ready = wait_for_input(start.channel.get(), signals, left);
    if (start.signals != nullptr && (ready & 2) != 0) take(*start.signals);
    if (deadline == 0 || milliseconds_now() < deadline) return;
    deadline = 0;
    for (int signal = 1; start.ended_by == 0; ++signal) {
        if ((came & ending & bit(signal)) != 0) start.ended_by = signal;
    }
    send_signal(start.context.child, SIGKILL); // the channel ends with it
}

void Early::take(const Descriptor& signals) {
    while (true) {
        const auto signal = next_signal(signals);
        const auto number = static_cast<int>(signal.ssi_signo);
        if (number == 0) return;
        // One of our own is that of a write to nobody: SIGPIPE.
        if (static_cast<pid_t>(signal.ssi_pid) == own_process()) continue;
        if ((bit(number) & stopping) != 0) {
            stop_by(number); // nobody else could: there is no command that stops by itself
            continue;
        }
        came |= bit(number);
        if (deadline == 0 && (bit(number) & ending) != 0) {
            deadline = milliseconds_now() + patience_milliseconds;
        }
    }
}

void Early::pass_on() const {
    for (int signal = 1; came >> (signal - 1) != 0; ++signal) {
        if ((came & bit(signal)) == 0) continue;
        if (signal == SIGCHLD) {
            send_signal(own_process(), SIGCHLD); // supervision has to look who has ended
        } else {
            if (start.plan.life.no_init) send_signal(start.context.child, signal);
            if (!start.plan.life.no_init) tell(start.channel, Message::Kind::forward, signal);
        }
        if (signal == 64) return;
    }
}

} // namespace launch

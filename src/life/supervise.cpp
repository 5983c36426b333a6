#include "life/supervise.hpp"

#include "life/ending.hpp"
#include "life/requests.hpp"

#include <csignal>
#include <initializer_list>
#include <optional>

namespace launch {

namespace {

constexpr SignalSet set_of(std::initializer_list<int> signals) {
    SignalSet set = 0;
    for (const int each : signals) set |= SignalSet{1} << (each - 1);
    return set;
}

bool holds(SignalSet set, int signal) {
    return (set >> (signal - 1) & 1) != 0;
}

constexpr SignalSet stopping = set_of({SIGTSTP, SIGTTIN, SIGTTOU});
/** Those that a terminal sends. */
constexpr SignalSet of_terminals = stopping | set_of({SIGINT, SIGQUIT, SIGHUP, SIGCONT, SIGWINCH});

class Supervisor {
public:
    Supervisor(Child& child, Events& events) : child(child), events(events) {}

    Status run() {
        while (!init_ended) {
            std::array<pollfd, 2 + Lines::most_wishes> watched = {
                {{events.signals.get(), POLLIN, 0},
                 {child.channel.get(), POLLIN, 0},
                 {-1, 0, 0},
                 {-1, 0, 0},
                 {-1, 0, 0}}};
            if (events.lines != nullptr) events.lines->wishes(std::span(watched).last<3>());
            wait_for(watched, time_left());
            if (out_of_time()) send_signal(child.init, SIGKILL);
            if (events.lines != nullptr) events.lines->move();
            if (watched[1].revents != 0) read_messages();
            if (watched[0].revents != 0) read_signals();
        }
        return verdict();
    }

private:
    void read_messages() {
        Message message;
        while (child.channel) {
            const Hear heard = hear(child.channel, message, false);
            if (heard == Hear::nothing) return;
            if (heard == Hear::closed) child.channel.close(); // poll(2) passes over -1
            if (heard == Hear::message && message.kind == Message::Kind::ended) {
                reported = message.status;
            }
        }
    }

    void read_signals() {
        while (true) {
            const auto signal = next_signal(events.signals);
            const auto number = static_cast<int>(signal.ssi_signo);
            if (number == 0) return;
            if (number == SIGCHLD) {
                reap_children();
            } else if (events.machine) {
                request(number);
            } else {
                pass_on(number, signal);
            }
        }
    }

    /** Elsewhere only the init is waited for: other children came with us through exec. */
    void reap_children() {
        while (true) {
            ResourceUse usage;
            const auto ended = reap(events.adopts ? -1 : child.init, false, &usage);
            if (!ended || ended->process == 0) return;
            if (ended->process != child.init) continue;
            init_ended = *ended;
            child.usage = usage;
            if (!events.adopts) return;
        }
    }

    /** The first request counts; the init then has the grace and a little more. */
    void request(int signal) {
        const auto power = requested_power(signal);
        if (!power || deadline) return;
        deadline = milliseconds_now() + 2 * grace_milliseconds;
        tell(child.channel, Message::Kind::finish, static_cast<int>(*power));
    }

    /**
     * What the terminal sends goes to its whole foreground group: the command has it already. We
     * stop with it, so that the caller's shell sees its job stopped and `fg` works.
     */
    void pass_on(int number, const signalfd_siginfo& signal) {
        const bool has_it = holds(of_terminals, number) && signal.ssi_code == SI_KERNEL;
        // A signal of our own is that of a write to nobody: SIGPIPE.
        const bool ours = static_cast<pid_t>(signal.ssi_pid) == own_process();
        if (!has_it && !ours) tell(child.channel, Message::Kind::forward, number);
        if (holds(stopping, number)) stop_by(number);
    }

    /** An init that could not report was killed: by reboot(2) from inside, or from outside. */
    Status verdict() {
        read_messages();
        if (reported) return *reported;
        if (init_ended->signaled && init_ended->value == SIGINT) {
            return {Status::Kind::requested, 0, Power::off}; // or halt: reboot(2) tells no more
        }
        if (init_ended->signaled && init_ended->value == SIGHUP) {
            return {Status::Kind::requested, 0, Power::reboot};
        }
        const auto kind = init_ended->signaled ? Status::Kind::signaled : Status::Kind::exited;
        return {kind, init_ended->value};
    }

    [[nodiscard]] int time_left() const {
        if (!deadline) return -1;
        const std::uint64_t now = milliseconds_now();
        return now >= *deadline ? 100 : static_cast<int>(*deadline - now);
    }

    [[nodiscard]] bool out_of_time() const { return deadline && milliseconds_now() >= *deadline; }

    Child& child;
    Events& events;
    std::optional<Ended> init_ended;
    std::optional<Status> reported;
    std::optional<std::uint64_t> deadline;
};

} // namespace

Status supervise(Child& child, Events& events) {
    return Supervisor(child, events).run();
}

} // namespace launch

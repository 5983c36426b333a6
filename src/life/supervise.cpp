#include "life/supervise.hpp"

#include "life/ending.hpp"
#include "life/requests.hpp"

#include <algorithm>
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
    Supervisor(Child& child, Events& events) : child(child), events(events) {
        if (child.life.timeout != 0) deadline = milliseconds_now() + child.life.timeout;
        if (child.terminal) screen.open(child.terminal, *events.buffers);
    }

    void run() {
        while (!over()) {
            // What the init says is read when it has ended: to be woken for that would only take time.
            std::array<pollfd, 1 + Lines::most_wishes> watched = {
                {{events.signals.get(), POLLIN, 0}, {-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}}};
            if (events.lines != nullptr) events.lines->wishes(std::span(watched).last<3>());
            if (screen) screen.wishes(std::span(watched).last<2>());
            wait_for(watched, time_left());
            if (out_of_time()) escalate();
            if (events.lines != nullptr) events.lines->move();
            if (screen) screen.move(std::span(watched).last<2>());
            if (watched[0].revents != 0) read_signals();
        }
        if (screen) screen.finish();
        if (child.life.subreaper) {
            end_processes(events.signals, -child.init, 0, child.life.grace);
        }
    }

    /**
     * How it ended: an init that has a code ends with that of the command, or it reports and ends with 125. One
     * that could not was killed, by reboot(2) from inside or from outside.
     */
    void find_status(Status& status) {
        const bool told = (init.signaled || init.value == 125) && read_messages();
        const bool reboots = init.value == SIGHUP;
        const bool by_reboot = init.signaled && !child.life.subreaper;
        if (verdict && (told || !child.channel || init.signaled)) {
            status = *verdict;
        } else if (!by_reboot || (!reboots && init.value != SIGINT)) {
            status = status_of(init);
        } else {
            status = {Status::Kind::requested, 0, reboots ? Power::reboot : Power::off}; // or halt
        }
    }

private:
    [[nodiscard]] bool over() const {
        return init.process != 0 && (alone || !child.life.subreaper || !child.life.lingers);
    }

    /** Whether the init has said how it ended. */
    bool read_messages() {
        Message message;
        while (hear(child.channel, message, false) == Hear::message) {
            if (message.kind == Message::Kind::ended) {
                verdict = message.status;
                return true;
            }
        }
        return false;
    }

    void read_signals() {
        while (!over()) {
            const auto signal = next_signal(events.signals);
            const auto number = static_cast<int>(signal.ssi_signo);
            if (number == 0) return;
            if (number == SIGCHLD) reap_children(signal);
            if (number == SIGCHLD && signal.ssi_code > 0) continue; // the kernel's own
            if (events.machine) {
                request(number);
            } else {
                pass_on(number, signal);
            }
        }
    }

    /** Elsewhere only the init is waited for: other children came with us through exec. */
    void reap_children(const Signal& signal) {
        const bool is_command = static_cast<pid_t>(signal.ssi_pid) == child.init;
        if (child.life.subreaper && is_command && signal.ssi_code == CLD_STOPPED &&
            holds(stopping, signal.ssi_status)) {
            stop(signal.ssi_status); // by its terminal, whose foreground its group is
            go_on();
        }
        while (!over()) {
            ResourceUse usage;
            Ended ended;
            alone = !reap(events.adopts ? -1 : child.init, false, ended, &usage);
            if (alone || ended.process == 0) return;
            if (ended.process != child.init) continue;
            init = ended;
            child.usage = usage;
        }
    }

    /** The first request counts. */
    void request(int signal) {
        const Dialect dialect = child.life.dialect;
        if (const auto* const power = requested_power(dialect, signal)) {
            finish({Status::Kind::requested, 0, *power});
        } else if (dialect == Dialect::workload && signal != SIGCHLD) {
            send(signal);
        }
    }

    /** Begins an orderly end; an init then has the grace and a little more. */
    void finish(const Status& why) {
        if (verdict) return;
        verdict = why;
        deadline = milliseconds_now() + child.life.grace;
        if (!child.channel) {
            send(-SIGTERM);
            send(-SIGCONT);
        } else {
            *deadline += 5000;
            tell(child.channel, Message(Message::Kind::finish, why));
        }
    }

    /** To the command, below zero to its group; to what of it we have adopted, when it has ended. */
    void send(int signal) {
        if (child.channel) return tell(child.channel, Message::Kind::forward, signal);
        if (init.process == 0) return send_to(child.init, signal);
        Ended ended;
        if (reap(-child.init, false, ended)) send_to(child.init, signal < 0 ? signal : -signal);
    }

    /** What a terminal sends is for a whole group: ours has it, the command's gets it from us. */
    void pass_on(int number, const Signal& signal) {
        const bool of_terminal = holds(of_terminals, number) && signal.ssi_code == SI_KERNEL;
        // A signal of our own is that of a write to nobody: SIGPIPE.
        const bool ours = static_cast<pid_t>(signal.ssi_pid) == own_process();
        const bool told_by_kernel = screen && of_terminal && number == SIGWINCH;
        if (!ours && !told_by_kernel) send(of_terminal ? -number : number);
        if (number == SIGWINCH && screen) screen.resize();
        if (number == SIGCONT) screen.claim();
        if (!holds(stopping, number)) return;
        stop(number);
        if (of_terminal) go_on();
    }

    /**
     * The command has stopped, or will: so the caller's shell sees its job stopped and `fg` works.
     * We come back when somebody continues us, or at once when nobody could.
     */
    [[gnu::noinline]] void stop(int signal) {
        screen.release();
        stop_by(signal);
        screen.claim();
    }

    /** Continues what a terminal has stopped, even where nobody could have continued us. */
    void go_on() {
        if (child.life.subreaper && foreground_group() == own_group()) {
            static_cast<void>(take_foreground(child.init));
        }
        send(-SIGCONT);
    }

    [[nodiscard]] int time_left() const {
        if (!deadline) return -1;
        const std::uint64_t now = milliseconds_now();
        return now >= *deadline ? 100 : static_cast<int>(std::min(*deadline - now, longest_wait));
    }

    [[nodiscard]] bool out_of_time() const { return deadline && milliseconds_now() >= *deadline; }

    /** --timeout is over, or else the time for an orderly end. */
    void escalate() {
        if (!verdict) return finish({Status::Kind::timed_out});
        if (child.channel) return send_signal(child.init, SIGKILL);
        send(-SIGKILL);
    }

    static constexpr std::uint64_t longest_wait = 0x7fffffff; ///< milliseconds: then we look again

    Child& child;
    Events& events;
    Ended init{}; ///< no process before it has ended
    /** What was asked of us, a request or a timeout; in the end what the init says. */
    std::optional<Status> verdict;
    std::optional<std::uint64_t> deadline; ///< for the command; with a verdict, for its end
    bool alone = false;                    ///< no child is left at all
    Screen screen;
};

} // namespace

void supervise(Child& child, Events& events, Status& status) {
    Supervisor supervisor(child, events);
    supervisor.run();
    supervisor.find_status(status);
}

} // namespace launch

#include "life/init.hpp"

#include "life/ending.hpp"
#include "life/requests.hpp"
#include "system/credentials.hpp"
#include "system/namespaces.hpp"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>

namespace launch {

namespace {

/** The command dies with us, and must not go on when we are dead already. */
void follow_caller(const Start& start) {
    Message message;
    if (hear(start.channel, message, false) == Hear::closed) exit_now(125);
}

/**
 * Becomes the command; it comes back only when it could not. The last step executes it, and it
 * starts with the mask that we were given.
 */
void become_command(Start& start) {
    const bool alone = start.plan.life.no_init;
    if (start.inherited.ignores_children) ignore_children();
    const std::size_t last = start.plan.command.size() - 1;
    for (std::size_t index = 0; index <= last; ++index) {
        if (index == last && alone) follow_caller(start);
        if (index == last) block_signals(start.inherited.blocked);
        if (index == last) start.failed = false; // what kills it now kills the command
        if (!start.do_step(Place::command, index)) return;
        if (alone) start.tell_did(Place::command, index);
    }
}

/** The process that becomes the command; it shares our memory until it executes. */
[[noreturn]] void run_command(void* argument) {
    auto& start = *static_cast<Start*>(argument);
    start.note("start the command"_t);
    become_command(start);
    exit_now(125);
}

/** The init at work. */
class Init {
public:
    explicit Init(Start& start) : start(start) {}

    [[noreturn]] void run() {
        die_with_parent();
        if (!start.plan.has_pid_namespace()) start.context.init = own_process();
        await_go();
        start.note("start the init"_t);
        forbid_dumping();
        // Below the caller's /proc: that of the root may be no true one.
        Descriptor own;
        constexpr int flags = O_PATH | O_DIRECTORY;
        if (start.context.watched) {
            static_cast<void>(open_path("/proc/self/ns", flags, own));
        }
        set_up();
        if (own) note_namespaces(own);
        // The command must find no way out through /proc/1/fd (CVE-2024-21626's kin).
        const auto kept = static_cast<unsigned>(start.channel.get());
        close_from(3, kept - 1);
        close_from(kept + 1, ~0U);
        if (start.plan.life.no_init) {
            tell_running(); // but for a failure: the filter may let nothing pass later
            become_command(start);
            start.give_up();
        }
        if (start.plan.life.lingers && !start.plan.has_pid_namespace()) adopt_orphans();
        listen();
        if (!start_command(start, process)) start.give_up();
        tell_running();
        serve();
    }

private:
    /** Our parent may have died before die_with_parent(): then the channel has ended. */
    void await_go() {
        Message message;
        const bool gated = start.plan.gated();
        Descriptor tree;
        Hear heard = hear(start.channel, message, gated, &tree);
        while (heard == Hear::message && message.kind == Message::Kind::tree) {
            start.context.trees[static_cast<std::size_t>(message.value)] = std::move(tree);
            heard = hear(start.channel, message, gated, &tree);
        }
        if (heard == Hear::closed || (gated && heard != Hear::message)) exit_now(125);
    }

    void note_namespaces(const Descriptor& own) {
        for (std::size_t kind = 0; kind < namespaces.size(); ++kind) {
            std::uint64_t number = 0; // and stays that when it cannot be known
            static_cast<void>(inode(own.get(), namespace_kinds[kind].file, number));
            namespaces[kind] = static_cast<std::uint32_t>(number);
        }
    }

    void tell_made(std::size_t& told) {
        for (; told < start.context.made.size(); ++told) {
            Message message(Message::Kind::made);
            message.made = start.context.made[told];
            tell(start.channel, message, start.context.made_in[told].get());
        }
    }

    void set_up() {
        const WholeModes whole(start.context.umask);
        std::size_t told = 0;
        for (std::size_t index = 0; index < start.plan.init.size(); ++index) {
            const bool done = start.do_step(Place::init, index);
            tell_made(told);
            if (!done) start.give_up();
            start.tell_did(Place::init, index);
        }
        if (start.context.terminal) {
            tell(start.channel, Message::Kind::terminal, 0, start.context.terminal.get());
        }
    }

    /** With the command as who asks sees it: its number is another one out there. */
    void tell_running() {
        Descriptor held;
        if (start.context.watched && process != 0) {
            static_cast<void>(open_process(process, held));
        }
        Message message(Message::Kind::running);
        message.namespaces = namespaces;
        tell(start.channel, message, held.get());
    }

    void listen() {
        const auto opened = open_signals(signals);
        if (opened) return;
        start.stop(Place::init, Report::no_step, opened.error());
        start.give_up();
    }

    /** The one loop: signals and messages until the command has ended. It cannot fail. */
    [[noreturn]] void serve() {
        while (true) {
            const unsigned ready = wait_for_input(signals.get(), start.channel.get(), -1);
            if ((ready & 1) != 0) read_signals();
            if ((ready & 2) != 0) read_messages();
        }
    }

    void request(int signal) {
        const Dialect dialect = start.plan.life.dialect;
        if (const Power* const power = requested_power(dialect, signal)) {
            finish({Status::Kind::requested, 0, *power});
        } else if (dialect == Dialect::workload && signal != SIGCHLD) {
            pass_on(signal);
        }
    }

    void read_signals() {
        while (true) {
            const auto signal = next_signal(signals);
            const auto number = static_cast<int>(signal.ssi_signo);
            if (number == 0) return;
            if (number == SIGCHLD) reap_children();
            // A sender outside of our pid namespace has no number in it. What the terminal sends
            // (SI_KERNEL) reaches the command by itself.
            const bool from_inside = signal.ssi_pid != 0 && signal.ssi_code != SI_KERNEL;
            if (start.plan.has_pid_namespace() && from_inside) {
                request(number);
            }
        }
    }

    void reap_children() {
        while (true) {
            Ended ended;
            const bool some = reap(-1, false, ended).has_value();
            if (!some && over) end(*over); // nobody is left
            if (!some || ended.process == 0) return;
            if (ended.process != process) continue;
            over = status_of(ended);
            start.note("wait for the command"_t);
            if (!start.plan.life.lingers) end(*over);
        }
    }

    void read_messages() {
        Message message;
        const Hear heard = hear(start.channel, message, false);
        if (heard == Hear::closed) exit_now(125); // the caller is gone
        if (heard != Hear::message) return;
        if (message.kind == Message::Kind::forward) pass_on(message.value);
        if (message.kind == Message::Kind::finish) finish(message.status);
    }

    /** To the command, or to what it has left behind. */
    void pass_on(int signal) {
        if (!over) return send_to(process, signal);
        if (start.plan.has_pid_namespace()) return send_signal(-1, std::abs(signal));
        Ended ended;
        if (reap(-process, false, ended)) send_signal(-process, std::abs(signal));
    }

    /** An orderly end for all processes, asked for from inside or by the caller. */
    [[noreturn]] void finish(const Status& verdict) {
        const int target = start.plan.has_pid_namespace() ? -1 : -process;
        end_processes(signals, target, is_terminal(0) ? process : 0, start.plan.life.grace);
        end(verdict);
    }

    [[noreturn]] void end(const Status& status) {
        leave_terminal(); // PID 1 drains what the command wrote last
        if (status.kind == Status::Kind::exited) exit_now(status.value);
        tell(start.channel, Message(Message::Kind::ended, status));
        exit_now(125); // what counts was told; a caller that has not heard it must not see a 0
    }

    Start& start;
    Descriptor signals;
    pid_t process = 0;
    NamespaceNumbers namespaces{};
    std::optional<Status> over; ///< the command's, once it has ended
};

} // namespace

bool start_command(Start& start, pid_t& process) {
    start.stop(Place::command, Report::no_step,
               Refusal{"start"_t, "killed before the command ran"_t});
    const auto started = spawn_sharing(run_command, &start, process);
    if (!started) return start.stop(Place::command, Report::no_step, started.error());
    for (std::size_t index = 0; !start.failed && index < start.plan.command.size(); ++index) {
        start.tell_did(Place::command, index);
    }
    if (!start.failed) start.note({}, &start.plan.command.last());
    return !start.failed;
}

void run_init(Start& start) {
    Init(start).run();
}

} // namespace launch

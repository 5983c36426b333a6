#include "life/init.hpp"

#include "life/ending.hpp"
#include "life/requests.hpp"
#include "system/credentials.hpp"
#include "system/namespaces.hpp"

#include <csignal>
#include <fcntl.h>

namespace launch {

namespace {

/** The init at work. */
class Init {
public:
    explicit Init(Start& start) : start(start) {}

    [[noreturn]] void run() {
        die_with_parent();
        if (!start.plan.has_pid_namespace()) start.context.init = own_process();
        await_go();
        forbid_dumping();
        Descriptor own;
        if (start.context.watched) own = open_own_namespaces();
        set_up();
        if (own) note_namespaces(own);
        // The command must find no way out through /proc/1/fd (CVE-2024-21626's kin).
        const auto kept = static_cast<unsigned>(start.channel.get());
        close_from(3, kept - 1);
        close_from(kept + 1, ~0U);
        listen();
        start_command();
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

    /** Below the caller's /proc: that of the root may be no true one. */
    static Descriptor open_own_namespaces() {
        auto opened = open_at(here, "/proc/self/ns", O_PATH | O_DIRECTORY);
        return opened ? std::move(*opened) : Descriptor();
    }

    void note_namespaces(const Descriptor& own) {
        for (std::size_t kind = 0; kind < namespaces.size(); ++kind) {
            const auto number = inode(own.get(), namespace_kinds[kind].file);
            namespaces[kind] = static_cast<std::uint32_t>(number.value_or(0));
        }
    }

    void tell_made(std::size_t& told) {
        for (; told < start.context.made.size(); ++told) {
            tell(start.channel, {.kind = Message::Kind::made, .made = start.context.made[told]});
        }
    }

    void set_up() {
        std::size_t told = 0;
        for (std::size_t index = 0; index < start.plan.init.size(); ++index) {
            const bool done = start.do_step(Place::init, index);
            tell_made(told);
            if (!done) start.give_up();
            start.tell_did(Place::init, index);
        }
    }

    /**
     * The process that becomes the command: it comes back only when it could not. It shares our
     * memory until it executes.
     */
    [[noreturn]] static void become_command(void* argument) {
        Start& start = *static_cast<Start*>(argument);
        if (start.inherited.ignores_children) ignore_children();
        const std::size_t count = start.plan.command.size();
        for (std::size_t index = 0; index < count; ++index) {
            // The last step executes the command, which starts with the mask we were given.
            const bool last = index + 1 == count;
            if (last) block_signals(start.inherited.blocked);
            if (!start.do_step(Place::command, index)) break;
        }
        exit_now(125);
    }

    void start_command() {
        const auto started = spawn_sharing(become_command, &start);
        if (!started) start.stop(Place::command, Report::no_step, started.error());
        if (start.failed) start.give_up();
        process = *started;
        for (std::size_t index = 0; index < start.plan.command.size(); ++index) {
            start.tell_did(Place::command, index);
        }
        tell_running();
    }

    /** With the command as who asks sees it: its number is another one out there. */
    void tell_running() {
        Descriptor held;
        if (start.context.watched) {
            if (auto opened = open_process(process)) held = std::move(*opened);
        }
        tell(start.channel, {.kind = Message::Kind::running, .namespaces = namespaces}, held.get());
    }

    void listen() {
        auto opened = open_signals();
        if (!opened) {
            start.stop(Place::init, Report::no_step, opened.error());
            start.give_up();
        }
        signals = std::move(*opened);
    }

    /** The one loop: signals and messages until the command has ended. It cannot fail. */
    [[noreturn]] void serve() {
        // A `kill 0` of the command is no request to us, and we must not make its group one that
        // the terminal may stop although nobody could continue it.
        static_cast<void>(new_session());
        while (true) {
            std::array<pollfd, 2> watched = {
                {{signals.get(), POLLIN, 0}, {start.channel.get(), POLLIN, 0}}};
            wait_for(watched, -1);
            if (watched[0].revents != 0) read_signals();
            if (watched[1].revents != 0) read_messages();
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
                if (const auto power = requested_power(number)) finish(*power);
            }
        }
    }

    void reap_children() {
        while (true) {
            const auto ended = reap(-1);
            if (!ended || ended->process == 0) return;
            if (ended->process != process) continue;
            const auto kind = ended->signaled ? Status::Kind::signaled : Status::Kind::exited;
            end({kind, ended->value});
        }
    }

    void read_messages() {
        Message message;
        const Hear heard = hear(start.channel, message, false);
        if (heard == Hear::closed) exit_now(125); // the caller is gone
        if (heard != Hear::message) return;
        if (message.kind == Message::Kind::forward) send_signal(process, message.value);
        if (message.kind == Message::Kind::finish) finish(static_cast<Power>(message.value));
    }

    /** An orderly end for all processes, asked for from inside or by the machine's PID 1. */
    [[noreturn]] void finish(Power power) {
        const int target = start.plan.has_pid_namespace() ? -1 : process;
        end_processes(signals, target, is_terminal(0) ? process : 0);
        end({Status::Kind::requested, 0, power});
    }

    [[noreturn]] void end(const Status& status) {
        leave_terminal(); // PID 1 drains what the command wrote last
        tell(start.channel, {.kind = Message::Kind::ended, .status = status});
        exit_now(125); // what counts was told; a caller that has not heard it must not see a 0
    }

    Start& start;
    Descriptor signals;
    pid_t process = 0;
    NamespaceNumbers namespaces{};
};

} // namespace

void run_init(Start& start) {
    Init(start).run();
}

} // namespace launch

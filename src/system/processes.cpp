#include "system/check.hpp"
#include "system/signals.hpp"
#include "system/system.hpp"

#include <array>
#include <csignal>
#include <cstring>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <linux/sockios.h>
#include <linux/watchdog.h>
#include <net/if.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace launch {

pid_t own_process() {
    return static_cast<pid_t>(call(SYS_getpid));
}

pid_t parent_process() {
    return static_cast<pid_t>(call(SYS_getppid));
}

Result<> fork_into(std::uint64_t flags, pid_t& process, int cgroup) {
    clone_args arguments{};
    arguments.flags = cgroup < 0 ? flags : flags | CLONE_INTO_CGROUP;
    arguments.cgroup = static_cast<unsigned>(cgroup);
    // A sister of ours ends with the signal that we end with (clone(2), CLONE_PARENT).
    arguments.exit_signal = (flags & CLONE_PARENT) == 0 ? SIGCHLD : 0;
    const long cloned = call(SYS_clone3, &arguments, sizeof arguments);
    if (cloned >= 0) process = static_cast<pid_t>(cloned);
    return done(cloned, "clone"_t);
}

[[gnu::noinline]] Result<> spawn_sharing(void (*entry)(void*), void* argument, pid_t& process) {
    // The child goes on below our frame, in which we sleep until it execs or exits (CLONE_VFORK).
    const long cloned = call(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
    if (cloned == 0) entry(argument);
    if (cloned > 0) process = static_cast<pid_t>(cloned);
    return done(cloned, "clone"_t);
}

Result<> reap(pid_t process, bool wait, Ended& ended, ResourceUse* usage) {
    siginfo_t information{};
    const auto answer = retry([&] {
        return call(SYS_waitid,
                    process == -1 ? P_ALL
                    : process < 0 ? P_PGID
                                  : P_PID,
                    process < 0 ? -process : process, &information,
                    WEXITED | __WALL | (wait ? 0 : WNOHANG), usage);
    });
    ended = {information.si_pid, information.si_code != CLD_EXITED, information.si_status};
    return done(answer, "wait"_t);
}

void await_end(pid_t process) {
    Ended ended;
    static_cast<void>(reap(process, true, ended));
}

Result<> execute(const char* path, char* const* words, char* const* environment) {
    return failed(call(SYS_execve, path, words, environment), "execute"_t, path);
}

[[gnu::noinline]] void exit_now(int status) {
    while (true) call(SYS_exit_group, status);
}

[[gnu::noinline]] void die_with_parent() {
    set_process(PR_SET_PDEATHSIG, SIGKILL);
}

void adopt_orphans() {
    set_process(PR_SET_CHILD_SUBREAPER, 1);
}

void close_from(unsigned first, unsigned last) {
    call(SYS_close_range, first, last, 0);
}

void close_all_but(const Descriptor& kept, unsigned first) {
    const auto number = static_cast<unsigned>(kept.get());
    close_from(first, number - 1);
    close_from(number + 1, ~0U);
}

Result<> set_host_name(std::string_view name) {
    return done(call(SYS_sethostname, name.data(), name.size()), "set host name"_t);
}

Result<> raise_loopback() {
    Descriptor any;
    const auto opened =
        own(any, call(SYS_socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "open socket"_t);
    if (!opened) return opened;
    ifreq request{};
    std::memcpy(request.ifr_name, "lo", sizeof "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING; // the kernel adds 127.0.0.1/8 by itself
    return done(ask_device(any.get(), SIOCSIFFLAGS, &request), "raise interface"_t, "lo");
}

SignalSet block_signals(SignalSet set) {
    SignalSet before = 0;
    call(SYS_rt_sigprocmask, SIG_SETMASK, &set, &before, sizeof set);
    return before;
}

namespace {

/** That of the timer of open_watchdog(). Whoever else sends one like it feeds what is fed anyway. */
bool feeds_watchdog(const signalfd_siginfo& signal) {
    if (signal.ssi_code != SI_TIMER) return false;
    ask_device(signal.ssi_int, WDIOC_KEEPALIVE);
    return true;
}

} // namespace

Result<> open_signals(Descriptor& place) {
    constexpr int flags = SFD_CLOEXEC | SFD_NONBLOCK;
    return own(place, call(SYS_signalfd4, -1, &all_signals, sizeof all_signals, flags),
               "open signals"_t);
}

Signal next_signal(const Descriptor& signals) {
    signalfd_siginfo signal;
    do {
        signal = {}; // and stays that when none is there
        retry([&] { return call(SYS_read, signals.get(), &signal, sizeof signal); });
    } while (feeds_watchdog(signal));
    return {signal.ssi_signo, signal.ssi_code, signal.ssi_pid, signal.ssi_status};
}

namespace {

/** struct sigaction as rt_sigaction(2) has it on every architecture: the handler comes first. */
using Disposition = std::array<unsigned long, 5>;

constexpr unsigned long ignored = 1; ///< SIG_IGN

long change_children(const Disposition& wanted, Disposition* before) {
    return call(SYS_rt_sigaction, SIGCHLD, wanted.data(), before, sizeof all_signals);
}

} // namespace

bool stop_ignoring_children() {
    Disposition before{};
    change_children({}, &before);
    return before[0] == ignored;
}

void ignore_children() {
    change_children({ignored}, nullptr);
}

void send_signal(int process, int signal) {
    static_cast<void>(call(SYS_kill, process, signal));
}

void send_to(int process, int signal) {
    send_signal(signal < 0 ? -process : process, signal < 0 ? -signal : signal);
}

void stop_by(int signal) {
    send_signal(own_process(), signal);
    block_signals(all_signals & ~(SignalSet{1} << (signal - 1)));
    block_signals(all_signals);
}

} // namespace launch

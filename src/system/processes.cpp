#include "system/check.hpp"
#include "system/signals.hpp"
#include "system/system.hpp"

#include <array>
#include <csignal>
#include <cstring>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace launch {

pid_t own_process() {
    return gettid(); // musl remembers it: no system call, and the same for a process of one thread
}

pid_t current_process() {
    return getpid();
}

pid_t parent_process() {
    return getppid();
}

Result<pid_t> fork_into(std::uint64_t flags) {
    clone_args arguments{};
    arguments.flags = flags;
    // A sister of ours ends with the signal that we end with (clone(2), CLONE_PARENT).
    arguments.exit_signal = (flags & CLONE_PARENT) == 0 ? SIGCHLD : 0;
    const long process = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (process < 0) return failed("clone");
    return static_cast<pid_t>(process);
}

Result<pid_t> spawn_sharing(int (*entry)(void*), void* argument) {
    // The parent sleeps until the child execs or exits (CLONE_VFORK), so its frame is safe ground.
    alignas(16) std::array<char, 32768> stack; // NOLINT(*-member-init): 32 KiB of zeros for nothing
    const int process = clone(entry, stack.end(), CLONE_VM | CLONE_VFORK | SIGCHLD, argument);
    if (process < 0) return failed("clone");
    return process;
}

Result<Ended> reap(pid_t process, bool wait) {
    siginfo_t information{};
    const auto answer = retry([&] {
        return waitid(process < 0 ? P_ALL : P_PID, static_cast<id_t>(process), &information,
                      WEXITED | __WALL | (wait ? 0 : WNOHANG));
    });
    if (answer < 0) return failed("wait");
    return Ended{information.si_pid, information.si_code != CLD_EXITED, information.si_status};
}

Result<> execute(const char* path, char* const* words, char* const* environment) {
    execve(path, words, environment);
    return failed("execute", path);
}

void exit_now(int status) {
    _exit(status);
}

void die_with_parent() {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

void close_from(unsigned first, unsigned last) {
    syscall(SYS_close_range, first, last, 0);
}

Result<> set_host_name(std::string_view name) {
    return done(sethostname(name.data(), name.size()), "set host name");
}

Result<> raise_loopback() {
    const auto any = own(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "open socket");
    if (!any) return std::unexpected(any.error());
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING; // the kernel adds 127.0.0.1/8 by itself
    return done(ioctl(any->get(), SIOCSIFFLAGS, &request), "raise interface", "lo");
}

SignalSet block_signals(SignalSet set) {
    SignalSet before = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &set, &before, sizeof set);
    return before;
}

Result<Descriptor> open_signals() {
    return own(
        syscall(SYS_signalfd4, -1, &all_signals, sizeof all_signals, SFD_CLOEXEC | SFD_NONBLOCK),
        "open signals");
}

signalfd_siginfo next_signal(const Descriptor& signals) {
    signalfd_siginfo signal{};
    const auto count = retry([&] { return read(signals.get(), &signal, sizeof signal); });
    return count == sizeof signal ? signal : signalfd_siginfo{};
}

bool stop_ignoring_children() {
    struct sigaction before {};
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    sigaction(SIGCHLD, &standard, &before);
    return before.sa_handler == SIG_IGN;
}

void ignore_children() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGCHLD, &ignore, nullptr);
}

void send_signal(int process, int signal) {
    static_cast<void>(::kill(process, signal));
}

void stop_by(int signal) {
    send_signal(own_process(), signal);
    block_signals(all_signals & ~(SignalSet{1} << (signal - 1)));
    block_signals(all_signals);
}

const char* signal_name(int signal) {
    static constexpr std::array<const char*, 32> names = {
        nullptr,  "HUP",  "INT",    "QUIT", "ILL",   "TRAP", "ABRT", "BUS",
        "FPE",    "KILL", "USR1",   "SEGV", "USR2",  "PIPE", "ALRM", "TERM",
        "STKFLT", "CHLD", "CONT",   "STOP", "TSTP",  "TTIN", "TTOU", "URG",
        "XCPU",   "XFSZ", "VTALRM", "PROF", "WINCH", "IO",   "PWR",  "SYS"};
    const auto index = static_cast<std::size_t>(signal);
    return index < names.size() ? names[index] : nullptr;
}

} // namespace launch

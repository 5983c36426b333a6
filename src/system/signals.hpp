/**
 * Signals as the kernel counts them. libc's sets hide 32 to 34 (musl) or 32 and 33 (glibc), and
 * launch has to pass on and restore all 64.
 */
#pragma once

#include "base/error.hpp"
#include "base/literal.hpp"
#include "system/descriptor.hpp"

#include <cstdint>
#include <sys/types.h>

namespace launch {

/** Bit n-1 stands for signal n, as in rt_sigprocmask(2). */
using SignalSet = std::uint64_t;
constexpr SignalSet all_signals = ~SignalSet{0};

/** Blocks exactly `set` and answers what was blocked before. Cannot fail. */
SignalSet block_signals(SignalSet set);
/** A descriptor that reads whatever is pending of the blocked signals; never blocks the reader. */
Result<> open_signals(Descriptor& place);
/** What launch wants to know of a signal (signalfd(2)): as little as two registers have room for. */
struct Signal {
    std::uint32_t ssi_signo;
    std::int32_t ssi_code;
    std::uint32_t ssi_pid;
    std::int32_t ssi_status;
};
/** The next pending signal, or `ssi_signo` 0 when there is none; feeds the watchdog, if there is one. */
Signal next_signal(const Descriptor& signals);
/** Makes SIGCHLD's disposition the default; true when it had been ignored (children vanish then). */
bool stop_ignoring_children();
void ignore_children(); ///< the opposite, for a command that was started that way
/** kill(2): `process` as there; a process that is already gone is no error. */
void send_signal(int process, int signal);
/** The same for a child of ours; a signal below zero goes to its whole group. */
void send_to(int process, int signal);
/**
 * Lets a stopping signal act on ourselves once, as it would have on a program that does not catch
 * it: a process group that nobody could continue is not stopped (credentials(7), orphaned).
 */
void stop_by(int signal);
/** The signals' names without "SIG", from that of signal 1 on (base/names.hpp). */
constexpr NameList signal_names =
    "HUP\0INT\0QUIT\0ILL\0TRAP\0ABRT\0BUS\0FPE\0KILL\0USR1\0SEGV\0USR2\0PIPE\0ALRM\0TERM\0"
    "STKFLT\0CHLD\0CONT\0STOP\0TSTP\0TTIN\0TTOU\0URG\0XCPU\0XFSZ\0VTALRM\0PROF\0WINCH\0IO\0PWR\0SYS"
    "\0"_list;

} // namespace launch

#include "system/check.hpp"
#include "system/system.hpp"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <cstddef>
#include <linux/reboot.h>
#include <span>

namespace launch {

[[gnu::noinline]] void set_blocking(int descriptor, bool blocking) {
    const long flags = call(SYS_fcntl, descriptor, F_GETFL);
    if (flags < 0) return;
    call(SYS_fcntl, descriptor, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

static_assert(sizeof(termios) == sizeof(TerminalMode));

bool read_mode(int terminal, TerminalMode& mode) {
    return ask_device(terminal, TCGETS, mode.data()) == 0;
}

void set_mode(int terminal, const TerminalMode& mode) {
    ask_device(terminal, TCSETS, mode.data());
}

TerminalMode raw_mode(const TerminalMode& mode, unsigned cleared, unsigned set) {
    enum { input, output, control, local }; // termios begins with these
    TerminalMode raw = mode;
    // No echo, and no carriage return added to what the command writes.
    raw[input] &= ~tcflag_t{IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON};
    raw[output] &= ~tcflag_t{OPOST};
    raw[local] &= ~tcflag_t{ECHO | ECHONL | ICANON | ISIG | IEXTEN};
    raw[control] = (raw[control] & ~(tcflag_t{CSIZE | PARENB} | cleared)) | CS8 | set;
    const auto characters = std::as_writable_bytes(std::span(raw)).subspan(offsetof(termios, c_cc));
    characters[VMIN] = std::byte{1};
    characters[VTIME] = std::byte{0};
    return raw;
}

bool make_raw_line(const Descriptor& line) {
    TerminalMode mode;
    if (!read_mode(line.get(), mode)) return false;
    set_mode(line.get(), raw_mode(mode, CBAUD, CLOCAL | CREAD | B115200));
    return true;
}

Result<> open_other_end(const Descriptor& multiplexer, Descriptor& place) {
    int unlocked = 0;
    ask_device(multiplexer.get(), TIOCSPTLCK, &unlocked);
    constexpr int flags = O_RDWR | O_NOCTTY | O_CLOEXEC;
    return own(place, ask_device(multiplexer.get(), TIOCGPTPEER, flags), "open terminal"_t);
}

void copy_size(int from, int to) {
    std::array<std::uint16_t, 4> size; // struct winsize
    if (ask_device(from, TIOCGWINSZ, size.data()) < 0) return;
    ask_device(to, TIOCSWINSZ, size.data());
}

Descriptor duplicate(int number) {
    const long copy = call(SYS_fcntl, number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    return Descriptor(copy < 0 ? -1 : static_cast<int>(copy));
}

Descriptor reopen(int number) {
    TextOf<64> path;
    path.add("/proc/self/fd/").number(static_cast<unsigned>(number));
    constexpr int flags = O_RDWR | O_NOCTTY | O_NONBLOCK;
    Descriptor opened;
    if (is_terminal(number) && open_path(path.c_str(), flags, opened)) return opened;
    return duplicate(number);
}

Result<> new_session() {
    return done(call(SYS_setsid), "start session"_t);
}

Result<> take_terminal(int terminal) {
    return done(ask_device(terminal, TIOCSCTTY, 0), "take terminal"_t);
}

Result<> new_group() {
    return done(call(SYS_setpgid, 0, 0), "start process group"_t);
}

pid_t own_group() {
    return static_cast<pid_t>(call(SYS_getpgid, 0));
}

pid_t foreground_group() {
    pid_t group = -1;
    return ask_device(STDIN_FILENO, TIOCGPGRP, &group) < 0 ? -1 : group;
}

Result<> take_foreground(pid_t group) {
    // SIGTTOU is blocked.
    return done(ask_device(STDIN_FILENO, TIOCSPGRP, &group), "take foreground"_t);
}

void leave_terminal() {
    ask_device(STDIN_FILENO, TIOCNOTTY);
}

Result<> become_descriptor(const Descriptor& from, int number) {
    return done(call(SYS_dup3, from.get(), number, 0), "duplicate descriptor"_t);
}

void drain_output(const char* path) {
    Descriptor line;
    if (!open_path(path, O_WRONLY | O_NOCTTY | O_NONBLOCK, line)) return;
    ask_device(line.get(), TCSBRK, 1); // tcdrain(3)
}

bool is_terminal(int descriptor) {
    TerminalMode mode;
    return read_mode(descriptor, mode);
}

void reclaim_terminal() {
    const pid_t foreground = foreground_group();
    if (foreground <= 0 || call(SYS_kill, -foreground, 0) != -ESRCH) return;
    static_cast<void>(take_foreground(own_group()));
}

void set_power(Power power) {
    static constexpr unsigned commands[] = {LINUX_REBOOT_CMD_POWER_OFF, LINUX_REBOOT_CMD_RESTART,
                                            LINUX_REBOOT_CMD_HALT, LINUX_REBOOT_CMD_KEXEC};
    call(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
         commands[static_cast<std::size_t>(power)], nullptr);
}

void write_port(Port port, unsigned value) {
    detail::write_port(static_cast<unsigned>(port), value);
}

bool claim_ctrl_alt_delete() {
    return call(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF,
                nullptr) == 0;
}

void flush_file_systems() {
    call(SYS_sync);
}

std::string_view kernel_log(std::span<char> memory) {
    constexpr int read_all = 3; // SYSLOG_ACTION_READ_ALL of syslog(2)
    const long size = call(SYS_syslog, read_all, memory.data(), memory.size());
    return {memory.data(), size < 0 ? 0 : static_cast<std::size_t>(size)};
}

} // namespace launch

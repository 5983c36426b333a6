#include "system/check.hpp"
#include "system/system.hpp"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <linux/reboot.h>

namespace launch {

void make_nonblocking(int descriptor) {
    const long flags = call(SYS_fcntl, descriptor, F_GETFL);
    if (flags >= 0) call(SYS_fcntl, descriptor, F_SETFL, flags | O_NONBLOCK);
}

Result<> make_raw(const Descriptor& line) {
    termios mode{};
    const long known = call(SYS_ioctl, line.get(), TCGETS, &mode);
    if (known < 0) return failed(known, "read terminal mode");
    // cfmakeraw(3): no echo, and no carriage return added to what the command writes.
    mode.c_iflag &= ~tcflag_t{IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON};
    mode.c_oflag &= ~tcflag_t{OPOST};
    mode.c_lflag &= ~tcflag_t{ECHO | ECHONL | ICANON | ISIG | IEXTEN};
    mode.c_cflag &= ~tcflag_t{CSIZE | PARENB | CBAUD};
    mode.c_cflag |= CS8 | CLOCAL | CREAD | B115200;
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    return done(call(SYS_ioctl, line.get(), TCSETS, &mode), "set terminal mode");
}

Result<> new_session() {
    return done(call(SYS_setsid), "start session");
}

Result<> take_terminal(const Descriptor& terminal) {
    return done(call(SYS_ioctl, terminal.get(), TIOCSCTTY, 0), "take terminal");
}

Result<> take_foreground() {
    const long grouped = call(SYS_setpgid, 0, 0);
    const int group = static_cast<int>(call(SYS_getpid));
    // SIGTTOU is blocked.
    return done(grouped < 0 ? grouped : call(SYS_ioctl, STDIN_FILENO, TIOCSPGRP, &group),
                "take foreground");
}

void leave_terminal() {
    call(SYS_ioctl, STDIN_FILENO, TIOCNOTTY);
}

Result<> become_descriptor(const Descriptor& from, int number) {
    return done(call(SYS_dup3, from.get(), number, 0), "duplicate descriptor");
}

void drain_output(const char* path) {
    const auto line = open_at(here, path, O_WRONLY | O_NOCTTY | O_NONBLOCK);
    if (line) call(SYS_ioctl, line->get(), TCSBRK, 1); // tcdrain(3)
}

bool is_terminal(int descriptor) {
    termios mode{};
    return call(SYS_ioctl, descriptor, TCGETS, &mode) == 0;
}

void reclaim_terminal() {
    int foreground = 0;
    if (call(SYS_ioctl, STDIN_FILENO, TIOCGPGRP, &foreground) < 0 || foreground <= 0) return;
    if (call(SYS_kill, -foreground, 0) != -ESRCH) return;
    const int own_group = static_cast<int>(call(SYS_getpgid, 0));
    call(SYS_ioctl, STDIN_FILENO, TIOCSPGRP, &own_group); // SIGTTOU is blocked: it stops nobody
}

void set_power(Power power) {
    static constexpr unsigned commands[] = {LINUX_REBOOT_CMD_POWER_OFF, LINUX_REBOOT_CMD_RESTART,
                                            LINUX_REBOOT_CMD_HALT};
    call(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
         commands[static_cast<std::size_t>(power)], nullptr);
}

void claim_ctrl_alt_delete() {
    call(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF, nullptr);
}

void flush_file_systems() {
    call(SYS_sync);
}

} // namespace launch

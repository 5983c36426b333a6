#include "system/check.hpp"
#include "system/system.hpp"

#include <csignal>
#include <linux/reboot.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>

namespace launch {

void make_nonblocking(int descriptor) {
    const int flags = fcntl(descriptor, F_GETFL);
    if (flags >= 0) fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

Result<> make_raw(const Descriptor& line) {
    termios mode{};
    if (tcgetattr(line.get(), &mode) < 0) return failed("read terminal mode");
    cfmakeraw(&mode); // no echo, and no carriage return added to what the command writes
    mode.c_cflag |= CLOCAL | CREAD;
    cfsetspeed(&mode, B115200);
    return done(tcsetattr(line.get(), TCSANOW, &mode), "set terminal mode");
}

Result<> new_session() {
    return done(setsid(), "start session");
}

Result<> take_terminal(const Descriptor& terminal) {
    return done(ioctl(terminal.get(), TIOCSCTTY, 0), "take terminal");
}

Result<> take_foreground() {
    const bool taken = setpgid(0, 0) == 0 && tcsetpgrp(STDIN_FILENO, getpid()) == 0;
    return done(taken ? 0 : -1, "take foreground"); // SIGTTOU is blocked
}

void leave_terminal() {
    ioctl(STDIN_FILENO, TIOCNOTTY);
}

Result<> become_descriptor(const Descriptor& from, int number) {
    return done(dup2(from.get(), number), "duplicate descriptor");
}

void drain_output(const char* path) {
    const auto line = open_at(here, path, O_WRONLY | O_NOCTTY | O_NONBLOCK);
    if (line) tcdrain(line->get());
}

bool is_terminal(int descriptor) {
    return isatty(descriptor) == 1;
}

void reclaim_terminal() {
    const pid_t foreground = tcgetpgrp(STDIN_FILENO);
    if (foreground <= 0 || kill(-foreground, 0) == 0 || errno != ESRCH) return;
    tcsetpgrp(STDIN_FILENO, getpgrp()); // SIGTTOU is blocked, so this does not stop us
}

void set_power(Power power) {
    static constexpr unsigned commands[] = {LINUX_REBOOT_CMD_POWER_OFF, LINUX_REBOOT_CMD_RESTART,
                                            LINUX_REBOOT_CMD_HALT};
    syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
            commands[static_cast<std::size_t>(power)], nullptr);
}

void claim_ctrl_alt_delete() {
    syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF,
            nullptr);
}

void flush_file_systems() {
    sync();
}

} // namespace launch

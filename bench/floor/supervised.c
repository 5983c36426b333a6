/**
 * The least that does what launch does as a machine's PID 1: the same mounts, namespaces and
 * confinement for the same command, which is supervised, and nothing besides: no options, no checks
 * for anybody hostile, no messages, and one kernel that all is known of.
 *
 * What its command sees has to be what launch's command sees: bench/virtual-time compares.
 */
#define _GNU_SOURCE
#define CONSOLE "/dev/ttyS0"
#define NETWORK
#include "inside.h"
#include "posture.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <termios.h>

/** The initial root can be neither moved nor pivoted away from: on with a clone of it. */
static void leave_initial_root(void) {
    const int clone = clone_tree("/", AT_RECURSIVE);
    move_tree(clone, "/");
    fchdir(clone);
    chroot(".");
}

static void take_console(void) {
    const int console = open("/dev/console", O_RDWR | O_NOCTTY | O_CLOEXEC);
    ioctl(console, TIOCSCTTY, 0);
    for (int each = 0; each < 3; ++each) dup2(console, each);
}

static void become_command(char** words) {
    static char* const environment[] = {
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root",
        "TERM=linux", 0};
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before); // who is in the background would be stopped by TTOU
    setpgid(0, 0);
    const pid_t group = getpid();
    ioctl(0, TIOCSPGRP, &group);
    drop_capabilities();
    filter_calls();
    sigprocmask(SIG_SETMASK, &before, 0);
    execve(words[1], words + 1, environment);
    _exit(127);
}

/** Reaps all; answers how this one has ended. */
static int await(pid_t process) {
    int status = 0;
    while (wait(&status) != process) continue;
    return status;
}

/** The init of the command's own process ids. */
static void be_inner_init(char** words) {
    prctl(PR_SET_PDEATHSIG, SIGKILL); // and nobody inside may look into it
    prctl(PR_SET_DUMPABLE, 0);
    enter_root("/alpine", "alpine", 0);
    take_console();
    const pid_t command = vfork();
    if (command == 0) become_command(words);
    _exit(WEXITSTATUS(await(command)));
}

#ifdef ORDERLY
/** As a machine is left: the log has the status, all are ended, nothing is mounted or unwritten. */
static void take_down(int status) {
    char line[64];
    const int log = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
    const int length = snprintf(line, sizeof line, "<3>the command exited with status %d\n", status);
    if (write(log, line, (size_t)length) != length) return;
    close(log);
    kill(-1, SIGTERM);
    kill(-1, SIGCONT);
    while (wait(0) > 0) continue;
    const int console = open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC);
    tcdrain(console);
    close(console);
    sync();
    for (size_t each = LENGTH(machine_mounts); each-- > 0;) umount2(machine_mounts[each].place, 0);
}
#endif

int main(int count, char** words) {
    const unsigned long flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC |
                                CLONE_NEWUTS | CLONE_NEWCGROUP | SIGCHLD;
    if (count < 2) return 1;
    leave_initial_root();
    claim_ctrl_alt_delete();
    mount_all(machine_mounts, LENGTH(machine_mounts));
    raise_loopback();
    const pid_t init = (pid_t)syscall(SYS_clone, flags, 0, 0, 0, 0);
    if (init == 0) be_inner_init(words);
    const int status = await(init);
#ifdef ORDERLY
    take_down(WEXITSTATUS(status));
#endif
    (void)status;
    reboot(RB_POWER_OFF);
}

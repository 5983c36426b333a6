/**
 * The least that does what launch does as a machine's PID 1: the same mounts, namespaces and
 * confinement for the same command, which is supervised, and nothing besides: no options, no checks
 * for anybody hostile, no messages, and one kernel that all is known of.
 *
 * What its command sees has to be what launch's command sees: bench/virtual-time compares.
 */
#define _GNU_SOURCE
#include "filter.h"
#include "machine.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/mount.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/** Below the root, which is the working directory by then. */
static const struct mount inside[] = {
    {"sysfs", "sysfs", "sys", NO_PROGRAMS | MS_RDONLY, 0},
    {"proc", "proc", "proc", NO_PROGRAMS, 0},
    {"tmpfs", "none", "dev", NO_PROGRAMS, "mode=0755"},
    {"devpts", "devpts", "dev/pts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0600"},
    {"tmpfs", "tmpfs", "dev/shm", MS_NOSUID | MS_NODEV, "mode=1777"},
    {"mqueue", "mqueue", "dev/mqueue", NO_PROGRAMS, 0},
};
static const char* const devices[][2] = {
    {"/dev/null", "dev/null"},     {"/dev/zero", "dev/zero"},       {"/dev/full", "dev/full"},
    {"/dev/random", "dev/random"}, {"/dev/urandom", "dev/urandom"}, {"/dev/tty", "dev/tty"},
    {"/dev/ttyS0", "dev/console"},
};
static const char* const links[][2] = {
    {"pts/ptmx", "dev/ptmx"},          {"/proc/self/fd", "dev/fd"},
    {"/proc/self/fd/0", "dev/stdin"},  {"/proc/self/fd/1", "dev/stdout"},
    {"/proc/self/fd/2", "dev/stderr"},
};
static const char* const covered_files[] = {"proc/interrupts",  "proc/kcore",
                                            "proc/keys",        "proc/latency_stats",
                                            "proc/sched_debug", "proc/timer_list"};
static const char* const covered_directories[] = {"proc/acpi", "proc/asound", "proc/scsi"};
static const char* const read_only[] = {"proc/bus", "proc/fs", "proc/irq", "proc/sys",
                                        "proc/sysrq-trigger"};
static const char* const covered_in_sys[] = {"sys/devices/virtual/powercap", "sys/firmware"};

static int clone_tree(const char* path, unsigned flags) {
    return (int)syscall(SYS_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | flags);
}

static void move_tree(int tree, const char* path) {
    syscall(SYS_move_mount, tree, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH);
}

static void set_attributes(const char* path, unsigned flags, struct mount_attr attributes) {
    syscall(SYS_mount_setattr, AT_FDCWD, path, flags, &attributes, sizeof attributes);
}

/** The initial root can be neither moved nor pivoted away from: on with a clone of it. */
static void leave_initial_root(void) {
    const int clone = clone_tree("/", AT_RECURSIVE);
    move_tree(clone, "/");
    fchdir(clone);
    chroot(".");
}

static void make_devices(void) {
    for (size_t each = 0; each < LENGTH(devices); ++each) {
        mknod(devices[each][1], S_IFREG | 0644, 0);
        mount(devices[each][0], devices[each][1], 0, MS_BIND, 0);
    }
    for (size_t each = 0; each < LENGTH(links); ++each) symlink(links[each][0], links[each][1]);
}

static void bind_over(const char* source, const char* const* places, size_t count) {
    for (; count-- > 0; ++places) mount(source ? source : *places, *places, 0, MS_BIND, 0);
}

static void cover(void) {
    bind_over("dev/null", covered_files, LENGTH(covered_files));
    bind_over("proc/tty/ldisc", covered_directories, LENGTH(covered_directories));
    bind_over(0, read_only, LENGTH(read_only));
    set_attributes("proc", AT_RECURSIVE, (struct mount_attr){.attr_set = MOUNT_ATTR_RDONLY});
    set_attributes("proc", 0, (struct mount_attr){.attr_clr = MOUNT_ATTR_RDONLY});
    bind_over("proc/tty/ldisc", covered_in_sys, LENGTH(covered_in_sys));
}

static void enter_root(void) {
    mount(0, "/", 0, MS_PRIVATE | MS_REC, 0);
    mount("/alpine", "/alpine", 0, MS_BIND | MS_REC, 0);
    chdir("/alpine");
    set_attributes(".", AT_RECURSIVE,
                   (struct mount_attr){.attr_set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV});
    sethostname("alpine", 6);
    mount_all(inside, LENGTH(inside));
    make_devices();
    cover();
    raise_loopback();
    setsid();
    syscall(SYS_pivot_root, ".", ".");
    umount2(".", MNT_DETACH);
}

static void take_console(void) {
    const int console = open("/dev/console", O_RDWR | O_NOCTTY | O_CLOEXEC);
    ioctl(console, TIOCSCTTY, 0);
    for (int each = 0; each < 3; ++each) dup2(console, each);
}

static const unsigned kept = 1U << CAP_CHOWN | 1U << CAP_DAC_OVERRIDE | 1U << CAP_FOWNER |
                             1U << CAP_FSETID | 1U << CAP_KILL | 1U << CAP_SETGID |
                             1U << CAP_SETUID | 1U << CAP_SETPCAP | 1U << CAP_NET_BIND_SERVICE |
                             1U << CAP_SYS_CHROOT | 1U << CAP_SETFCAP;

static void drop_capabilities(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    const struct __user_cap_data_struct sets[2] = {{kept, kept, 0}, {0, 0, 0}};
    for (unsigned each = 0; each <= CAP_LAST_CAP; ++each) {
        if (each > 31 || (kept >> each & 1) == 0) prctl(PR_CAPBSET_DROP, each);
    }
    syscall(SYS_capset, &header, sets);
}

static void filter_calls(void) {
    const struct sock_fprog program = {LENGTH(filter), (struct sock_filter*)filter};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
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
    enter_root();
    take_console();
    const pid_t command = vfork();
    if (command == 0) become_command(words);
    _exit(WEXITSTATUS(await(command)));
}

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
    await(init);
    reboot(RB_POWER_OFF);
}

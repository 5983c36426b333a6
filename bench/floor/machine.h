/** What a machine's PID 1 mounts and raises, by hand: for floor.c and successor.c. */
#pragma once

#include <linux/if.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define NO_PROGRAMS (MS_NOSUID | MS_NODEV | MS_NOEXEC)

/** The place is one below the working directory. */
struct mount {
    const char *type, *source, *place;
    unsigned long flags;
    const char* options;
};

static const struct mount machine_mounts[] = {
    {"proc", "proc", "proc", NO_PROGRAMS, 0},
    {"sysfs", "sysfs", "sys", NO_PROGRAMS, 0},
    {"devtmpfs", "devtmpfs", "dev", MS_NOSUID, "mode=0755"},
    {"tmpfs", "tmpfs", "run", MS_NOSUID | MS_NODEV, "mode=0755"}, // a successor makes the rest
    {"devpts", "devpts", "dev/pts", MS_NOSUID | MS_NOEXEC, "ptmxmode=0666,mode=0620,gid=5"},
    {"tmpfs", "tmpfs", "dev/shm", MS_NOSUID | MS_NODEV, "mode=1777"},
    {"mqueue", "mqueue", "dev/mqueue", NO_PROGRAMS, 0},
    {"tmpfs", "tmpfs", "tmp", MS_NOSUID | MS_NODEV, "mode=1777"},
    {"cgroup2", "cgroup2", "sys/fs/cgroup", NO_PROGRAMS, 0},
};

static inline void mount_all(const struct mount* rows, size_t count) {
    for (; count-- > 0; ++rows) {
        mkdir(rows->place, 0755);
        mount(rows->source, rows->place, rows->type, rows->flags, rows->options);
    }
}

static inline void raise_loopback(void) {
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    const int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ioctl(any, SIOCSIFFLAGS, &request);
    close(any);
}

static inline void claim_ctrl_alt_delete(void) {
    reboot(RB_DISABLE_CAD);
}

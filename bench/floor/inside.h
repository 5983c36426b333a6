/**
 * The root of one command, by hand: the same mounts, devices and covers that launch makes. What differs
 * between the kinds of it is chosen when it is compiled: with OPEN nothing is covered or confined, with
 * CONSOLE there is one, with IMAGE the root is a file, with USER it is that of an ordinary user.
 */
#pragma once

#include "leaving.h"
#include "machine.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#ifdef USER
#define DEVICES NO_PROGRAMS // what is bound there works
#else
#define DEVICES (MS_NOSUID | MS_NOEXEC)
#endif

/** Below the root, which is the working directory by then. */
static const struct mount inside[] = {
#ifndef USER
    {"sysfs", "sysfs", "sys", NO_PROGRAMS, 0},
#endif
    {"proc", "proc", "proc", NO_PROGRAMS, 0},
    {"tmpfs", "none", "dev", DEVICES, "mode=0755"},
    {"devpts", "devpts", "dev/pts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0600"},
    {"tmpfs", "tmpfs", "dev/shm", MS_NOSUID | MS_NODEV, "mode=1777"},
    {"mqueue", "mqueue", "dev/mqueue", NO_PROGRAMS, 0},
};
static const struct device {
    const char* place;
    unsigned major, minor;
} devices[] = {{"dev/null", 1, 3},   {"dev/zero", 1, 5},    {"dev/full", 1, 7},
               {"dev/random", 1, 8}, {"dev/urandom", 1, 9}, {"dev/tty", 5, 0}};
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

static inline int clone_tree(const char* path, unsigned flags) {
    return (int)syscall(SYS_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | flags);
}

static inline void move_tree(int tree, const char* path) {
    syscall(SYS_move_mount, tree, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH);
}

static inline void set_attributes(int tree, const char* path, unsigned flags, unsigned attributes,
                                  unsigned not_these) {
    const struct mount_attr attribute = {.attr_set = attributes, .attr_clr = not_these};
    syscall(SYS_mount_setattr, tree, path, flags, &attribute, sizeof attribute);
}

#ifdef USER
#include "user.h"
#endif
#ifdef IMAGE
#include "image.h"
#endif

static void make_devices(void) {
#ifdef USER
    for (size_t each = 0; each < LENGTH(devices); ++each) bind_device(devices[each].place);
#else
    const mode_t mask = umask(0);
    for (const struct device* each = devices; each < devices + LENGTH(devices); ++each) {
        mknod(each->place, S_IFCHR | 0666, makedev(each->major, each->minor));
    }
    umask(mask);
#endif
#ifdef CONSOLE
    const int console = clone_tree(CONSOLE, 0);
    mknod("dev/console", S_IFREG | 0644, 0);
    move_tree(console, "dev/console");
#endif
    for (size_t each = 0; each < LENGTH(links); ++each) symlink(links[each][0], links[each][1]);
}

#ifndef OPEN
static void bind_over(const char* source, const char* const* places, size_t count) {
    for (; count-- > 0; ++places) mount(source ? source : *places, *places, 0, MS_BIND, 0);
}

static void cover(void) {
    bind_over("dev/null", covered_files, LENGTH(covered_files));
    bind_over("proc/tty/ldisc", covered_directories, LENGTH(covered_directories));
    bind_over(0, read_only, LENGTH(read_only));
    set_attributes(AT_FDCWD, "proc", AT_RECURSIVE, MOUNT_ATTR_RDONLY, 0);
    set_attributes(AT_FDCWD, "proc", 0, 0, MOUNT_ATTR_RDONLY);
    bind_over("proc/tty/ldisc", covered_in_sys, LENGTH(covered_in_sys));
    set_attributes(AT_FDCWD, "sys", AT_RECURSIVE, MOUNT_ATTR_RDONLY, 0); // the mounts: others share the file system
}
#endif

#ifdef OPEN
#define ROOT_ATTRIBUTES 0
#else
#define ROOT_ATTRIBUTES (MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)
#endif

static int take_root(const char* root, int small) {
#ifdef IMAGE
    (void)small;
    return mount_image(root);
#else
    const int tree = clone_tree(root, AT_RECURSIVE);
    const struct mount_attr attribute = {.attr_set = ROOT_ATTRIBUTES,
                                         .propagation = small > 0 ? MS_PRIVATE : 0};
    if (ROOT_ATTRIBUTES || small > 0) {
        syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH | AT_RECURSIVE, &attribute, sizeof attribute);
    }
    return tree;
#endif
}

/** All up to the change of the root, whose name the host has then; `small` is 0 or where its mounts are left to. */
static void enter_root(const char* root, const char* name, int small) {
    if (small == 0) mount(0, "/", 0, MS_PRIVATE | MS_REC, 0);
    const int tree = take_root(root, small);
    if (small > 0) copy_mounts(small);
    move_tree(tree, "/");
    fchdir(tree);
    sethostname(name, strlen(name));
#ifdef USER
    bind_sys();
#endif
    mount_all(inside, LENGTH(inside));
    make_devices();
#ifndef OPEN
    cover();
#endif
#ifdef NETWORK
    raise_loopback();
#endif
    setsid();
    syscall(SYS_pivot_root, ".", ".");
    umount2(".", MNT_DETACH);
}

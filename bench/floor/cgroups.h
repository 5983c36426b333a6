/**
 * What limits take, in cgroups of version 1: one in each hierarchy, with a guard that removes them once the
 * launcher is gone, be it killed. With UNIFIED in cgroup2: one, which the init is cloned into.
 *
 * The words begin with three for each: its directory, a file in it, and what to write there, if anything; with
 * UNIFIED twice with those of the one.
 */
#pragma once

#include <linux/sched.h>

#ifdef UNIFIED
#define CGROUPS 2
#define IS_MADE(row) ((row) == words)
#else
#define CGROUPS 3
#define IS_MADE(row) 1
#endif
#define WORDS_OF_CGROUPS (3 * CGROUPS)

/** A limit that is not set ends it all, lest a floor seem low that leaves out what launch does. */
static void write_to(const char* directory, const char* name, const char* text) {
    const int place = openat(AT_FDCWD, directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    const int file = openat(place, name, O_WRONLY | O_CLOEXEC);
    if (write(file, text, strlen(text)) < 0) _exit(1);
    close(file);
    close(place);
}

static void be_guard(int launcher, char** words) {
    char byte = 0;
    setsid();
    for (int each = 0; each < 3; ++each) close(each);
#ifdef UNIFIED
    write_to("/sys/fs/cgroup", "cgroup.subtree_control", "+memory +pids");
#endif
    for (char** row = words; row < words + WORDS_OF_CGROUPS; row += 3) {
        if (IS_MADE(row)) mkdir(row[0], 0755);
        if (*row[1]) write_to(row[0], row[1], row[2]);
    }
    write(launcher, &byte, 1);
    read(launcher, &byte, 1); // the end of the file
    for (char** row = words; row < words + WORDS_OF_CGROUPS; row += 3) {
        if (IS_MADE(row)) rmdir(row[0]);
    }
    _exit(0);
}

/** Answers once the cgroups are there; the guard waits for the end of what it answers. */
static int start_guard(char** words) {
    int ends[2];
    char byte;
    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
    if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0) {
        close(ends[0]);
        be_guard(ends[1], words);
    }
    close(ends[1]);
    if (read(ends[0], &byte, 1) != 1) _exit(125);
    return ends[0];
}

#ifdef UNIFIED
static pid_t clone_into(char** words, unsigned long flags) {
    const int cgroup = openat(AT_FDCWD, words[0], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const struct clone_args wish = {.flags = flags | CLONE_INTO_CGROUP, .exit_signal = SIGCHLD,
                                    .cgroup = (unsigned long)cgroup};
    return (pid_t)syscall(SYS_clone3, &wish, sizeof wish);
}
#else
/**
 * What comes after has a cgroup namespace in which this one is the topmost. A process that moves itself, as a
 * thread, need not wait until no other thread anywhere is in the midst of a fork, as one must that moves others.
 */
static void enter_cgroups(char** words) {
    for (char** row = words; row < words + WORDS_OF_CGROUPS; row += 3) write_to(row[0], "tasks", "0");
    unshare(CLONE_NEWCGROUP);
}
#endif

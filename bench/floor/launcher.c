/**
 * The least that does what `launch --root ROOT COMMAND...` does on a host: `launcher ROOT COMMAND...`, with
 * LIMITS `launcher CGROUP FILE VALUE... ROOT COMMAND...`. The same mounts, namespaces and confinement, an
 * init that reaps, and the command's status; no options, no checks for anybody hostile, no messages, no
 * signals passed on. With LEAVING it copies other mounts than the host's.
 *
 * What its command sees has to be what launch's command sees: bench/latency compares.
 */
#define _GNU_SOURCE
#include "inside.h"
#ifndef OPEN
#include "posture.h"
#endif

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#ifdef NETWORK
#define NETWORK_FLAG CLONE_NEWNET
#else
#define NETWORK_FLAG 0
#endif
#ifdef USER
#define USER_FLAG CLONE_NEWUSER
#else
#define USER_FLAG 0
#endif
#ifdef LIMITS
#include "cgroups.h"
#else
#define WORDS_OF_CGROUPS 0
#endif
#if defined LIMITS && !defined UNIFIED
#define CGROUP_FLAG 0 // it comes once the process is in its cgroup
#else
#define CGROUP_FLAG CLONE_NEWCGROUP
#endif

extern char** environ;

static void become_command(char** words) {
    setpgid(0, 0);
#ifndef OPEN
    drop_capabilities();
    filter_calls();
#endif
    execve(words[0], words, environ);
    _exit(127);
}

/** Reaps all; answers how this one has ended. */
static int await(pid_t process) {
    int status = 0;
    while (wait(&status) != process) continue;
    return WEXITSTATUS(status);
}

/** The init of the command's own process ids. */
static void be_init(char** words, int small) {
    const char* const root = words[WORDS_OF_CGROUPS];
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#ifdef USER
    map_ids();
#endif
#if !CGROUP_FLAG
    enter_cgroups(words);
#endif
    prctl(PR_SET_DUMPABLE, 0); // nobody inside may look into it
    enter_root(root, strrchr(root, '/') + 1, small);
    const pid_t command = vfork();
    if (command == 0) become_command(words + WORDS_OF_CGROUPS + 1);
    _exit(await(command));
}

int main(int count, char** words) {
#ifdef LEAVING
    const int small = find_small_mounts();
#else
    const int small = 0;
#endif
    const unsigned long flags = (small > 0 ? 0 : CLONE_NEWNS) | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS |
                                CGROUP_FLAG | NETWORK_FLAG | USER_FLAG;
    if (count < 3 + WORDS_OF_CGROUPS) return 125;
#ifdef LIMITS
    const int guard = start_guard(words + 1);
#endif
#ifdef UNIFIED
    const pid_t init = clone_into(words + 1, flags);
#else
    const pid_t init = (pid_t)syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
#endif
    if (init == 0) be_init(words + 1, small);
    const int status = await(init);
#ifdef LIMITS
    close(guard);
    wait(0);
#endif
    return status;
}

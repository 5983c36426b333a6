/**
 * A host for launchers in a machine's virtual time: PID 1, which runs the commands in the lines of /list, each
 * `NAME WORD...`, and tells how many instructions each took from its spawn to its end. From a line `mounts COUNT`
 * on there are so many more tmpfs.
 */
#include "machine.h"
#include "ticks.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>

#define WARM 2
#define RUNS 9
#define MOST_WORDS 32

/** The initial root cannot be pivoted away from: on with a clone of it. */
static void leave_initial_root(void) {
    mount("/", "/root", 0, MS_BIND | MS_REC, 0);
    chdir("/root");
    mount(".", "/", 0, MS_MOVE, 0);
    chroot(".");
}

/** Nobody is to take the console for his terminal. */
static void drop_input(void) {
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(nothing, 0);
    close(nothing);
}

/** The instructions of one run, or 0 of one that fails. */
static unsigned long run(char** words) {
    static char* const environment[] = {"PATH=/", 0};
    int status = 0;
    const unsigned long start = ticks();
    const pid_t process = vfork();
    if (process == 0) {
        execve(words[0], words, environment);
        _exit(127);
    }
    while (wait(&status) != process) continue;
    return status == 0 ? ticks() - start : 0;
}

/** Between two runs the kernel cleans up; it costs no time, for virtual time leaps over what is idle. */
static void measure(const char* name, char** words) {
    for (int each = -WARM; each < RUNS; ++each) {
        nanosleep(&(struct timespec){.tv_nsec = 200000000}, 0);
        const unsigned long taken = run(words);
        if (each >= 0) printf("ran\t%s\t%lu\n", name, taken);
    }
}

/** Up to so many below /mounts; those of an earlier line count. */
static void mount_more(int count) {
    static int there;
    char place[32];
    mkdir("/mounts", 0755);
    for (; there < count; ++there) {
        snprintf(place, sizeof place, "/mounts/%d", there);
        mkdir(place, 0755);
        if (mount("tmpfs", place, "tmpfs", 0, "size=4k")) _exit(1); // the kernel tells
    }
}

int main(void) {
    char line[4096], *words[MOST_WORDS + 1];
    leave_initial_root();
    mount_all(machine_mounts, LENGTH(machine_mounts));
    drop_input();
    FILE* const list = fopen("/list", "r");
    while (list && fgets(line, sizeof line, list)) {
        int count = 0;
        for (char* word = strtok(line, " \n"); word && count < MOST_WORDS; word = strtok(0, " \n"))
            words[count++] = word;
        words[count] = 0;
        if (strcmp(words[0], "mounts") == 0) mount_more(atoi(words[1]));
        else measure(words[0], words + 1);
    }
    fflush(stdout);
    tcdrain(1);
    reboot(RB_POWER_OFF);
}

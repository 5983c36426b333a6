/**
 * zombies COUNT: leaves so many zombies to process 1 at the same moment, and prints the nanoseconds
 * until it has reaped them all. They are the children of a child that does not wait for them; when
 * that one ends, at the gate's opening, they are process 1's.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const long long patience = 60000000000;

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/** The parent of the zombies; says how many they became. */
static void parent(pid_t* zombies, int count, int ready, int gate) {
    int made = 0;
    for (; made < count; ++made) {
        const pid_t child = vfork();
        if (child == 0) _exit(0);
        if (child < 0) break;
        zombies[made] = child;
    }
    char byte;
    if (write(ready, &made, sizeof made) != sizeof made || read(gate, &byte, 1) != 0) _exit(1);
    _exit(0);
}

int main(int words, char** word) {
    const int count = words > 1 ? atoi(word[1]) : 0;
    int ready[2], gate[2], made;
    if (count < 1 || pipe2(ready, O_CLOEXEC) || pipe2(gate, O_CLOEXEC)) return 125;
    pid_t* zombies = mmap(0, sizeof(pid_t) * count, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (zombies == MAP_FAILED || prctl(PR_SET_TIMERSLACK, 1)) return 125;
    const pid_t child = fork();
    if (child == 0) {
        close(gate[1]);
        parent(zombies, count, ready[1], gate[0]);
    }
    if (child < 0 || read(ready[0], &made, sizeof made) != sizeof made) return 125;
    if (made != count) {
        fprintf(stderr, "zombies: only %d of %d could be made\n", made, count);
        return 125;
    }
    const long long start = now();
    close(gate[1]);
    waitpid(child, 0, 0);
    for (int i = 0; i < count; ++i)
        while (kill(zombies[i], 0) == 0) {
            if (now() - start > patience) {
                fprintf(stderr, "zombies: %d of %d were reaped in a minute\n", i, count);
                return 124;
            }
            nanosleep(&(struct timespec){.tv_nsec = 20000}, 0);
        }
    printf("%lld\n", now() - start);
    return 0;
}

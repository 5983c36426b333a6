/**
 * together COUNT FILE WORDS...: starts a command so many times at the same moment, each with a file as its
 * stdin, and prints the nanoseconds until the last of them has ended. It forks them all first, and each
 * waits at a gate.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char** words) {
    const int runs = count > 3 ? atoi(words[1]) : 0;
    int ready[2], gate[2];
    char byte = 0;
    if (runs < 1 || pipe2(ready, O_CLOEXEC) || pipe2(gate, O_CLOEXEC)) return 125;
    for (int i = 0; i < runs; ++i) {
        const pid_t child = fork();
        if (child < 0) return 125;  // the gate opens for those that there are
        if (child > 0) continue;
        close(gate[1]);
        close(0);
        if (open(words[2], O_RDONLY) != 0) _exit(125);
        if (write(ready[1], &byte, 1) != 1 || read(gate[0], &byte, 1) != 0) _exit(125);
        execvp(words[3], words + 3);
        _exit(127);
    }
    for (int i = 0; i < runs; ++i)
        if (read(ready[0], &byte, 1) != 1) return 125;
    const long long start = now();
    close(gate[1]);
    int failed = 0;
    for (int i = 0, status; i < runs; ++i) failed += wait(&status) < 0 || status != 0;
    const long long passed = now() - start;
    if (failed) fprintf(stderr, "together: %d of %d runs failed\n", failed, runs);
    printf("%lld\n", passed);
    return failed != 0;
}

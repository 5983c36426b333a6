/**
 * steps [--places] WORDS...: runs a launcher step by step, in all of its processes, and prints how many
 * instructions of their own they took until they ended or became something else: the kernel's and the
 * command's are none. With --places it prints where each of them is, in their order.
 */
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static const long new_ones = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
                             PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;

/** What has stopped a process: it goes on, step by step unless it has become the command. */
static void resume(pid_t process, int status) {
    const int event = status >> 16, signal = WSTOPSIG(status);
    const int passed_on = signal == SIGTRAP || signal == SIGSTOP ? 0 : signal;
    if (event == PTRACE_EVENT_EXEC)
        ptrace(PTRACE_DETACH, process, 0, 0);
    else
        ptrace(PTRACE_SINGLESTEP, process, 0, (long)passed_on);
}

static void print_place(pid_t process) {
    printf("%lx\n", ptrace(PTRACE_PEEKUSER, process, offsetof(struct user_regs_struct, rip), 0));
}

int main(int count, char** words) {
    const int places = count > 1 && strcmp(words[1], "--places") == 0;
    unsigned long steps = 0;
    int status = 0, result = 0;
    words += places;
    if (count - places < 2) return 125;
    const pid_t launcher = fork();
    if (launcher == 0) {
        personality(ADDR_NO_RANDOMIZE); // so that each count is the same
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        execvp(words[1], words + 1);
        _exit(127);
    }
    waitpid(launcher, &status, 0); // it has been executed
    if (ptrace(PTRACE_SETOPTIONS, launcher, 0, new_ones) != 0) return 125;
    for (pid_t process = launcher; process > 0; process = waitpid(-1, &status, __WALL)) {
        if (WIFSTOPPED(status)) {
            steps += status >> 8 == SIGTRAP;
            if (places && status >> 16 == 0) print_place(process);
            resume(process, status);
        } else if (process == launcher) {
            result = status;
        }
    }
    if (!places) printf("%lu\n", steps - 1); // the first stop was the execution
    return result != 0;
}

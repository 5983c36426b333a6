/**
 * A program that runs inside and says what it sees there; static, so that it runs in any root.
 * Its words are the name of a row in the table at the end, then that row's arguments.
 */
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/dm-ioctl.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/kexec.h>
#include <linux/loop.h>
#include <linux/random.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <span>
#include <string_view>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using Words = std::span<char*>;

constexpr int misuse = 99; ///< no test expects this status

/** mask: what /proc/self/status says about blocked and ignored signals. */
int mask(Words) {
    std::FILE* const status = std::fopen("/proc/self/status", "re");
    if (status == nullptr) return 1;
    std::array<char, 256> line;
    while (std::fgets(line.data(), line.size(), status) != nullptr) {
        const std::string_view text(line.data());
        if (text.starts_with("SigBlk") || text.starts_with("SigIgn"))
            std::printf("%s", line.data());
    }
    return std::fclose(status);
}

/** with-signals BLOCKED IGNORED COMMAND...: executes it with these sets, in hexadecimal. */
int with_signals(Words words) {
    if (words.size() < 3) return misuse;
    const std::uint64_t blocked = std::strtoull(words[0], nullptr, 16);
    const std::uint64_t ignored = std::strtoull(words[1], nullptr, 16);
    for (int signal = 1; signal <= 64; ++signal) {
        // libc keeps some signals to itself. The kernel's sigaction starts with the handler.
        std::array<std::uint64_t, 4> action{};
        if ((ignored >> (signal - 1) & 1) == 0) continue;
        action[0] = reinterpret_cast<std::uintptr_t>(SIG_IGN);
        syscall(SYS_rt_sigaction, signal, action.data(), nullptr, 8);
    }
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &blocked, nullptr, 8);
    execvp(words[2], words.data() + 2);
    return misuse;
}

/** catch: says "ready", then the number of each signal that comes; ends by KILL only. */
int catch_signals(Words) {
    const std::uint64_t all = ~std::uint64_t{0};
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, nullptr, 8);
    std::puts("ready");
    while (std::fflush(stdout) == 0) {
        const long signal = syscall(SYS_rt_sigtimedwait, &all, nullptr, nullptr, 8);
        if (signal > 0) std::printf("caught %ld\n", signal);
    }
    return 1;
}

/** descriptors [FILE]: the numbers of all open descriptors, on one line. */
int descriptors(Words words) {
    std::array<bool, 65536> open{}; // looked at first: FILE takes a number, too
    for (int number = 0; number < static_cast<int>(open.size()); ++number) {
        open[static_cast<std::size_t>(number)] = fcntl(number, F_GETFD) >= 0;
    }
    std::FILE* const out = words.empty() ? stdout : std::fopen(words[0], "we");
    if (out == nullptr) return 1;
    const char* before = "";
    for (std::size_t number = 0; number < open.size(); ++number) {
        if (!open[number]) continue;
        std::fprintf(out, "%s%zu", before, number);
        before = " ";
    }
    std::fputs("\n", out);
    return std::fclose(out);
}

/** Whether the entry of /proc with this name is a process that nobody has reaped. */
bool is_zombie(const char* process) {
    std::array<char, 64> path;
    std::snprintf(path.data(), path.size(), "/proc/%s/stat", process);
    std::FILE* const file = std::fopen(path.data(), "re");
    if (file == nullptr) return false;
    std::array<char, 256> line{};
    const bool read = std::fgets(line.data(), line.size(), file) != nullptr;
    std::fclose(file);
    const char* const name_end = std::strrchr(line.data(), ')'); // the name may hold anything
    return read && name_end != nullptr && name_end[2] == 'Z';
}

int count_zombies() {
    DIR* const processes = opendir("/proc");
    if (processes == nullptr) return -1;
    int count = 0;
    while (const dirent* const entry = readdir(processes)) {
        const bool is_process = entry->d_name[0] >= '0' && entry->d_name[0] <= '9';
        if (is_process && is_zombie(entry->d_name)) ++count;
    }
    closedir(processes);
    return count;
}

/** A child whose child outlives it: that one becomes an orphan, and exits. */
bool make_orphan() {
    const pid_t child = fork();
    if (child == 0) _exit(fork() < 0 ? 1 : 0);
    int status = 0;
    return waitpid(child, &status, 0) == child && status == 0;
}

/** orphans N: makes so many, then says how many zombies are there one second later at most. */
int orphans(Words words) {
    if (words.empty()) return misuse;
    for (int count = std::atoi(words[0]); count > 0; --count) {
        if (!make_orphan()) return 1;
    }
    int zombies = count_zombies();
    for (int tries = 0; zombies != 0 && tries < 100; ++tries) {
        usleep(10'000);
        zombies = count_zombies();
    }
    std::printf("zombies %d\n", zombies);
    return 0;
}

/** Leaves so many children: most have ended by then, the others end when we have. */
[[noreturn]] void desert(int count) {
    std::array<int, 2> until_then{};
    if (pipe2(until_then.data(), O_CLOEXEC) != 0) _exit(1);
    for (; count > 0; --count) {
        const bool outlives = count % 50 == 0;
        const pid_t child = outlives ? fork() : vfork();
        if (child < 0) _exit(1);
        if (child != 0) continue;
        char none = 0;
        if (outlives && (close(until_then[1]) != 0 || read(until_then[0], &none, 1) != 0)) _exit(0);
        _exit(1 + count % 250);
    }
    _exit(0);
}

/** One crowd of orphans at once. */
bool make_crowd(int count) {
    const pid_t child = fork();
    if (child == 0) desert(count);
    int status = 0;
    return waitpid(child, &status, 0) == child && status == 0;
}

/** Sleeps until there are no more processes than that, ended ones too. */
bool settle(unsigned processes) {
    struct sysinfo now {};
    for (int tries = 0; tries < 3000; ++tries) {
        if (sysinfo(&now) == 0 && now.procs <= processes) return true;
        usleep(10'000);
    }
    return false;
}

/**
 * shed N STATUS: makes so many orphans, in crowds that end before whoever reaps them is let run, so
 * that one SIGCHLD stands for many; the last crowd when this ends itself, with that status.
 */
int shed(Words words) {
    constexpr int crowd = 1000;
    const int first = 1; // musl has no sched_setscheduler(2)
    struct sysinfo before {};
    if (words.size() < 2 || sysinfo(&before) != 0) return misuse;
    // A container may not: then some end by themselves.
    syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &first);
    const unsigned settled = before.procs + 4U; // how many of the kernel's own there are varies
    for (int left = std::atoi(words[0]); left > 0; left -= crowd) {
        if (!settle(settled) || !make_crowd(std::min(left, crowd))) return misuse;
    }
    return std::atoi(words[1]);
}

int exit_with(Words words) {
    return words.empty() ? misuse : std::atoi(words[0]);
}

/** user: the effective user id. */
int user(Words) {
    std::printf("%u\n", geteuid());
    return 0;
}

/** raise N: dies of that signal, if it is one that kills. */
int raise_signal(Words words) {
    if (!words.empty()) kill(getpid(), std::atoi(words[0]));
    return misuse;
}

/** high N COMMAND...: executes it with descriptor N open, which is what 0 is. */
int high(Words words) {
    if (words.size() < 2 || dup2(0, std::atoi(words[0])) < 0) return misuse;
    execvp(words[1], words.data() + 1);
    return misuse;
}

/** storm A B: renames A to B and back again, without end. */
int storm(Words words) {
    if (words.size() != 2) return misuse;
    mkdir(words[0], 0755);
    while (true) {
        static_cast<void>(std::rename(words[0], words[1]));
        static_cast<void>(std::rename(words[1], words[0]));
    }
}

/** exchange A B: swaps the two, atomically, without end. */
int exchange(Words words) {
    constexpr unsigned swap = 2; // RENAME_EXCHANGE
    if (words.size() != 2) return misuse;
    while (true) syscall(SYS_renameat2, AT_FDCWD, words[0], AT_FDCWD, words[1], swap);
}

/** escape: the classic way out of a chroot: an open directory, a second chroot, and up. */
int escape(Words) {
    const int top = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat before {};
    struct stat after {};
    if (stat("/", &before) < 0 || chroot("/tmp") < 0 || fchdir(top) < 0) return misuse;
    for (int level = 0; level < 64; ++level) {
        if (chdir("..") < 0) return misuse;
    }
    if (chroot(".") < 0 || stat("/", &after) < 0) return misuse;
    const bool same = before.st_dev == after.st_dev && before.st_ino == after.st_ino;
    std::puts(same ? "inside" : "OUTSIDE");
    return same ? 0 : 1;
}

/** without NUMBER COMMAND...: executes it under a filter that refuses this call, as containers do. */
int without(Words words) {
    if (words.size() < 2) return misuse;
    const auto number = static_cast<unsigned>(std::atoi(words[0]));
    std::array<sock_filter, 4> program = {
        {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
         BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
         BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
         BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)}};
    const sock_fprog filter{program.size(), program.data()};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0) return misuse;
    execvp(words[1], words.subspan(1).data());
    return misuse;
}

/** call NUMBER [ARGUMENT...]: makes one system call; 0 when it went well, else its errno. */
int call(Words words) {
    if (words.empty() || words.size() > 7) return misuse;
    std::array<unsigned long, 7> values{};
    std::ranges::transform(words, values.begin(),
                           [](const char* word) { return std::strtoul(word, nullptr, 0); });
    const long answer = syscall(static_cast<long>(values[0]), values[1], values[2], values[3],
                                values[4], values[5], values[6]);
    std::printf("%d\n", answer < 0 ? errno : 0);
    return 0;
}

/** known FIRST LAST: how many of these system calls answer something else than ENOSYS. */
int known(Words words) {
    if (words.size() != 2) return misuse;
    int count = 0;
    for (long number = std::atol(words[0]); number <= std::atol(words[1]); ++number) {
        if (syscall(number, 0, 0, 0, 0, 0, 0) >= 0 || errno != ENOSYS) ++count;
    }
    std::printf("%d\n", count);
    return 0;
}

/** inject: puts input into the terminal on descriptor 0 in each way that there is; the errnos. */
int inject(Words) {
    constexpr std::array<unsigned long, 2> requests = {TIOCSTI, TIOCLINUX};
    for (const unsigned long request : requests) {
        for (const unsigned long high : {0UL, 1UL << 32, ~0UL << 32}) {
            const long answer = syscall(SYS_ioctl, 0, request | high, "\x03");
            std::printf("%d ", answer < 0 ? errno : 0);
        }
    }
    std::puts("");
    return 0;
}

/** loosen COMMAND...: loads a filter that allows everything, then executes it. */
int loosen(Words words) {
    sock_filter allow{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
    const sock_fprog program{1, &allow};
    if (words.empty() || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0) return 1;
    execvp(words[0], words.data());
    return misuse;
}

void* add_one(void* sum) {
    ++*static_cast<int*>(sum); // one after the other: each is joined
    return nullptr;
}

/** threads N: starts so many, and says how many have run. */
int threads(Words words) {
    if (words.empty()) return misuse;
    int sum = 0;
    for (int count = std::atoi(words[0]); count > 0; --count) {
        pthread_t thread{};
        if (pthread_create(&thread, nullptr, add_one, &sum) != 0) return 1;
        pthread_join(thread, nullptr);
    }
    std::printf("%d\n", sum);
    return 0;
}

/** Opens a file for writing, by whatever name, and spoils it: true when that worked. */
bool spoil(const char* name) {
    const int file = open(name, O_RDWR | O_CLOEXEC);
    if (file < 0) return false;
    const bool spoiled = write(file, "X", 1) == 1;
    close(file);
    return spoiled;
}

/** What a hunter has got hold of. */
struct Prey {
    unsigned long inode, device; ///< as stat(1) tells them
    int held = -1;               ///< open for reading
    int read = 0;                ///< how often it could be opened for that
    int written = 0;
};

/** Tries to get at one process's program, directly and through what is held already. */
void hunt_one(Prey& prey, const char* process) {
    std::array<char, 64> name;
    std::snprintf(name.data(), name.size(), "/proc/%s/exe", process);
    struct stat found {};
    const int file = open(name.data(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    if (fstat(file, &found) < 0 || found.st_ino != prey.inode || found.st_dev != prey.device) {
        close(file);
        return;
    }
    ++prey.read;
    prey.written += spoil(name.data()) ? 1 : 0;
    close(prey.held);
    prey.held = file;
    std::snprintf(name.data(), name.size(), "/proc/self/fd/%d", file);
    prey.written += spoil(name.data()) ? 1 : 0;
}

/** hunt INODE DEVICE: until input comes, tries to write to this program, which others run. */
int hunt(Words words) {
    if (words.size() != 2) return misuse;
    Prey prey{std::strtoul(words[0], nullptr, 10), std::strtoul(words[1], nullptr, 10)};
    std::puts("hunting");
    std::fflush(stdout);
    for (pollfd input{0, POLLIN, 0}; poll(&input, 1, 0) == 0;) {
        DIR* const processes = opendir("/proc");
        while (const dirent* const entry = readdir(processes)) hunt_one(prey, entry->d_name);
        closedir(processes);
    }
    std::printf("read %d written %d\n", prey.read, prey.written);
    return 0;
}

/** A file without holes, with the head of a swap area of 256 pages. */
bool make_swap(const char* path) {
    static std::array<char, 1 << 20> area{};
    area[1024] = 1;                 // the version
    const std::uint32_t last = 255; // page
    std::memcpy(&area[1028], &last, sizeof last);
    std::memcpy(&area[4086], "SWAPSPACE2", 10); // at the end of the first page
    const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const bool written = write(file, area.data(), area.size()) == ssize_t{1 << 20};
    return written && fsync(file) == 0 && close(file) == 0;
}

/** Makes a loop device of a file, which stays when nobody uses it any more. */
bool attach(const char* path, const char* device) {
    const int file = open(path, O_RDWR | O_CLOEXEC);
    const int loop = open(device, O_RDWR | O_CLOEXEC);
    const bool attached = ioctl(loop, LOOP_SET_FD, file) == 0;
    return close(file) == 0 && close(loop) == 0 && attached;
}

/** Makes /dev/dm-0 of the first 8 MiB of a device. */
bool map(const char* device) {
    struct {
        dm_ioctl head;
        dm_target_spec target;
        std::array<char, 64> table;
    } request{};
    const int control = open("/dev/mapper/control", O_RDWR | O_CLOEXEC);
    std::snprintf(request.table.data(), request.table.size(), "%s 0", device);
    std::memcpy(request.target.target_type, "linear", 7);
    request.target.length = 16384;
    for (const unsigned long command : {DM_DEV_CREATE, DM_TABLE_LOAD, DM_DEV_SUSPEND}) {
        request.head = {};
        request.head.version[0] = DM_VERSION_MAJOR;
        request.head.data_size = sizeof request;
        request.head.data_start = sizeof request.head;
        request.head.target_count = 1;
        std::memcpy(request.head.name, "probe", 6);
        if (syscall(SYS_ioctl, control, command, &request) != 0) return false;
    }
    return close(control) == 0;
}

/** One that cannot be ended: it writes to what is frozen. */
void start_stuck_writer() {
    if (fork() != 0) return;
    setsid();
    for (int number = 0; number < 3; ++number) close(number);
    _exit(open("/disk/stuck", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

/** random: whether the kernel has random numbers to give already. */
int random_ready(Words) {
    char byte = 0;
    const bool ready = syscall(SYS_getrandom, &byte, 1, GRND_NONBLOCK) == 1;
    std::puts(ready ? "ready" : std::strerror(errno));
    return 0;
}

/** kexec: loads a kernel of a few instructions, which says NEXT on the first line and resets. */
int load_next_kernel(Words) {
    static constexpr std::uint8_t code[] = {
        0x48, 0x8d, 0x35, 0x1a, 0,    0,    0, // lea rsi, [text]
        0x66, 0xba, 0xf8, 0x03,                // mov dx, 0x3f8
        0xac,                                  // next: lodsb
        0x84, 0xc0,                            // test al, al
        0x74, 0x03,                            // jz end
        0xee,                                  // out dx, al
        0xeb, 0xf8,                            // jmp next
        0xb0, 0xfe,                            // end: mov al, 0xfe
        0xe6, 0x64,                            // out 0x64, al: the keyboard's controller resets
        0xf4,                                  // hlt
        0xeb, 0xfd,                            // jmp to that
        0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 'N', 'E', 'X', 'T', '\n', 0}; // text
    constexpr unsigned long place = 16 << 20;
    kexec_segment segment{};
    segment.buf = code;
    segment.bufsz = sizeof code;
    segment.mem = reinterpret_cast<const void*>(place); // NOLINT
    segment.memsz = 4096;
    return syscall(SYS_kexec_load, place, 1, &segment, KEXEC_ARCH_DEFAULT) == 0 ? 0 : errno;
}

/** burden DEVICE none|swap|frozen|layers|held: mounts it for the machine's process 1, with a file, and uses it
 *  so. Layers are a file system on a mapped device on a loop device on its file "image"; held is a swap in
 *  place of that file system. */
int burden(Words words) {
    if (words.size() != 2) return misuse;
    const std::string_view use(words[1]);
    const int space = open("/proc/1/ns/mnt", O_RDONLY | O_CLOEXEC);
    if (setns(space, CLONE_NEWNS) != 0 || mkdir("/disk", 0700) != 0) return 1;
    if (mount(words[0], "/disk", "ext4", 0, nullptr) != 0) return 2;
    const int file = open("/disk/kept", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (write(file, "kept", 4) != 4 || close(file) != 0) return 3;
    if (use == "swap" && (!make_swap("/disk/swap") || swapon("/disk/swap", 0) != 0)) return 4;
    if (use == "layers" || use == "held") {
        if (!attach("/disk/image", "/dev/loop0") || !attach("/disk/kept", "/dev/loop1")) return 6;
        if (!map("/dev/loop0")) return 7;
        const bool used = use == "held" ? make_swap("/dev/dm-0") && swapon("/dev/dm-0", 0) == 0
                                        : mount("/dev/dm-0", "/disk/on", "ext4", 0, nullptr) == 0;
        return used ? 0 : 8;
    }
    if (use != "frozen") return 0;
    const int place = open("/disk", O_RDONLY | O_CLOEXEC);
    if (syscall(SYS_ioctl, place, FIFREEZE, 0) != 0) return 5; // musl's takes an int
    start_stuck_writer();
    usleep(300'000);
    return 0;
}

struct Row {
    std::string_view name;
    int (*act)(Words words);
};

constexpr Row table[] = {
    {"mask", mask},
    {"with-signals", with_signals},
    {"catch", catch_signals},
    {"orphans", orphans},
    {"shed", shed},
    {"descriptors", descriptors},
    {"exit", exit_with},
    {"raise", raise_signal},
    {"user", user},
    {"escape", escape},
    {"high", high},
    {"storm", storm},
    {"call", call},
    {"known", known},
    {"inject", inject},
    {"loosen", loosen},
    {"threads", threads},
    {"without", without},
    {"exchange", exchange},
    {"hunt", hunt},
    {"burden", burden},
    {"random", random_ready},
    {"kexec", load_next_kernel},
};

} // namespace

int main(int count, char** arguments) {
    const Words words(arguments, static_cast<std::size_t>(count));
    if (words.size() < 2) return misuse;
    const auto* const row = std::ranges::find(table, std::string_view(words[1]), &Row::name);
    return row == std::end(table) ? misuse : row->act(words.subspan(2));
}

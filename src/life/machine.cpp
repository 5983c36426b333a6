#include "life/machine.hpp"

#include "life/ending.hpp"
#include "plan/tables.hpp"
#include "spec/words.hpp"
#include "steps/rootfs.hpp"
#include "system/signals.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace launch {

namespace {

constexpr std::uint32_t drain_milliseconds = 2000;

/** The image is ours, so paths will do. What cannot be mounted is missed by whoever needs it. */
void mount_tolerantly(const Mount& row) {
    static_cast<void>(make_directory(here, row.target));
    static_cast<void>(mount(row.type, row.target, row.type, row.flags, row.data));
}

/** A stuck line must not stop the shutdown, so a child waits for it, and we for the child. */
void drain_lines(const Descriptor& signals, const Spec& spec) {
    pid_t child = 0;
    const bool forked = fork_into(0, child).has_value();
    if (forked && child == 0) {
        for (const char* line : {"/dev/console", spec.report, spec.output, spec.errors}) {
            if (line != nullptr) drain_output(line);
        }
        exit_now(0);
    }
    if (!reap_all(signals, -1, drain_milliseconds) && forked) send_signal(child, SIGKILL);
}

} // namespace

Result<> boot_machine() {
    for (int number = 0; number < 3; ++number) make_nonblocking(number);
    const bool cut_short = root_is_full();
    static_cast<void>(leave_initial_rootfs()); // on a kernel that lets it stay, we stay
    std::ranges::for_each(machine_mounts, mount_tolerantly);
    claim_ctrl_alt_delete();
    static_cast<void>(raise_loopback()); // a kernel without networks is fine
    if (cut_short) {
        return refuse("unpack initramfs"_t, nullptr,
                      "it does not fit into half of the memory and was cut short"_t);
    }
    return {};
}

Result<> list_all_words(std::span<char> text, std::span<char*>& words) {
    const auto count = count_words(text);
    if (!count) return Failure(count.error());
    const auto done = pointer_memory(*count + 1, words);
    if (!done) return done;
    words = words.first(*count);
    list_words(text, words);
    return done;
}

Result<> read_file_words(std::span<char*>& words) {
    std::span<char> file;
    const auto mapped = map_file("/launch.words", file);
    if (mapped.error().is(ENOENT)) return {}; // that is as good as an empty one
    return mapped ? list_all_words(file, words) : mapped;
}

Result<> read_kernel_words(std::span<char*>& words) {
    // The kernel's line is bounded by COMMAND_LINE_SIZE, 2048 on x86 and arm64, 4096 on s390.
    std::span<char> text;
    auto done = text_memory(8192, text);
    if (!done) return done;
    std::size_t length = 0;
    done = read_file("/proc/cmdline", text.first(text.size() - 1), length);
    if (!done) return done;
    done = pointer_memory(length + 1, words); // a word takes a byte at least
    if (!done) return done;
    const auto count = split_command_line(text.first(length + 1), words.first(length));
    words = words.first(*count);
    return count ? done : Failure(count.error());
}

void shut_down(const Descriptor& signals, const Spec& spec, Power power) {
    end_processes(signals, -1, 0, spec.life.grace);
    flush_file_systems();
    drain_lines(signals, spec);
    for (auto row = std::rbegin(machine_mounts); row != std::rend(machine_mounts); ++row) {
        static_cast<void>(unmount(row->target, 0)); // one that is busy stays: the kernel ends it
    }
    set_power(power);
    while (true) wait_for({}, -1); // the kernel refused: PID 1 still never exits
}

void panic_machine() {
    exit_now(1);
}

} // namespace launch

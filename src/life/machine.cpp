#include "life/machine.hpp"

#include "base/names.hpp"
#include "life/ending.hpp"
#include "life/wording.hpp"
#include "plan/tables.hpp"
#include "spec/words.hpp"
#include "steps/modules.hpp"
#include "steps/rootfs.hpp"
#include "system/loops.hpp"
#include "system/mapper.hpp"
#include "system/signals.hpp"
#include "system/trees.hpp"
#include "system/vsock.hpp"
#include "system/watchdog.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <fcntl.h>

namespace launch {

namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t drain_milliseconds = 2000;
constexpr unsigned most_exit_code = 126;   ///< which seven bits carry
constexpr int settling_milliseconds = 200; ///< the kernel has a worker of its own for that

/**
 * The image is ours, so paths will do. What has no place gets one; what cannot be mounted is missed by
 * whoever needs it.
 */
void mount_tolerantly(const Mount& row) {
    while (!mount(row.type, row.target, row.type, row.flags, row.data) &&
           make_directory(here, row.target)) {}
}

void mount_machine(std::size_t first, std::size_t end) {
    for (; first < end; ++first) mount_tolerantly(machine_mounts[first]);
}

void send_what_lines_hold(const Down& down) {
    const Spec& spec = down.spec;
    for (const char* line : {"/dev/console", spec.report, spec.output, spec.errors}) {
        if (line != nullptr) drain_output(line);
    }
}

/** What hangs must not stop the shutdown, so a child does it, and we wait for that. */
bool do_within(std::uint32_t milliseconds, const Down& down, void (*act)(const Down&)) {
    pid_t child = 0;
    if (!fork_into(0, child)) return true;
    if (child == 0) {
        act(down);
        exit_now(0);
    }
    const bool in_time = reap_all(down.signals, child, milliseconds);
    if (!in_time) send_signal(child, SIGKILL);
    return in_time;
}

/** Says which process it is; those of the kernel execute nothing. */
bool tell_survivor(void* down, const char* name) {
    std::array<char, PATH_MAX> program;
    TextOf<64> link;
    link.add("/proc/").add(name).add("/exe");
    const bool own = is_same(sized(name), "1") || *name < '0' || *name > '9';
    if (own || !read_link(here, link.c_str(), program)) return true;
    TextOf<PATH_MAX> process;
    process.add(name).space().add(program.data());
    const Refusal stays{"end process"_t, "it is still there"_t};
    static_cast<const Down*>(down)->say(Error(stays, process.c_str()));
    return true;
}

void tell_survivors(Down& down) {
    Descriptor proc;
    const auto opened = open_path("/proc", O_RDONLY | O_DIRECTORY, proc);
    if (opened) static_cast<void>(each_entry(proc, tell_survivor, &down));
}

/** The devices that there are: /dev, which stays mounted for them. */
struct Devices {
    Descriptor all;
    const Down* told = nullptr; ///< who is to know what is in use
};

/** A loop device that is in use goes with its last user. */
bool detach_device(void* argument, const char* name) {
    const Devices& devices = *static_cast<const Devices*>(argument);
    const bool stays =
        is_like("dm-* ", name) || (is_like("loop* ", name) && detach_loop(devices.all.get(), name));
    const Refusal used{"detach"_t, "it is still in use"_t};
    if (stays && devices.told != nullptr) devices.told->say(Error(used, name));
    return true;
}

/** Detaches what is on other devices or on files, as far as nobody uses it. */
void detach_devices(Devices& devices) {
    unmap_devices();
    const auto opened = open_path("/dev", O_RDONLY | O_DIRECTORY, devices.all);
    if (opened) static_cast<void>(each_entry(devices.all, detach_device, &devices));
}

/** Unmounts what a line of mountinfo (proc(5)) tells of; false when a device's file system stays. */
bool unmount_line(std::string_view line, const Down& down, Devices& devices) {
    for (int column = 1; column < 3; ++column) take_word(line);
    const bool on_device = !begins(take_word(line), "0:");
    take_word(line);
    TextOf<PATH_MAX> path;
    path.add(take_word(line));
    auto unmounted = unmount(path.c_str(), 0);
    if (unmounted || !on_device) return true;
    detach_devices(devices); // what is mounted on them was newer, and is gone
    unmounted = unmount(path.c_str(), 0);
    if (unmounted) return true;
    down.say(unmounted.error());
    return false;
}

/** The kernel's emergency way, for what is left of devices. */
void make_read_only(const Down& down) {
    static_cast<void>(write_all(*down.trigger, "u"sv));
    wait_for({}, settling_milliseconds);
    flush_file_systems();
    send_what_lines_hold(down);
}

/** The newest first. */
void take_down(const Down& down) {
    flush_file_systems();
    std::array<char, 8192> memory;
    auto mounts = read_in(here, "/proc/self/mountinfo", memory);
    bool whole = down.all_ended;
    Devices devices;
    detach_devices(devices);
    while (!mounts.empty()) {
        mounts.remove_suffix(1); // the newline
        const auto line = behind_last(mounts, '\n');
        if (!unmount_line(line, down, devices)) whole = false;
        mounts.remove_suffix(line.size());
    }
    devices.told = &down;
    detach_devices(devices);
    if (!whole) make_read_only(down);
}

/** The last word; meanwhile the lines send what they hold. */
void tell_host(const Down& down) {
    TextOf<64> text;
    text.add("EXIT_STATUS=").number(down.code);
    const auto told = notify_host(down.boot.texts[BootWords::notify], text.view());
    if (!told) down.say(told.error());
    await_host(down.lines.port);
    send_what_lines_hold(down);
}

} // namespace

void drain_lines(const Down& down) {
    do_within(drain_milliseconds, down, send_what_lines_hold);
}

Result<> boot_machine() {
    const bool cut_short = root_is_full();
    mount_machine(0, first_mounts);
    if (cut_short) {
        return refuse("unpack initramfs"_t,
                      "it does not fit into half of the memory and was cut short"_t);
    }
    return {};
}

void furnish_successor() {
    mount_machine(first_mounts, successor_mounts);
}

void furnish_machine(std::size_t mounted) {
    for (int number = 0; number < 3; ++number) set_blocking(number, false);
    mount_machine(mounted, std::size(machine_mounts));
    static_cast<void>(raise_loopback()); // a kernel without networks is fine
}

Result<> list_all_words(std::span<char> text, std::span<char*>& words) {
    std::size_t count = 0;
    auto done = count_words(text, count);
    if (done) done = pointer_memory(count + 1, words);
    if (!done) return done;
    words = words.first(count);
    list_words(text, words);
    return done;
}

Result<> read_file_words(std::span<char*>& words) {
    std::span<char> file;
    const auto mapped = map_file("/launch.words", file);
    if (mapped.error().is(ENOENT)) return {}; // that is as good as an empty one
    return mapped ? list_all_words(file, words) : mapped;
}

Result<> read_kernel_line(char** memory, KernelLine& words) {
    char* const text = reinterpret_cast<char*>(memory); // NOLINT(*-reinterpret-cast)
    std::size_t length = 0;
    Descriptor file; // which gives all of it at once (proc_create_single)
    Result<> done = open_path("/proc/cmdline", O_RDONLY, file);
    if (done) done = read_some(file.get(), {text, most_of_line}, length);
    if (!done) return done;
    return split_command_line({text, length + 1}, memory + length / sizeof(char*) + 1, words);
}

void shut_down(Down& down, Power power) {
    down.all_ended = end_processes(down.signals, -1, 0, down.spec.life.grace);
    if (!down.all_ended) tell_survivors(down);
    drain_lines(down);
    down.lines.timeline.reach(Stage::unmount);
    Descriptor trigger; // for which /proc stays
    static_cast<void>(open_path("/proc/sysrq-trigger", O_WRONLY, trigger));
    down.trigger = &trigger;
    if (!do_within(down.spec.down_within, down, take_down)) {
        down.say(Refusal{"unmount file systems"_t, "it takes too long"_t});
        do_within(drain_milliseconds, down, make_read_only);
    }
    down.lines.timeline.reach(Stage::off);
    down.lines.report_timeline();
    do_within(drain_milliseconds, down, tell_host);
    // Never 0: that would be the status of a QEMU that could not start.
    if (down.failed) tell_panic(down.boot);
    if (down.boot.debug_exit) write_port(Port::debug_exit, std::min(down.code, most_exit_code) + 1);
    close_watchdog(down.watchdog);
    set_power(power);
    set_power(Power::reboot);      // no kernel was loaded for kexec
    while (true) wait_for({}, -1); // the kernel refused: PID 1 still never exits
}

void tell_panic(const BootWords& boot) {
    if (boot.pvpanic) write_port(Port::panic, 1);
}

void panic_machine() {
    exit_now(1);
}

} // namespace launch

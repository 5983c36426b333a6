#include "verbs/target.hpp"

#include "base/names.hpp"
#include "life/states.hpp"
#include "spec/options.hpp"
#include "system/namespaces.hpp"
#include "system/procfs.hpp"
#include "system/signals.hpp"
#include "system/system.hpp"

#include <array>
#include <cstring>
#include <fcntl.h>

namespace launch {

namespace {

constexpr pid_t highest_process = 0x7fffffff;

enum class Executes : std::uint8_t { launch, other, secret };

/** What a process executes, as far as we may know: an init shows itself to root only. */
Executes look_at_program(pid_t process) {
    Descriptor theirs, ours;
    if (!open_of_process(process, "exe", O_PATH, theirs)) return Executes::secret;
    if (!open_of_process(0, "exe", O_PATH, ours)) return Executes::secret;
    return same_file(theirs, ours) ? Executes::launch : Executes::other;
}

/**
 * It executes launch, and sees the same processes, mounts and ids as we: so what runs inside cannot
 * pose as a launcher.
 */
bool is_launcher(pid_t process) {
    if (look_at_program(process) != Executes::launch) return false;
    for (const char* const file : {"ns/pid", "ns/user", "ns/mnt"}) {
        // A machine's debug shell has its own root; nobody else is process 1 of our pid namespace.
        if (process == 1 && file[3] == 'm') return true;
        if (namespace_number(process, file) != namespace_number(0, file)) return false;
    }
    return true;
}

/** The first word of a list of children, taken off it. */
pid_t take_process(std::string_view& list) {
    return static_cast<pid_t>(number(take_word(list), highest_process).value_or(0));
}

/** The children of a process. */
std::string_view read_children(pid_t process, std::span<char> memory) {
    TextOf<64> name;
    name.add("task/").number(static_cast<std::uint64_t>(process)).add("/children");
    return read_proc(process, name.c_str(), memory);
}

/** A child that is 1 in its pid namespace; else the last one that is no other program. */
pid_t find_init(pid_t launcher) {
    std::array<char, 4096> memory;
    pid_t found = 0;
    for (auto list = read_children(launcher, memory); !list.empty();) {
        const pid_t child = take_process(list);
        std::array<char, 4096> status;
        const auto numbers = find_value(read_proc(child, "status", status), "\nNSpid:");
        if (ends(numbers, "\t1")) return child;
        if (child != 0 && look_at_program(child) != Executes::other) found = child;
    }
    return found;
}

/** Holds a process that is a child of `parent` (0: of anybody). */
void hold(Held& held, pid_t process, pid_t parent) {
    Descriptor pidfd;
    const auto opened = open_process(process, pidfd);
    const ProcessState state = examine_process(process);
    if (process == 0 || !opened || state.start == 0) return;
    if (parent != 0 && state.parent != parent) return;
    held.process = process;
    held.pidfd = pidfd.release();
}

/** The command is the init's first child, or takes its place (--init=no). */
void hold_command(Target& target) {
    const pid_t init = target.init.process;
    if (init == 0) return;
    if (look_at_program(init) == Executes::other) {
        return hold(target.command, init, target.launcher.process);
    }
    std::array<char, 4096> memory;
    auto list = read_children(init, memory);
    hold(target.command, take_process(list), init);
}

/** The number that a name, a pid file or a word stands for; 0 for none. */
pid_t find_number(const char* word) {
    std::array<char, 8192> memory;
    auto text = sized(word);
    if (std::strchr(word, '/') != nullptr) {
        text = read_in(here, word, memory);
        text = take_line(text);
    } else if (is_plain_name(word)) {
        Descriptor folder;
        std::string_view state;
        if (open_states(false, folder)) state = read_state(folder, word, memory);
        if (!state.empty()) return static_cast<pid_t>(launch::find_number(state, R"("pid":)"));
    }
    return static_cast<pid_t>(number(text, highest_process).value_or(0));
}

/** Climbs from a process to its launcher. */
void find_from(pid_t process, Target& target) {
    pid_t below = 0;
    for (pid_t each = process; each > 0; each = examine_process(each).parent) {
        if (is_launcher(each)) {
            // Of a chroot's init, which has no namespaces of its own, it is the parent; but who has
            // become us may have started the run before.
            const pid_t parent = examine_process(each).parent;
            const bool climbs = parent > 0 && parent != own_process() && is_launcher(parent);
            hold(target.launcher, climbs ? parent : each, 0);
            if (climbs) below = each;
            break;
        }
        below = each;
    }
    const pid_t launcher = target.launcher.process;
    if (launcher == 0 || !is_launcher(launcher)) return; // held, it is looked at once more
    hold(target.init, below != 0 ? below : find_init(launcher), launcher);
    hold_command(target);
}

} // namespace

Result<> open_of_process(pid_t process, const char* name, int flags, Descriptor& place) {
    TextOf<64> path;
    return open_path(proc_path(path, process, name), flags, place);
}

std::uint64_t number_of(const NamespaceKind& kind, pid_t process) {
    TextOf<64> file;
    return namespace_number(process, file.add("ns/").add(kind.file).c_str());
}

Result<> find_target(const char* word, Target& target) {
    if (const pid_t process = find_number(word); process != 0) find_from(process, target);
    if (target.init.process != 0) return {};
    return refuse("find run"_t, word, "there is none of this name, number or file for this user"_t);
}

} // namespace launch

/** `launch enter TARGET`: one more command in a run, made to be what the run's own one is. */
#include "verbs/enter.hpp"

#include "base/names.hpp"
#include "life/machine.hpp"
#include "plan/mappable_ids.hpp"
#include "plan/parts.hpp"
#include "spec/options.hpp"
#include "spec/words.hpp"
#include "system/credentials.hpp"
#include "system/procfs.hpp"
#include "verbs/run.hpp"
#include "verbs/target.hpp"

#include <algorithm>
#include <cstring>
#include <fcntl.h>

namespace launch {

namespace {

/** What can be said anew; all else is as the run has it. */
constexpr NameList own_options = "--env\0--clear-env\0--chdir\0--user\0--groups\0--uid\0--gid\0"
                                 "--tty\0--timeout\0--grace\0--dry-run\0--verbose\0"_list;

Result<> read_own_words(std::span<char* const> words, Spec& spec) {
    spec.command = {};
    auto done = parse(words, spec);
    for (char* const word : words.first(words.size() - spec.command.size())) {
        std::string_view name;
        value_of(word, name);
        const bool known = !begins(name, "--") || name.size() == 2 ||
                           find_name(own_options.text(), name) != no_name;
        if (done && !known)
            done = refuse("enter with"_t, word, "that is for the run itself to say"_t);
    }
    return done;
}

/** A machine's PID 1 has its words from where its own view of files has them, and from the kernel. */
Result<> read_machine_words(Spec& spec) {
    std::span<char> file;
    std::span<char*> words;
    Result<> done;
    if (map_file("/proc/1/root/launch.words", file)) done = list_all_words(file, words);
    if (done) done = parse(words, spec);
    KernelLine line;
    std::span<char*> memory;
    if (done) done = pointer_memory(line_memory, memory);
    if (done) done = read_kernel_line(memory.data(), line);
    return done ? parse(line.behind, spec) : done;
}

/** The words that the run was started with. */
Result<> read_words_of(pid_t launcher, Spec& spec) {
    constexpr std::uint64_t first_pid_namespace = 0xEFFFFFFC; // PROC_PID_INIT_INO of the kernel
    if (launcher == 1 && namespace_number(1, "ns/pid") == first_pid_namespace) {
        return read_machine_words(spec);
    }
    constexpr std::size_t most = 1 << 20;
    std::span<char> text;
    auto done = text_memory(most, text);
    if (done) text = text.first(read_proc(launcher, "cmdline", text).size());
    std::span<char*> rest;
    if (done) done = list_all_words(text, rest);
    if (!done) return done;
    if (rest.size() < 2 || text.size() == most) {
        return refuse("enter"_t, "its words are unknown"_t);
    }
    rest = rest.subspan(std::strcmp(rest[1], "run") == 0 ? 2 : 1);
    if (!rest.empty() && std::strcmp(rest[0], "enter") == 0) {
        return refuse("enter"_t, "this process has itself entered a run: name that one"_t);
    }
    return parse(rest, spec);
}

/** Who has started it: `line` is that of /proc/PID/status. */
std::uint32_t id_of(std::string_view status, const char* line) {
    return static_cast<std::uint32_t>(find_number(status, line));
}

Result<> find_starter(pid_t launcher, Run& run) {
    std::array<char, 8192> memory;
    const auto status = read_proc(launcher, "status", memory);
    run.facts.user = id_of(status, "\nUid:");
    run.facts.group = id_of(status, "\nGid:");
    const auto user = own_credentials().user;
    if (user != 0 && user != run.facts.user) {
        return refuse("enter"_t, "only root enters what another user has started"_t);
    }
    auto groups = find_value(status, "\nGroups:");
    while (!groups.empty()) {
        const auto group = number(take_word(groups), highest_id);
        if (group) static_cast<void>(run.context.groups.push(*group));
    }
    return {};
}

void read_maps(pid_t process, Spec& spec) {
    std::array<char, 4096> memory;
    spec.user_ranges.clear();
    spec.group_ranges.clear();
    mapped_ranges(read_proc(process, "uid_map", memory), spec.user_ranges);
    mapped_ranges(read_proc(process, "gid_map", memory), spec.group_ranges);
}

/** Through which process the run is entered: an ordinary user's init shows itself to root only. */
Held& way_in(Target& target, const Facts& facts) {
    return facts.user == 0 ? target.init : target.command;
}

/** Opens what leads inside, and sees in which namespaces that differs from us. */
Result<> open_way(Held& way, Run& run, WayIn& into) {
    for (const NamespaceKind& kind : namespace_kinds) {
        const bool differs = number_of(kind, way.process) != number_of(kind, 0);
        if (differs) into.namespaces |= kind.flag;
    }
    Context& context = run.context;
    auto opened = open_of_process(way.process, "root", O_PATH | O_DIRECTORY, context.root);
    if (!opened) opened.error().set_action("enter"_t);
    if (!opened) opened.error().object = "the run's root"_t.packed;
    if (!opened) return opened;
    context.target = Descriptor(way.pidfd);
    if (process_of(context.target) != way.process) return refuse("enter"_t, "it has ended"_t);
    return {};
}

/** What the run's own words want of a command, and of what they were read where. */
bool find_wishes(const Target& target, Run& run) {
    Spec& spec = run.spec;
    Stop& why = run.why;
    const pid_t launcher = target.launcher.process;
    if (!why.check(read_words_of(launcher, spec)) || !why.check(find_starter(launcher, run))) {
        return false;
    }
    spec.life = {};
    spec.name = spec.pid_file = nullptr;
    spec.info = spec.record = -1;
    spec.dry_run = spec.verbose = spec.help = spec.version = false;
    if (!wants_filter_file(spec)) return true;
    Descriptor directory;
    const auto opened = open_of_process(launcher, "cwd", O_PATH, directory);
    if (opened && !why.check(change_directory(directory))) return false;
    return why.check(find_filter(spec, run.facts));
}

/** From the target to a plan. */
bool prepare_entry(std::span<char* const> words, Run& run) {
    Stop& why = run.why;
    if (words.empty()) return why.because("enter"_t, "name a run"_t);
    Target target;
    if (!why.check(find_target(words[0], target)) || !find_wishes(target, run)) return false;
    Spec& spec = run.spec;
    Facts& facts = run.facts;
    Held& way = way_in(target, facts);
    if (way.process == 0) return why.check(refuse("enter"_t, words[0], "its command has ended"_t));
    CgroupPlaces& places = run.context.cgroup.made.places;
    if (!find_places(target.init.process, target.launcher.process, places)) {
        return why.because("enter"_t, "its cgroup is out of sight here"_t);
    }
    WayIn into{0, own_credentials().user == 0, !places.empty()};
    if (!why.check(open_way(way, run, into))) return false;
    settle(spec, facts);
    if (is_new(spec, CLONE_NEWUSER)) read_maps(way.process, spec);
    if (!why.check(read_own_words(words.subspan(1), spec))) return false;
    look_at_terminal(spec, facts);
    return why.check(fill_entry(run.steps, spec, facts, into));
}

[[gnu::noinline]] int enter_run(Run& run, std::span<char* const> words, SignalSet blocked) {
    if (run.why.check_rights() && prepare_entry(words, run)) {
        if (run.spec.dry_run) return print_only(run);
        if (start_on_host(run, {blocked, stop_ignoring_children()})) return see_through(run);
    }
    return complain(run.why);
}

} // namespace

int enter(std::span<char* const> words, SignalSet blocked) {
    Run run;
    exit_now(enter_run(run, words, blocked)); // which closes what destructors would
}

} // namespace launch

/** `launch` as the PID 1 of a machine: it boots, runs the command, tells the host, goes down. */
#include "verbs/boot_root.hpp"
#include "verbs/run.hpp"

#include "life/ending.hpp"
#include "life/machine.hpp"
#include "life/requests.hpp"
#include "plan/tables.hpp"
#include "spec/options.hpp"
#include "system/procfs.hpp"
#include "system/signals.hpp"
#include "system/vsock.hpp"
#include "verbs/prompt.hpp"

#include <climits>
#include <csignal>

namespace launch {

namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t longest_pause = 60'000; ///< milliseconds between two lives

void say_last(Error error) {
    TextOf<8192> sentence;
    word_error(sentence, error);
    say_as_machine(sentence.view(), Level::error);
}

/** Adds what one mouth says; a command of an earlier one stays when this one names none. */
bool take_words(Run& run, std::span<char*> words) {
    const auto command = run.spec.command;
    const bool well = run.why.check(parse(words, run.spec));
    if (run.spec.command.empty()) run.spec.command = command;
    return well;
}

/** Boot and words; what was read before a failure still counts. */
bool boot(Run& run, char** memory) {
    const bool booted = run.why.check(boot_machine());
    std::span<char*> words;
    const bool read = take_boot_words(run, memory) && booted &&
                      run.why.check(read_file_words(words)) && take_words(run, words) &&
                      take_words(run, run.kernel_line.behind);
    take_init(run);
    if (run.spec.hands_over) {
        furnish_successor();
    } else {
        static_cast<void>(leave_initial_rootfs()); // on a kernel that lets it stay, we stay
        furnish_machine(first_mounts);
    }
    return read;
}

/** The events of a machine. */
void attend(Run& run) {
    run.events.machine = run.events.adopts = true;
    run.events.lines = &run.lines;
}

/** Opens signals and lines. */
bool listen_to_all(Run& run) {
    attend(run);
    return listen(run) && run.why.check(run.lines.open(run.spec, run.context, run.buffers));
}

/** Says how soon PID 1 ends when memory runs short, and what it starts from then on
 *  (proc_pid_oom_score_adj(5)). */
void set_oom_score(std::string_view score) {
    static_cast<void>(write_file(here, "/proc/self/oom_score_adj", score));
}

/** A process of its own waits for the host. */
void tell_ready(const char* place) {
    pid_t process = 0;
    if (place == nullptr || !fork_into(0, process) || process != 0) return;
    const auto told = notify_host(place, "READY=1"sv);
    if (!told) say_last(told.error());
    exit_now(0);
}

/** From the Plan to the command's end. */
bool live(Run& run, Status& status) {
    set_oom_score("0"sv);
    const bool started = start(run, {});
    set_oom_score("-1000"sv);
    if (!started) return false;
    run.lines.timeline.reach(Stage::command);
    tell_ready(run.boot.texts[BootWords::notify]);
    run.lines.grant_input();
    supervise(run.child, run.events, status);
    end_limits(run);
    run.lines.finish();
    tell_timings(run);
    return true;
}

template <class T> void renew(T& value) {
    std::destroy_at(&value);
    new (&value) T();
}

/** What one life has opened is not for the next. */
void forget_life(Run& run) {
    char* const* const environment = run.context.environment;
    char** const home = run.context.home;
    renew(run.context);
    renew(run.child);
    run.context.environment = environment;
    run.context.home = home;
}

/**
 * Reaps and listens for that time, or until there is something to read from `input`, unless that is
 * -1; true when the end of the machine was asked for.
 */
bool rest(const Run& run, std::uint64_t milliseconds, int input, Status& status) {
    const std::uint64_t end = milliseconds_now() + milliseconds;
    while (true) {
        const std::uint64_t now = milliseconds_now();
        if (now >= end) return false;
        const auto left = static_cast<int>(std::min<std::uint64_t>(end - now, INT_MAX));
        if ((wait_for_input(run.events.signals.get(), input, left) & 2) != 0) return false;
        const auto signal = static_cast<int>(next_signal(run.events.signals).ssi_signo);
        const Power* const power = requested_power(run.spec.life.dialect, signal);
        if (power != nullptr) {
            status = {Status::Kind::requested, 0, *power};
            return true;
        }
        reap_ended(-1);
    }
}

bool ends_for_good(const Respawn& respawn, const Status& status) {
    const bool well = status.kind == Status::Kind::exited && status.value == 0;
    return !respawn.wanted || status.kind == Status::Kind::requested ||
           (respawn.on_failure && well);
}

void say_again(const Status& status, std::uint64_t pause) {
    TextOf<256> sentence;
    word_status(sentence, status);
    sentence.add("; again in "_t).number(pause).add(" ms");
    say(sentence.view(), Level::warning);
}

/** From the Spec to the command's end, and with --respawn to that of its last life. */
bool run_command(Run& run, Status& status) {
    const Respawn& respawn = run.spec.respawn;
    std::uint64_t pause = respawn.delay;
    std::uint32_t soon = 0; // lives in a row that were short
    if (!prepare(run, true)) return false;
    while (true) {
        const std::uint64_t began = milliseconds_now();
        if (!live(run, status)) return false;
        if (ends_for_good(respawn, status)) return true;
        if (milliseconds_now() - began >= respawn.window) {
            soon = 0;
            pause = respawn.delay;
        } else if (++soon > respawn.max && respawn.max != 0) {
            return run.why.because("run the command again"_t,
                                   "it has ended too often (--respawn=max)"_t);
        }
        say_again(status, pause);
        if (rest(run, pause, -1, status)) return true;
        const std::uint64_t most = std::max(longest_pause, respawn.delay);
        pause = std::clamp<std::uint64_t>(pause * 2, 1, most); // grows from nothing, too
        forget_life(run);
    }
}

/** What is done instead wants no root over "/", and the disk that this is on has to go down. */
void let_go(Descriptor& root) {
    static_cast<void>(detach_tree(root));
    root.close();
    leave_directory();
}

bool set_up(Start& start) {
    const WholeModes whole(start.context.umask);
    return start.do_all(Place::prepare) && start.do_all(Place::init);
}

/** --exec: comes back only when it has failed. */
bool hand_over(Run& run) {
    if (!prepare(run, true) || !begin(run)) return false;
    const Inherited nothing;
    Start start{run.steps, run.context, nothing, run.timings, nullptr};
    if (set_up(start)) {
        run.lines.timeline.reach(Stage::command);
        run.lines.report_timeline("handover\n");
        tell_timings(run);
        block_signals(0);
        start.do_all(Place::command);
        block_signals(all_signals);
    } else {
        let_go(run.context.root);
    }
    explain(run, start);
    return false;
}

void conclude(Run& run, const Status& status, const Down& down) {
    std::array<char, 8192> memory;
    TextOf<128> record;
    const auto killed = find_number(read_in(here, "/proc/vmstat", memory), "\noom_kill ");
    if (killed != 0) record.add("oom ").number(killed).line();
    record_status(record, status);
    run.lines.conclude(record.view());
    drain_lines(down); // the kernel's log takes another way, and would overtake
    TextOf<128> sentence;
    word_status(sentence, status);
    say(sentence.view());
}

/** Answers the exit code. */
int conclude(Run& run) {
    const int code = complain(run.why);
    TextOf<16384> record;
    record_failure(record, code, run.why.sentence.view());
    run.lines.conclude(record.view());
    return code;
}

/** A shell with all doors open: that of the disk's root, when it is there. */
void want_shell(Spec& spec) {
    spec.privileged = true;
    if (is_directory("/sysroot/bin")) spec.root = "/sysroot";
}

/** --on-failure=shell: the root's own shell on the console, with all doors open, or a few words. */
Power rescue(Run& failed) {
    Run run;
    Status status{};
    want_shell(run.spec);
    attend(run);
    run.events.signals = std::move(failed.events.signals);
    say(sized("here is a shell; the machine powers off when it ends"_t.text()));
    if (!run_command(run, status)) {
        complain(run.why);
        say(sized("state, log or reboot?"_t.text()));
        while (!rest(run, ~0U, 0, status) && answer_word(failed.why, status.power)) {}
    }
    failed.events.signals = std::move(run.events.signals);
    return status.power;
}

/** --debug-shell: the root's own shell on its line, among PID 1's processes, again and again. */
[[noreturn, gnu::noinline]] void be_debug_shell(const char* line) {
    constexpr int pause = 1000; // milliseconds, should it fail at once
    while (true) {
        run_beside(nullptr, line, {});
        wait_for({}, pause);
    }
}

/** Answers its process; 0 without one. */
pid_t start_debug_shell(const Spec& spec) {
    pid_t process = 0;
    if (spec.debug_shell == nullptr || !fork_into(0, process)) return 0;
    if (process == 0) be_debug_shell(spec.debug_shell);
    return process;
}

static_assert(static_cast<int>(Policy::kexec) == static_cast<int>(Power::kexec)); // and before

/** --on-failure: answers which power the failure leads to. */
Power give_up(Run& run) {
    const Policy policy = run.spec.on_failure;
    if (policy == Policy::panic) {
        tell_panic(run.boot);
        panic_machine();
    }
    return policy == Policy::shell ? rescue(run) : static_cast<Power>(policy);
}

/** --help, --version and --dry-run are answered on the console. */
bool answer_on_console(Run& run) {
    if (asks(run.spec)) return answer(run.spec).has_value();
    if (!run.spec.dry_run || !prepare(run, true)) return false;
    return print_plan(run.steps).has_value();
}

[[noreturn, gnu::noinline]] void act_as_machine(Run& run, char** memory) {
    Status status;
    run.lines.timeline.reach(Stage::mounts);
    const bool booted = boot(run, memory);
    const bool listening = listen_to_all(run); // after a failure, too, which is to be reported
    const pid_t shell = start_debug_shell(run.spec);
    const bool rooted = booted && listening && take_boot_root(run, status);
    const bool well = rooted ? answer_on_console(run) ||
                                   (run.spec.hands_over ? hand_over(run) : run_command(run, status))
                             : status.kind == Status::Kind::requested;
    if (shell != 0) send_signal(shell, SIGKILL); // it would ask a shell to end, which says no
    const int code = well ? exit_code(status) : conclude(run);
    Down down{run.events.signals,          run.spec, run.lines, run.watchdog, say_last,
              static_cast<unsigned>(code), !well,    run.boot};
    if (well) {
        conclude(run, status, down);
    } else {
        if (run.spec.hands_over) furnish_machine(successor_mounts);
        status.power = give_up(run);
    }
    shut_down(down, status.power);
}

} // namespace

void run_beside(const char* root, const char* console, std::span<char* const> command) {
    Run run;
    Status status;
    want_shell(run.spec);
    if (root != nullptr) run.spec.root = root;
    run.spec.namespaces = CLONE_NEWNS;
    run.spec.console = console;
    run.spec.command = command;
    if (!listen(run) || !run_command(run, status)) complain(run.why);
}

void run_machine() {
    std::array<char*, line_memory> memory; // NOLINT(*-member-init): little of it is used
    Run run;
    act_as_machine(run, memory.data());
}

} // namespace launch

#include "verbs/run.hpp"

#include "spec/options.hpp"
#include "steps/guard.hpp"
#include "system/credentials.hpp"
#include "system/mount_namespaces.hpp"
#include "verbs/verbs.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace launch {

namespace {

using namespace std::string_view_literals;

constexpr const char* version_line = "launch " LAUNCH_VERSION "\n";
constexpr Literal usage() {
    return "Usage: launch [VERB] [OPTIONS] --root DIR [--] [COMMAND [ARG...]]\n"
           "\n"
           "Runs COMMAND (default: /bin/sh -l) isolated in the directory DIR. As PID 1 of a "
           "machine it\n"
           "mounts what a machine needs, takes its words from what follows -- in /proc/cmdline and "
           "from\n"
           "/launch.words, and powers off when the command has ended.\n"_t;
}
constexpr Literal exit_codes() {
    return "\n"
           "Exit status: the command's; 128+N when signal N killed it; 127 "
           "when it was not found, 126 when\n"
           "it could not be executed, 125 when launch itself failed.\n"_t;
}

/** Prints a text, and shows when it was cut. */
Result<> print(int descriptor, const Text& text) {
    auto written = write_patiently(descriptor, text.view());
    if (written && text.cut()) written = write_patiently(descriptor, "...\n"sv);
    return written;
}

void say_stamp(const Stamp& stamp) {
    TextOf<8192> line;
    if (stamp.time != 0) line.add("timings: "_t).number(stamp.time).add(" ns: ");
    line.add(stamp.stage);
    if (stamp.step != nullptr) describe_step(line, *stamp.step);
    say(line.view(), Level::information);
}

void say_step(const Step& step) {
    say_stamp({0, &step, {}});
}

/** Says it in the kernel's log, whose records have bounds: what is long takes several. */
bool log(std::string_view sentence, Level level) {
    constexpr std::size_t most = 900; // printk.c, LOG_LINE_MAX: 976 with what stands before
    Descriptor kernel;
    Result<> done = open_path("/dev/kmsg", O_WRONLY, kernel);
    while (done && !sentence.empty()) {
        TextOf<1024> line;
        std::size_t count = 0;
        const auto part = sentence.substr(0, most);
        line.add("<").number(static_cast<unsigned>(level)).add(">launch: ").add_printable(part);
        line.line(); // without it the kernel would wait for the rest, and show nothing
        done = write_some(kernel.get(), line.view(), count);
        sentence.remove_prefix(part.size());
    }
    return done.has_value();
}

void say_on_stderr(std::string_view sentence) {
    TextOf<8192> line;
    line.add("launch: "_t).add_printable(sentence).line();
    static_cast<void>(print(STDERR_FILENO, line)); // there is nobody else to tell
}

std::size_t count(char* const* words) {
    std::size_t number = 0;
    while (words[number] != nullptr) ++number;
    return number;
}

/** Where the host's mounts cannot be left, they are copied as ever. */
void leave_mounts(Run& run) {
    if (run.spec.propagation != Propagation::left) return;
    const bool leaves =
        can_leave_mounts(run.spec, run.facts) && find_small_mounts(run.context.target);
    if (!leaves) run.spec.propagation = Propagation::isolated;
}

} // namespace

bool begin(Run& run) {
    run.timings.note("make the plan"_t);
    if (run.context.environment != nullptr) return true; // the command has lived before
    if (!run.why.check(run.watch.begin(run.spec, run.facts.root))) return false;
    run.context.watched = Watch::wanted(run.spec);
    const std::size_t size = count(environ) + run.spec.environment.size() + 4;
    std::span<char*> memory = run.variables;
    if (size > memory.size() && !run.why.check(pointer_memory(size, memory))) return false;
    run.context.home = fill_environment(run.spec, run.facts, environ, memory);
    run.context.environment = memory.data();
    return true;
}

bool Stop::because(Error error) {
    if (sentence.view().empty()) word_error(sentence, error);
    return false;
}

bool Stop::because(Literal action, Literal reason) {
    return because(Refusal{action, reason});
}

bool Stop::check_rights() {
    if (!own_credentials().elevated) return true;
    return because("start"_t, "launch must not be set-user-id"_t);
}

Result<> print_out(const Text& text) {
    auto printed = print(STDOUT_FILENO, text);
    if (!printed) printed.error().object = "to standard output"_t.packed;
    return printed;
}

void say_as_machine(std::string_view sentence, Level level) {
    if (!log(sentence, level)) say_on_stderr(sentence);
}

void say(std::string_view sentence, Level level) {
    if (is_machine()) return say_as_machine(sentence, level);
    say_on_stderr(sentence);
}

void warn_of(Result<> done) {
    if (done) return;
    TextOf<8192> sentence;
    word_error(sentence, done.error());
    say(sentence.view());
}

bool asks(const Spec& spec) {
    return spec.help || spec.version;
}

Result<> answer(const Spec& spec) {
    TextOf<16384> text;
    if (spec.help) {
        text.add(usage());
        describe_verbs(text);
        describe_options(text);
        text.add(exit_codes());
    } else {
        text.add(version_line);
    }
    return print_out(text);
}

Result<> print_plan(const Plan& plan) {
    std::span<char> memory;
    const auto made = text_memory(1 << 20, memory); // a small stack is no reason to fail
    if (!made) return made;
    Text text(memory);
    describe_plan(text, plan);
    return print_out(text);
}

int complain(const Stop& why) {
    say(why.sentence.view());
    return why.code;
}

int conclude(Stop& why, Result<> done) {
    return why.check(done) ? 0 : complain(why);
}

bool listen(Run& run) {
    return run.why.check(open_signals(run.events.signals));
}

bool prepare(Run& run, bool machine) {
    if (run.spec.timings && !run.why.check(run.timings.begin())) return false;
    run.timings.note("read the options"_t);
    if (!run.why.check(survey(run.spec, machine, run.names, run.facts))) return false;
    settle(run.spec, run.facts);
    leave_mounts(run);
    if (run.spec.mounts.size() > usual_mounts && !run.why.check(run.steps.make_room())) {
        return false;
    }
    return run.why.check(fill_plan(run.steps, run.spec, run.facts));
}

void explain(Run& run, const Start& start) {
    run.why.code = word_report(run.why.sentence, start.why, run.steps);
}

bool start(Run& run, const Inherited& inherited) {
    if (!begin(run)) return false;
    Start start{run.steps, run.context, inherited, run.timings,
                run.spec.verbose ? say_step : nullptr};
    if (!run.events.machine) start.signals = &run.events.signals; // there they are requests
    const bool started = spawn(start, run.child);
    for (Descriptor& stream : run.context.streams) stream.close(); // the command has its own
    run.context.target.close();
    if (started) {
        // It runs, and nobody is served by its end. (Not called in vain, as it has much on its stack.)
        const bool tells = run.context.watched || run.spec.record >= 0;
        if (tells) warn_of(run.watch.tell(run.spec, run.child));
        return true;
    }
    explain(run, start);
    if (start.ended_by != 0) run.why.code = 128 + start.ended_by;
    return false;
}

void tell_timings(const Run& run) {
    run.timings.conclude(say_stamp);
}

void end_limits(Run& run) {
    if (!run.context.cgroup.guard) return; // none, or that of a run that was entered
    const bool told = run.spec.verbose || run.spec.record >= 0;
    run.usage = read_usage(run.context.cgroup.made.places, told);
    dismiss_guard(run.context.cgroup);
    if (!run.spec.verbose && run.usage.counts[oom_kills] == 0) return;
    TextOf<2048> sentence;
    word_usage(sentence, run.usage, run.spec.cgroup);
    say(sentence.view());
}

} // namespace launch

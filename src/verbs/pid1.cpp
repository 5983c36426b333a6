/** `launch` as the PID 1 of a machine: it boots, runs the command, tells the host, goes down. */
#include "verbs/run.hpp"

#include "life/machine.hpp"
#include "spec/options.hpp"

namespace launch {

namespace {

/** Adds what one mouth says; a command of an earlier one stays when this one names none. */
bool take_words(const Result<std::span<char* const>>& words, Spec& spec, Stop& why) {
    if (!words) return why.because(words.error());
    const auto command = spec.command;
    if (const auto parsed = parse(*words, spec); !parsed) return why.because(parsed.error());
    if (spec.command.empty()) spec.command = command;
    return true;
}

/** Boot and words; what was read before a failure still counts. */
bool boot(Spec& spec, Stop& why) {
    if (const auto booted = boot_machine(); !booted) return why.because(booted.error());
    return take_words(read_file_words(), spec, why) && take_words(read_kernel_words(), spec, why);
}

bool listen(Run& run, Stop& why) {
    auto signals = open_signals();
    if (!signals) return why.because(signals.error());
    run.events.signals = std::move(*signals);
    run.events.machine = true;
    run.events.adopts = true;
    run.events.lines = &run.lines;
    const auto opened = run.lines.open(run.spec, run.context);
    return opened ? true : why.because(opened.error());
}

/** From the Spec to the command's end. */
bool run_command(Run& run, Stop& why, Status& status) {
    if (!prepare(run, true, why) || !start(run, {}, why)) return false;
    run.lines.grant_input();
    status = supervise(run.child, run.events);
    run.lines.finish();
    return true;
}

void conclude(Run& run, const Status& status) {
    TextOf<128> sentence;
    word_status(sentence, status);
    say(sentence.view());
    TextOf<64> record;
    record_status(record, status);
    run.lines.report(record.view());
}

void conclude(Run& run, const Stop& why) {
    say(why.sentence.view());
    TextOf<8300> record;
    record_failure(record, why.code, why.sentence.view());
    run.lines.report(record.view());
}

/** --on-failure=shell: the root's own shell on the console, with all doors open. */
void rescue(Descriptor& signals) {
    Run run;
    Stop why;
    Status status;
    run.spec.privileged = true;
    run.events = {std::move(signals), &run.lines, true, true};
    say("here is a shell; the machine powers off when it ends");
    if (!run_command(run, why, status)) say(why.sentence.view());
    signals = std::move(run.events.signals);
}

[[noreturn]] void give_up(Run& run) {
    switch (run.spec.on_failure) {
    case Policy::shell: rescue(run.events.signals); [[fallthrough]];
    case Policy::poweroff: shut_down(run.events.signals, run.spec, Power::off);
    case Policy::reboot: shut_down(run.events.signals, run.spec, Power::reboot);
    case Policy::halt: shut_down(run.events.signals, run.spec, Power::halt);
    case Policy::panic: panic_machine();
    }
    panic_machine();
}

/** --help, --version and --dry-run are answered on the console. */
bool answer_on_console(Run& run, Stop& why) {
    if (asks(run.spec)) return answer(run.spec).has_value();
    if (!run.spec.dry_run || !prepare(run, true, why)) return false;
    return print_plan(run.steps).has_value();
}

} // namespace

void run_machine() {
    Run run;
    Stop why;
    Stop second; // what fails after a failure does not matter
    Status status;
    bool well = boot(run.spec, why);
    well = listen(run, well ? why : second) && well;
    if (well && (answer_on_console(run, why) || run_command(run, why, status))) {
        conclude(run, status);
        shut_down(run.events.signals, run.spec, status.power);
    }
    conclude(run, why);
    give_up(run);
}

} // namespace launch

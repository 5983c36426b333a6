/** `launch` on a host, in a container, in itself: one command, and its exit code. */
#include "verbs/run.hpp"

#include "spec/options.hpp"
#include "system/credentials.hpp"
#include "system/signals.hpp"

namespace launch {

namespace {

/** Words to Spec. */
bool read_words(std::span<char* const> words, Spec& spec, Stop& why) {
    if (own_credentials().elevated) {
        return why.because(Refusal{"start", "launch must not be set-user-id"});
    }
    const auto parsed = parse(words, spec);
    return parsed ? true : why.because(parsed.error());
}

/** Running command to exit code. */
int see_through(Run& run) {
    const Status status = supervise(run.child, run.events);
    reclaim_terminal();
    if (run.spec.verbose) {
        TextOf<128> sentence;
        word_status(sentence, status);
        say(sentence.view());
    }
    return exit_code(status);
}

bool start_on_host(Run& run, SignalSet blocked, Stop& why) {
    auto signals = open_signals();
    if (!signals) return why.because(signals.error());
    run.events.signals = std::move(*signals);
    run.events.adopts = own_process() == 1;
    return start(run, {blocked, stop_ignoring_children()}, why);
}

int complain(const Stop& why) {
    say(why.sentence.view());
    return why.code;
}

/** The exit code of what only prints. */
int printed(const Result<>& done) {
    if (done) return 0;
    Stop why;
    why.because(done.error());
    return complain(why);
}

} // namespace

int launch_command(std::span<char* const> words, SignalSet blocked) {
    Run run;
    Stop why;
    bool well = read_words(words, run.spec, why);
    if (well && asks(run.spec)) return printed(answer(run.spec));
    well = well && prepare(run, false, why);
    if (well && run.spec.dry_run) return printed(print_plan(run.steps));
    if (well && start_on_host(run, blocked, why)) return see_through(run);
    return complain(why);
}

} // namespace launch

/** `launch` on a host, in a container, in itself: one command, and its exit code. */
#include "verbs/run.hpp"

#include "spec/options.hpp"
#include "system/credentials.hpp"
#include "system/signals.hpp"

namespace launch {

namespace {

/** Words to Spec. */
bool read_words(Run& run, std::span<char* const> words) {
    if (own_credentials().elevated) {
        return run.why.because(Refusal{"start", "launch must not be set-user-id"});
    }
    return run.why.check(parse(words, run.spec));
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

bool start_on_host(Run& run, SignalSet blocked) {
    return listen(run) && start(run, {blocked, stop_ignoring_children()});
}

/** The exit code of what only prints. */
int printed(Run& run, const Result<>& done) {
    return run.why.check(done) ? 0 : complain(run.why);
}

/** Words to exit code. */
[[gnu::noinline]] int act_on_host(Run& run, std::span<char* const> words, SignalSet blocked) {
    if (!read_words(run, words)) return complain(run.why);
    if (asks(run.spec)) return printed(run, answer(run.spec));
    if (!prepare(run, false)) return complain(run.why);
    if (run.spec.dry_run) return printed(run, print_plan(run.steps));
    return start_on_host(run, blocked) ? see_through(run) : complain(run.why);
}

} // namespace

int launch_command(std::span<char* const> words, SignalSet blocked) {
    Run run;
    return act_on_host(run, words, blocked);
}

} // namespace launch

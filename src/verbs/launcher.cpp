/** `launch` on a host, in a container, in itself: one command, and its exit code. */
#include "verbs/run.hpp"

#include "spec/options.hpp"
#include "system/credentials.hpp"
#include "system/signals.hpp"

#include <algorithm>
#include <cstring>

namespace launch {

namespace {

/**
 * The words as they were: the parser cuts them in place, and others read them in /proc/PID/cmdline.
 * They lie one behind the other.
 */
class KeptWords {
public:
    explicit KeptWords(std::span<char* const> words) {
        if (words.empty()) return;
        place = {words.front(), words.back() + std::strlen(words.back())};
        copy = room;
        if (place.size() > copy.size()) copy = text_memory(place.size()).value_or({});
        if (place.size() <= copy.size()) std::ranges::copy(place, copy.begin());
    }
    KeptWords(const KeptWords&) = delete;
    KeptWords& operator=(const KeptWords&) = delete;

    void put_back() {
        if (place.size() <= copy.size()) std::copy_n(copy.begin(), place.size(), place.begin());
    }

private:
    std::span<char> place, copy;
    std::array<char, 8192> room;
};

/** Words to Spec. */
bool read_words(Run& run, std::span<char* const> words) {
    if (own_credentials().elevated) {
        return run.why.because(Refusal{"start", "launch must not be set-user-id"});
    }
    return run.why.check(parse(words, run.spec)) && run.why.check(check_watchers(run.spec));
}

/** Running command to exit code. */
int see_through(Run& run) {
    run.status = supervise(run.child, run.events);
    reclaim_terminal();
    if (run.spec.verbose) {
        TextOf<128> sentence;
        word_status(sentence, run.status);
        say(sentence.view());
    }
    return exit_code(run.status);
}

bool start_on_host(Run& run, SignalSet blocked) {
    run.events.adopts = own_process() == 1;
    return listen(run) && start(run, {blocked, stop_ignoring_children()});
}

/** The exit code of what only prints. */
int printed(Run& run, const Result<>& done) {
    return run.why.check(done) ? 0 : complain(run.why);
}

/** Words to exit code. */
[[gnu::noinline]] int act_on_host(Run& run, std::span<char* const> words, SignalSet blocked) {
    KeptWords kept(words);
    if (!read_words(run, words)) return complain(run.why);
    if (asks(run.spec)) return printed(run, answer(run.spec));
    if (!prepare(run, false)) return complain(run.why);
    if (run.spec.dry_run) return printed(run, print_plan(run.steps));
    if (!start_on_host(run, blocked)) return complain(run.why);
    kept.put_back();
    return see_through(run);
}

/** What is left to do, however it ended: files are removed, and --report-fd is told. */
void conclude(Run& run, int code) {
    run.watch.end(run.spec);
    if (run.spec.record < 0 || asks(run.spec) || run.spec.dry_run) return;
    TextOf<65536> text;
    tell_finish(text, {run.spec.name, code, run.why.sentence.view(), run.status, run.child.usage,
                       run.watch.milliseconds()});
    static_cast<void>(write_patiently(run.spec.record, text.view())); // who asks may be gone
}

} // namespace

int launch_command(std::span<char* const> words, SignalSet blocked) {
    Run run;
    const int code = act_on_host(run, words, blocked);
    conclude(run, code);
    return code;
}

} // namespace launch

/** `launch` on a host, in a container, in itself: one command, and its exit code. */
#include "verbs/run.hpp"

#include "spec/options.hpp"
#include "spec/words.hpp"
#include "system/credentials.hpp"
#include "system/signals.hpp"

#include <algorithm>
#include <cstring>

namespace launch {

namespace {

/**
 * A copy of the words: the parser cuts them in place, and others read ours in /proc/PID/cmdline. As
 * long as they are not many it takes no system call.
 */
class OwnWords {
public:
    OwnWords() {} // NOLINT(*-use-equals-default,*-member-init): room is room
    OwnWords(const OwnWords&) = delete;
    OwnWords& operator=(const OwnWords&) = delete;

    /** They lie one behind the other. Without memory they are those that were given. */
    std::span<char* const> copy(std::span<char* const> words) {
        if (words.empty()) return words;
        const std::span all(words.front(), words.back() + std::strlen(words.back()) + 1);
        std::span<char> place = room;
        std::span<char*> copies = few;
        if (all.size() > place.size()) place = text_memory(all.size()).value_or({});
        if (words.size() >= copies.size()) {
            copies = pointer_memory(words.size() + 1).value_or({});
        }
        if (place.empty() || copies.empty()) return words;
        std::ranges::copy(all, place.begin());
        list_words(place, copies.first(words.size()));
        copies[words.size()] = nullptr;
        return copies.first(words.size());
    }

private:
    std::array<char, 2048> room;
    std::array<char*, 128> few;
};

/** Words to Spec. */
bool read_words(Run& run, std::span<char* const> words) {
    if (own_credentials().elevated) {
        return run.why.because(Refusal{"start", "launch must not be set-user-id"});
    }
    return run.why.check(parse(words, run.spec)) && run.why.check(check_watchers(run.spec));
}

/** The exit code of what only prints. */
int printed(Run& run, const Result<>& done) {
    return run.why.check(done) ? 0 : complain(run.why);
}

/** Words to exit code. */
[[gnu::noinline]] int act_on_host(Run& run, std::span<char* const> words, SignalSet blocked) {
    OwnWords own;
    if (!read_words(run, own.copy(words))) return complain(run.why);
    if (asks(run.spec)) return printed(run, answer(run.spec));
    if (!prepare(run, false)) return complain(run.why);
    if (run.spec.dry_run) return print_only(run);
    return start_on_host(run, blocked) ? see_through(run) : complain(run.why);
}

/** What is left to do, however it ended: files are removed, and --report-fd is told. */
[[gnu::noinline]] void conclude(Run& run, int code) {
    run.watch.end(run.spec);
    if (run.spec.record < 0 || asks(run.spec) || run.spec.dry_run) return;
    const auto memory = text_memory(65536);
    if (!memory) return;
    Text text(*memory);
    tell_finish(text, {run.spec.name, code, run.why.sentence.view(), run.status, run.child.usage,
                       run.watch.milliseconds(), run.usage});
    static_cast<void>(write_patiently(run.spec.record, text.view())); // who asks may be gone
}

} // namespace

int see_through(Run& run) {
    run.status = supervise(run.child, run.events);
    reclaim_terminal();
    end_limits(run);
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

int print_only(Run& run) {
    return printed(run, print_plan(run.steps));
}

int launch_command(std::span<char* const> words, SignalSet blocked) {
    Run run;
    const int code = act_on_host(run, words, blocked);
    conclude(run, code);
    return code;
}

} // namespace launch

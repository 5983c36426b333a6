/** `launch` on a host, in a container, in itself: one command, and its exit code. */
#include "verbs/run.hpp"

#include "spec/options.hpp"
#include "spec/words.hpp"
#include "system/signals.hpp"

#include <algorithm>
#include <cstring>
#include <fcntl.h>

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
        const std::size_t count = words.size();
        if (all.size() > place.size() && !text_memory(all.size(), place)) return words;
        if (count >= copies.size() && !pointer_memory(count + 1, copies)) return words;
        // At the ends: what the kernel has written lies behind them.
        place = place.last(all.size());
        copies = copies.last(count + 1);
        std::ranges::copy(all, place.begin());
        list_words(place, copies.first(count));
        copies[count] = nullptr;
        return copies.first(count);
    }

private:
    std::array<char*, 64> few;
    std::array<char, 1024> room;
};

/** A run, and behind it its words. */
struct RunOfWords {
    Run run;
    OwnWords own;
};

/** From now on we end with our parent: false when that was before. */
bool follow_parent() {
    const pid_t parent = parent_process(); // 0 when it lies outside of our pid namespace
    die_with_parent();
    return parent_process() == parent;
}

/** Words to Spec. */
bool read_words(Run& run, std::span<char* const> words) {
    Stop& why = run.why;
    if (!why.check_rights() || !why.check(parse(words, run.spec)) ||
        !why.check(check_watchers(run.spec))) {
        return false;
    }
    return !run.spec.life.dies_with_parent || follow_parent() ||
           why.because("start"_t, "its parent has ended"_t);
}

/** In the foreground: waits until the command runs behind, or for why it could not. */
int await_start(Run& run, const Descriptor& pipe, pid_t behind) {
    std::array<char, 1> word;
    std::size_t size = 0;
    static_cast<void>(read_some(pipe.get(), word, size));
    if (size == 1) {
        TextOf<64> text;
        text.number(static_cast<std::uint64_t>(behind)).line();
        return conclude(run.why, print_out(text));
    }
    Ended ended;
    return reap(behind, true, ended) ? exit_code(status_of(ended)) : 125;
}

/** Lets go of the caller's session, and of its terminals, pipes and sockets. */
Result<> leave_caller() {
    Descriptor nothing;
    auto done = new_session();
    if (done) done = open_path("/dev/null", O_RDWR, nothing);
    for (int number = 0; done && number < 3; ++number) {
        Descriptor given(number);
        const bool stays = is_regular(given);
        static_cast<void>(given.release());
        if (!stays) done = become_descriptor(nothing, number);
    }
    return done;
}

/** Goes on in a process behind; answers the exit code of either. */
int run_detached(Run& run, const Inherited& inherited) {
    Pair pair;
    pid_t behind = 0;
    Result<> done = pipe_pair(pair);
    if (done) done = fork_into(0, behind);
    if (!done) return conclude(run.why, done);
    if (behind != 0) {
        pair.theirs.close();
        exit_now(await_start(run, pair.ours, behind)); // the other one tells how it ended
    }
    Descriptor errors = duplicate(2);
    if (!run.why.check(leave_caller()) || !start_on_host(run, inherited)) {
        static_cast<void>(become_descriptor(errors, 2));
        return complain(run.why);
    }
    errors.close();
    std::size_t size = 0;
    static_cast<void>(write_some(pair.theirs.get(), std::string_view("+", 1), size));
    pair.theirs.close();
    return see_through(run);
}

/** Words to exit code. */
[[gnu::noinline]] int act_on_host(Run& run, std::span<char* const> words, SignalSet blocked) {
    if (!read_words(run, words)) return complain(run.why);
    if (asks(run.spec)) return conclude(run.why, answer(run.spec));
    if (!prepare(run, false)) return complain(run.why);
    if (run.spec.dry_run) return print_only(run);
    const Inherited inherited{blocked, stop_ignoring_children()};
    if (run.spec.life.detached) return run_detached(run, inherited);
    return start_on_host(run, inherited) ? see_through(run) : complain(run.why);
}

/** What is left to do, however it ended: files are removed, and --report-fd is told. */
[[gnu::noinline]] void conclude(Run& run, int code) {
    run.watch.end(run.spec);
    tell_timings(run);
    if (run.spec.record < 0 || asks(run.spec) || run.spec.dry_run) return;
    std::span<char> memory;
    if (!text_memory(65536, memory)) return;
    Text text(memory);
    tell_finish(text, {run.spec.name, code, run.why.sentence.view(), run.status, run.child.usage,
                       run.watch.milliseconds(), run.usage});
    static_cast<void>(write_patiently(run.spec.record, text.view())); // who asks may be gone
}

} // namespace

int see_through(Run& run) {
    supervise(run.child, run.events, run.status);
    end_user_network(run.context);
    reclaim_terminal();
    end_limits(run);
    if (run.spec.verbose || run.status.kind == Status::Kind::timed_out) {
        TextOf<128> sentence;
        word_status(sentence, run.status);
        say(sentence.view());
    }
    return exit_code(run.status);
}

bool start_on_host(Run& run, const Inherited& inherited) {
    run.events.adopts = own_process() == 1 || run.spec.life.subreaper;
    return listen(run) && start(run, inherited);
}

int print_only(Run& run) {
    return conclude(run.why, print_plan(run.steps));
}

int launch_command(std::span<char* const> words, SignalSet blocked) {
    RunOfWords here;
    const int code = act_on_host(here.run, here.own.copy(words), blocked);
    conclude(here.run, code);
    exit_now(code); // which closes what destructors would, with less code
}

} // namespace launch

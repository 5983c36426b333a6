/** `launch kill`, `stop`, `pause` and `resume`: signals to a run, and its freezer. */
#include "verbs/enter.hpp"

#include "base/names.hpp"
#include "base/text.hpp"
#include "steps/cgroup_places.hpp"
#include "system/cgroups.hpp"
#include "system/namespaces.hpp"
#include "system/system.hpp"
#include "verbs/run.hpp"
#include "verbs/target.hpp"

#include <csignal>
#include <cstring>
#include <fcntl.h>

namespace launch {

namespace {

constexpr std::uint32_t usual_grace = 10; ///< seconds

/** "TERM", "SIGTERM" or "15"; 0 for none. */
int read_signal(std::string_view word) {
    if (begins(word, "SIG")) word.remove_prefix(3);
    const unsigned known = find_name(signal_names.text(), word);
    return static_cast<int>(known != no_name ? known + 1 : number(word, 64).value_or(0));
}

bool has_ended(const Held& held, std::uint32_t milliseconds) {
    return wait_for_input(held.pidfd, -1, static_cast<int>(milliseconds)) != 0;
}

/** What a verb does with a run, and its option's value; null without that. */
using Act = Result<> (*)(const char* word, const Target& target, const char* value);

Result<> send_to(const char* word, const Target& target, const char* value) {
    const int signal = value == nullptr ? SIGTERM : read_signal(sized(value));
    if (signal == 0)
        return refuse("read signal"_t, value, "neither a name nor a number up to 64"_t);
    if (target.command.process == 0) return refuse("kill"_t, word, "its command has ended"_t);
    return send_signal_to(target.command.pidfd, signal);
}

/** Whoever is frozen already, or goes on already, stays so. */
Result<> freeze_run(const char* word, const Target& target, bool frozen) {
    CgroupPlaces places;
    static_cast<void>(find_places(target.init.process, target.launcher.process, places));
    Result<> done = refuse(frozen ? "pause"_t : "resume"_t, word,
                           "it has no cgroup of its own: start it with --cgroup or a limit"_t);
    for (const CgroupPlace& place : places) {
        if ((place.controllers & in_set(freezer_controller)) == 0) continue;
        Descriptor cgroup;
        done = open_path(place.path.data(), O_PATH | O_DIRECTORY, cgroup);
        if (done) done = freeze(cgroup.get(), frozen);
    }
    return done;
}

Result<> pause_run(const char* word, const Target& target, const char*) {
    return freeze_run(word, target, true);
}

Result<> resume_run(const char* word, const Target& target, const char*) {
    return freeze_run(word, target, false);
}

/** The launcher reports and cleans up, so it is the last to go. */
Result<> stop_run(const char* word, const Target& target, const char* value) {
    const auto grace = value == nullptr ? usual_grace : number(sized(value), 1'000'000);
    if (!grace) return refuse("read --grace"_t, value, "not a number of seconds"_t);
    auto sent = send_signal_to(target.launcher.pidfd, SIGTERM);
    if (!sent) return sent;
    static_cast<void>(
        resume_run(word, target, nullptr)); // paused or stopped, they would not see it
    for (const int each : {target.launcher.pidfd, target.command.pidfd}) {
        static_cast<void>(send_signal_to(each, SIGCONT));
    }
    if (has_ended(target.launcher, *grace * 1000)) return {};
    static_cast<void>(send_signal_to(target.init.pidfd, SIGKILL));
    if (has_ended(target.launcher, 10'000)) return {};
    return refuse("stop"_t, word, "it does not end"_t);
}

/** The words of such a verb: an option with its value, and the run. */
int act_on_run(std::span<char* const> words, const char* option, Act act) {
    Stop why;
    Target target;
    const char* value = nullptr;
    if (words.size() == 3 && std::strcmp(words[0], option) == 0) {
        value = words[1];
        words = words.subspan(2);
    }
    auto done = words.size() == 1 ? find_target(words[0], target)
                                  : refuse("read words"_t, "name one run"_t);
    if (done) done = act(words[0], target, value);
    return conclude(why, done);
}

} // namespace

int send(std::span<char* const> words, SignalSet) {
    return act_on_run(words, "-s", send_to);
}

int stop(std::span<char* const> words, SignalSet) {
    return act_on_run(words, "--grace", stop_run);
}

int pause(std::span<char* const> words, SignalSet) {
    return act_on_run(words, "", pause_run);
}

int resume(std::span<char* const> words, SignalSet) {
    return act_on_run(words, "", resume_run);
}

} // namespace launch

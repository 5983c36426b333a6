#include "verbs/verbs.hpp"

#include "base/names.hpp"
#include "steps/tell.hpp"
#include "verbs/enter.hpp"
#include "verbs/furnish.hpp"
#include "verbs/run.hpp"

#include <algorithm>
#include <cstring>

namespace launch {

namespace {

constexpr Verb verbs[] = {
    {"run", "[OPTIONS] [--] [COMMAND [ARG...]]\0run a command isolated (the default)"_t,
     launch_command},
    {"mount", "ROOT\0mount sys, proc and dev in ROOT, for a plain chroot"_t, furnish},
    {"unmount", "ROOT\0undo that"_t, unfurnish},
    {"enter", "TARGET [OPTIONS] [--] [COMMAND [ARG...]]\0run one more command in a run"_t, enter},
    {"kill", "[-s SIGNAL] TARGET\0send a signal (TERM) to the command of a run"_t, send},
    {"stop", "[--grace SECONDS] TARGET\0end a run: TERM, then after the grace (10) KILL"_t, stop},
    {"pause", "TARGET\0stop all processes of a run that has a cgroup of its own"_t, pause},
    {"resume", "TARGET\0let them go on"_t, resume},
    {"list", "[--json]\0list the runs that have names"_t, list_runs},
    {"inspect", "TARGET [--json]\0show what a run is and may do"_t, inspect},
    {"release", "FILE\0let go of the namespace that --persist has kept on FILE"_t,
     release_namespace},
    {"doctor", "[--json]\0tell what this host allows, what blocks the rest, and the remedy"_t,
     examine_host},
};

} // namespace

int act(std::span<char* const> words, SignalSet blocked) {
    for (const Verb& verb : verbs) {
        if (!words.empty() && std::strcmp(words[0], verb.name) == 0)
            return verb.act(words.subspan(1), blocked);
    }
    return launch_command(words, blocked);
}

void describe_verbs(Text& out) {
    out.add("\nVerbs:\n"_t);
    for (const Verb& verb : verbs) {
        const char* const words = verb.text.text();
        tell(out, "  % %\n      "_t, verb.name, words);
        out.add(behind_nul(words)).add("\n");
    }
}

} // namespace launch

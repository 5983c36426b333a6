#include "verbs/verbs.hpp"

#include "base/names.hpp"
#include "verbs/enter.hpp"
#include "verbs/furnish.hpp"
#include "verbs/run.hpp"

#include <algorithm>
#include <cstring>

namespace launch {

namespace {

constexpr Verb verbs[] = {
    {"run", "[OPTIONS] [--] [COMMAND [ARG...]]"_t, "run a command isolated (the default)"_t,
     launch_command},
    {"mount", "ROOT"_t, "mount sys, proc and dev in ROOT, for a plain chroot"_t, furnish},
    {"unmount", "ROOT"_t, "undo that"_t, unfurnish},
    {"enter", "TARGET [OPTIONS] [--] [COMMAND [ARG...]]"_t, "run one more command in a run"_t,
     enter},
    {"kill", "[-s SIGNAL] TARGET"_t, "send a signal (TERM) to the command of a run"_t, send},
    {"stop", "[--grace SECONDS] TARGET"_t, "end a run: TERM, then after the grace (10) KILL"_t,
     stop},
    {"pause", "TARGET"_t, "stop all processes of a run that has a cgroup of its own"_t, pause},
    {"resume", "TARGET"_t, "let them go on"_t, resume},
    {"list", "[--json]"_t, "list the runs that have names"_t, list_runs},
    {"inspect", "TARGET [--json]"_t, "show what a run is and may do"_t, inspect},
    {"release", "FILE"_t, "let go of the namespace that --persist has kept on FILE"_t,
     release_namespace},
    {"doctor", "[--json]"_t, "tell what this host allows, what blocks the rest, and the remedy"_t,
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
        out.add("  ").add(verb.name).add(" ").add(verb.words).add("\n      "_t).add(verb.help);
        out.add("\n");
    }
}

} // namespace launch

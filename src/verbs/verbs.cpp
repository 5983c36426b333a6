#include "verbs/verbs.hpp"

#include "verbs/enter.hpp"
#include "verbs/furnish.hpp"
#include "verbs/run.hpp"

#include <algorithm>

namespace launch {

namespace {

constexpr Verb verbs[] = {
    {"run", "[OPTIONS] [--] [COMMAND [ARG...]]", "run a command isolated (the default)",
     launch_command},
    {"mount", "ROOT", "mount sys, proc and dev in ROOT, for a plain chroot", furnish},
    {"unmount", "ROOT", "undo that", unfurnish},
    {"enter", "TARGET [OPTIONS] [--] [COMMAND [ARG...]]", "run one more command in a run", enter},
    {"kill", "[-s SIGNAL] TARGET", "send a signal (TERM) to the command of a run", send},
    {"stop", "[--grace SECONDS] TARGET", "end a run: TERM, then after the grace (10) KILL", stop},
    {"list", "[--json]", "list the runs that have names", list_runs},
    {"inspect", "TARGET [--json]", "show what a run is and may do", inspect},
    {"release", "FILE", "let go of the namespace that --persist has kept on FILE",
     release_namespace},
    {"doctor", "[--json]", "tell what this host allows, what blocks the rest, and the remedy",
     examine_host},
};

} // namespace

int act(std::span<char* const> words, SignalSet blocked) {
    for (const Verb& verb : verbs) {
        if (!words.empty() && verb.name == words[0]) return verb.act(words.subspan(1), blocked);
    }
    return launch_command(words, blocked);
}

void describe_verbs(Text& out) {
    out.add("\nVerbs:\n");
    for (const Verb& verb : verbs) {
        out.add("  ").add(verb.name).add(" ").add(verb.words).add("\n      ").add(verb.help);
        out.add("\n");
    }
}

} // namespace launch

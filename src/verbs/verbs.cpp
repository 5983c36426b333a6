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
    {"run\0[OPTIONS] [--] [COMMAND [ARG...]]\0run a command isolated (the default)"_row,
     launch_command},
    {"mount\0ROOT\0mount sys, proc and dev in ROOT, for a plain chroot"_row, furnish},
    {"unmount\0ROOT\0undo that"_row, unfurnish},
    {"enter\0TARGET [OPTIONS] [--] [COMMAND [ARG...]]\0run one more command in a run"_row, enter},
    {"kill\0[-s SIGNAL] TARGET\0send a signal (TERM) to the command of a run"_row, send},
    {"stop\0[--grace SECONDS] TARGET\0end a run: TERM, then after the grace (10) KILL"_row, stop},
    {"pause\0TARGET\0stop all processes of a run that has a cgroup of its own"_row, pause},
    {"resume\0TARGET\0let them go on"_row, resume},
    {"list\0[--json]\0list the runs that have names"_row, list_runs},
    {"inspect\0TARGET [--json]\0show what a run is and may do"_row, inspect},
    {"release\0FILE\0let go of the namespace that --persist has kept on FILE"_row,
     release_namespace},
    {"doctor\0[--json]\0tell what this host allows, what blocks the rest, and the remedy"_row,
     examine_host},
};

} // namespace

int act(std::span<char* const> words, SignalSet blocked) {
    for (const Verb& verb : verbs) {
        if (!words.empty() && std::strcmp(words[0], verb.name()) == 0)
            return verb.act(words.subspan(1), blocked);
    }
    return launch_command(words, blocked);
}

void describe_verbs(Text& out) {
    out.add("\nVerbs:\n"_t);
    for (const Verb& verb : verbs) {
        tell(out, "  % %\n      "_t, verb.name(), verb.words());
        out.add(verb.help()).add("\n");
    }
}

} // namespace launch

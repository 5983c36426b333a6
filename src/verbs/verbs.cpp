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

// Three lists in one order, for pointers from each to each would take more.
constexpr const char* names =
    "run\0mount\0unmount\0enter\0kill\0stop\0pause\0resume\0list\0inspect\0"
    "release\0doctor\0";
/** Of each the words that follow it, and one line for --help. */
constexpr Literal helps =
    "[OPTIONS] [--] [COMMAND [ARG...]]\0run a command isolated (the default)\0"
    "ROOT\0mount sys, proc and dev in ROOT, for a plain chroot\0"
    "ROOT\0undo that\0"
    "TARGET [OPTIONS] [--] [COMMAND [ARG...]]\0run one more command in a run\0"
    "[-s SIGNAL] TARGET\0send a signal (TERM) to the command of a run\0"
    "[--grace SECONDS] TARGET\0end a run: TERM, then after the grace (10) KILL\0"
    "TARGET\0stop all processes of a run that has a cgroup of its own\0"
    "TARGET\0let them go on\0"
    "[--json]\0list the runs that have names\0"
    "TARGET [--json]\0show what a run is and may do\0"
    "FILE\0let go of the namespace that --persist has kept on FILE\0"
    "[--json]\0tell what this host allows, what blocks the rest, and the remedy\0"_t;
/** Answers the exit code. `blocked`: the mask that launch was started with. */
using Act = int (*)(std::span<char* const> words, SignalSet blocked);
constexpr Act acts[] = {
    launch_command, furnish, unfurnish,         enter,       send, stop, pause, resume,
    list_runs,      inspect, release_namespace, examine_host};

} // namespace

int act(std::span<char* const> words, SignalSet blocked) {
    const unsigned verb = words.empty() ? no_name : find_name(names, words[0]);
    return verb == no_name ? launch_command(words, blocked) : acts[verb](words.subspan(1), blocked);
}

void describe_verbs(Text& out) {
    const char* words = helps.text();
    out.add("\nVerbs:\n"_t);
    for (const char* name = names; *name != '\0'; name = behind_nul(name)) {
        const char* const help = behind_nul(words);
        tell(out, "  % %\n      "_t, name, words);
        out.add(help).line();
        words = behind_nul(help);
    }
}

} // namespace launch

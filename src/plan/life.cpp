/** What of the command's life contradicts itself. */
#include "plan/parts.hpp"

namespace launch {

namespace {

/** An option that is given, and cannot hold because of something else that is. */
struct Contradiction {
    bool holds;
    const char* option;
    Literal reason;
};

} // namespace

Result<> check_life(const Spec& spec, const Facts& facts) {
    const Life& life = spec.life;
    const bool has_first = !shares_all(spec) && is_new(spec, CLONE_NEWPID);
    const bool no_tty = facts.machine || life.subreaper || life.detached;
    constexpr Literal no_machines = "it is not for the PID 1 of a machine"_t;
    const Contradiction contradictions[] = {
        {facts.machine && life.dies_with_parent, "--die-with-parent", no_machines},
        {facts.machine && life.detached, "--detach", no_machines},
        {facts.machine && life.no_init, "--init", no_machines},
        {no_tty && life.tty == Tty::yes, "--tty",
         "the command of a machine, of --subreaper and of --detach gets none"_t},
        {life.no_init && !has_first, "--init", "only a new pid namespace has a process 1"_t},
        {life.no_init && life.lingers, "--linger", "without an init nobody waits for the rest"_t},
        {life.detached && life.dies_with_parent, "--die-with-parent",
         "with --detach the parent is left behind"_t},
    };
    for (const Contradiction& each : contradictions) {
        if (each.holds) return refuse("read option"_t, each.option, each.reason);
    }
    return {};
}

} // namespace launch

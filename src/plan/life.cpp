/** What of the command's life contradicts itself. */
#include "plan/parts.hpp"

namespace launch {

namespace {

/** What is given and not for the PID 1 of a machine; null: nothing. */
Literal not_for_machines(const Life& life) {
    if (life.dies_with_parent) return "--die-with-parent"_t;
    if (life.detached) return "--detach"_t;
    return life.no_init ? "--init"_t : Literal{};
}

Result<> check_init(const Spec& spec) {
    if (!spec.life.no_init) return {};
    if (shares_all(spec) || !is_new(spec, CLONE_NEWPID)) {
        return contradicts("--init"_t, "only a new pid namespace has a process 1"_t);
    }
    if (!spec.life.lingers) return {};
    return contradicts("--linger"_t, "without an init nobody waits for the rest"_t);
}

} // namespace

Result<> check_life(const Spec& spec, const Facts& facts) {
    const Life& life = spec.life;
    const Literal given = facts.machine ? not_for_machines(life) : Literal{};
    if (given) return contradicts(given, "it is not for the PID 1 of a machine"_t);
    if (life.tty == Tty::yes && (facts.machine || life.subreaper || life.detached)) {
        return contradicts("--tty"_t,
                           "the command of a machine, of --subreaper and of --detach gets none"_t);
    }
    if (const auto checked = check_init(spec); !checked) return checked;
    if (!life.detached || !life.dies_with_parent) return {};
    return contradicts("--die-with-parent"_t, "with --detach the parent is left behind"_t);
}

} // namespace launch

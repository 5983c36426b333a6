/** Whose session and terminal the command has. */
#include "plan/parts.hpp"

namespace launch {

bool has_new_terminal(const Spec& spec, const Facts& facts) {
    if (facts.machine || spec.life.subreaper || spec.life.detached) return false;
    return spec.life.tty == Tty::automatic ? facts.on_terminal : spec.life.tty == Tty::yes;
}

/** The init leads a session, so that no group of the command's is orphaned: TSTP stops those. */
void add_session(Plan& plan, const Spec& spec, const Facts& facts) {
    if (!spec.life.no_init) add(plan.init, Session{});
    if (has_new_terminal(spec, facts)) add(plan.init, NewTerminal{spec.user});
}

void add_group(Plan& plan, const Spec& spec, const Facts& facts) {
    const bool new_terminal = has_new_terminal(spec, facts);
    if (has_terminal(spec, facts)) return add(plan.command, Foreground{});
    if (new_terminal || facts.machine || spec.life.no_init) {
        return add(plan.command, Session{new_terminal});
    }
    add(plan.command, Group{spec.life.subreaper});
}

} // namespace launch

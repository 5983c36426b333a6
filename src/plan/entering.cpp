/** One more command in a run that is there: it becomes what the run's own command is. */
#include "plan/parts.hpp"

namespace launch {

namespace {

/** Who the entrant is inside, as the init became it. */
void add_somebody(Plan& plan, const Spec& spec, const Facts& facts) {
    if (joins_users(spec)) {
        if (facts.user == 0) add(plan.init, BecomeRoot{false});
    } else if (is_new(spec, CLONE_NEWUSER) && !maps_caller(spec, facts)) {
        add(plan.init, BecomeRoot{true});
    }
}

} // namespace

Result<> fill_entry(Plan& plan, const Spec& spec, const Facts& facts, const WayIn& way) {
    if (const auto checked = check_identity(spec, facts); !checked) return checked;
    if (const auto checked = check_posture(spec, facts); !checked) return checked;
    plan.life = spec.life;
    plan.hides = plan.enters = true;
    if (way.becomes) add(plan.joiner, BecomeStarter{facts.user, facts.group});
    // A user namespace gives an ordinary user rights over the others, and takes those of root.
    const std::uint64_t last = facts.user == 0 ? way.namespaces & CLONE_NEWUSER : 0;
    add(plan.joiner, Enter{way.namespaces & ~last, last});
    if (way.limited) add(plan.outside, EnterCgroup{});
    add(plan.init, ChangeRoot{nullptr});
    add_somebody(plan, spec, facts);
    add_look_up(plan, spec, facts);
    add_session(plan, spec, facts);
    add_command(plan, spec, facts);
    return {};
}

} // namespace launch

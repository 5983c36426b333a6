/** Namespaces that are joined or kept, and the clocks of a new time namespace. */
#include "plan/parts.hpp"

namespace launch {

namespace {

bool sets_clocks(const Spec& spec) {
    return spec.monotonic.has_value() || spec.boottime.has_value();
}

/** Adds what is joined of the kinds in `flags`. */
void add_joins(Plan& plan, const Spec& spec, std::uint64_t flags, bool drop_groups = false) {
    for (std::size_t index = 0; index < spec.joined.size(); ++index) {
        const NamespaceWish& wish = spec.joined[index];
        const bool wanted = (wish.kind->flag & flags) != 0;
        if (wanted) add(plan.joiner, Join{wish, static_cast<std::uint8_t>(index), drop_groups});
    }
}

Result<> check_new_user(const Spec& spec) {
    if (!is_new(spec, CLONE_NEWUSER)) return {};
    if (joins(spec, CLONE_NEWPID) || joins(spec, CLONE_NEWIPC)) {
        return contradicts(
            "--join"_t,
            "a new user namespace has no rights over a joined pid or ipc: join its user, "
            "too"_t);
    }
    if (joins(spec, CLONE_NEWNS) && sets_clocks(spec)) {
        return contradicts("--join"_t,
                           "with a joined mount and a new user namespace no clock can be set"_t);
    }
    return {};
}

} // namespace

Result<> check_joined(const Spec& spec, const Facts&) {
    for (const NamespaceWish& wish : spec.joined) {
        if (is_new(spec, wish.kind->flag) && wish.kind->flag != CLONE_NEWNS) {
            return refuse("join namespace"_t, wish.place,
                          "of this kind, a new one is asked for, too"_t);
        }
    }
    if (sets_clocks(spec) && !is_new(spec, CLONE_NEWTIME)) {
        return contradicts("--monotonic"_t, "only a new time namespace has clocks to set"_t);
    }
    for (const NamespaceWish& wish : spec.kept) {
        if (!is_new(spec, wish.kind->flag)) {
            return refuse("keep namespace"_t, wish.place, "it is no new one"_t);
        }
    }
    return check_new_user(spec);
}

void add_joiner(Plan& plan, const Spec& spec, const Facts& facts) {
    constexpr std::uint64_t mount = CLONE_NEWNS;
    constexpr std::uint64_t user = CLONE_NEWUSER;
    if (!spec.joined.empty()) add(plan.joiner, OpenNamespaces{spec.joined});
    // A user namespace gives an ordinary user rights over the others, and takes those of root.
    if (facts.user != 0) add_joins(plan, spec, user);
    add_joins(plan, spec, ~(mount | user));
    if (sets_clocks(spec)) { // through the caller's /proc, so before a mount namespace is joined
        plan.early = spec.namespaces & (CLONE_NEWTIME | user);
        add(plan.joiner, SetClocks{plan.early, &spec});
    }
    add_joins(plan, spec, mount);
    if (facts.user == 0) add_joins(plan, spec, user, true);
    plan.hides = joins_users(spec) || joins(spec, CLONE_NEWPID);
    if (joins_users(spec) && facts.user == 0) add(plan.init, BecomeRoot{false});
}

} // namespace launch

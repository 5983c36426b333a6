/** Who the command is, what it may do, and what it may use. */
#include "plan/parts.hpp"

namespace launch {

namespace {

bool names_somebody(const Spec& spec) {
    return spec.user || spec.user_name != nullptr || spec.group || !spec.groups.empty();
}

/** The group by number, when it is not for the root's files to say. */
std::optional<std::uint32_t> known_group(const Spec& spec, const Facts& facts) {
    if (spec.group || spec.group_name != nullptr) return spec.group;
    return spec.looks_up && !maps_one_id(spec, facts) ? std::nullopt : spec.user;
}

} // namespace

CapabilitySet allowed_capabilities(const Spec& spec) {
    const CapabilityWish& wish = spec.capabilities;
    const bool open = spec.privileged && wish.base == default_capabilities;
    return ((open ? all_capabilities : wish.base) | wish.added) & ~wish.dropped;
}

Result<> check_identity(const Spec& spec, const Facts& facts) {
    if (!maps_one_id(spec, facts)) return {};
    const char* const name = spec.user_name != nullptr ? spec.user_name : spec.group_name;
    if (name != nullptr) {
        return refuse("read option --user"_t, name,
                      "where one id is mapped, it must be a number"_t);
    }
    if (spec.groups.empty()) return {};
    return contradicts("--groups"_t, "where one id is mapped, there is no setgroups"_t);
}

void add_look_up(Plan& plan, const Spec& spec, const Facts&) {
    if (spec.looks_up || !spec.groups.empty()) add(plan.init, LookUp{&spec});
}

void add_limits(Plan& plan, const Spec& spec, const Facts&) {
    if (spec.umask) add(plan.command, Umask{*spec.umask});
    if (spec.oom_score) add(plan.command, OomScore{*spec.oom_score});
    if (spec.processor_list != nullptr) {
        add(plan.command, Affinity{spec.processor_list, &spec.processors});
    }
    if (spec.nice) add(plan.command, Nice{*spec.nice});
    if (spec.personality) add(plan.command, Domain{*spec.personality});
    for (const Limit& limit : spec.limits) add(plan.command, limit);
}

void add_credentials(Plan& plan, const Spec& spec, const Facts& facts) {
    if (spec.life.subreaper) return add(plan.command, DieWithInit{});
    const CapabilityWish& wish = spec.capabilities;
    const bool opens = allows_new_privileges(spec);
    add(plan.command, BoundCapabilities{allowed_capabilities(spec), wish.added, opens});
    if (names_somebody(spec)) {
        add(plan.command, Identity{&spec, known_group(spec, facts), !maps_one_id(spec, facts),
                                   wish.ambient != 0});
    }
    if (!plan.has_pid_namespace() || spec.life.no_init) add(plan.command, DieWithInit{});
    add(plan.command, SetCapabilities{wish.ambient});
    if (!opens) add(plan.command, NoNewPrivileges{});
}

} // namespace launch

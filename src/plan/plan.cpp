#include "plan/plan.hpp"

#include "plan/parts.hpp"

#include <algorithm>

namespace launch {

namespace {

constexpr Result<> (*checks[])(const Spec&, const Facts&) = {
    check_root,   check_namespaces, check_id_maps, check_joined,
    check_mounts, check_identity,   check_posture, check_machine};

void add_init(Plan& plan, const Spec& spec, const Facts& facts) {
    const bool binds =
        !spec.devices.empty() || std::ranges::any_of(spec.mounts, [](const MountWish& wish) {
            return wish.source != nullptr;
        });
    add(plan.init, MakePrivate{});
    if (binds) add(plan.init, HoldOutside{});
    add_root(plan, spec, facts);
    add_host_name(plan, spec, facts);
    add_standard_mounts(plan, spec, facts);
    add_shields(plan, spec, facts);
    add_wishes(plan, spec, facts);
    add_look_up(plan, spec, facts);
    if (is_new(spec, CLONE_NEWNET)) add(plan.init, Loopback{});
    add(plan.init, Pivot{});
    if (relays(spec)) add(plan.init, Streams{});
    if (!has_terminal(spec, facts)) return;
    add(plan.init, Session{});
    add(plan.init, Terminal{});
}

} // namespace

std::span<const Step> Plan::steps(Place place) const {
    if (place == Place::joiner) return joiner;
    if (place == Place::outside) return outside;
    if (place == Place::init) return init;
    return command;
}

Result<> fill_plan(Plan& plan, const Spec& spec, const Facts& facts) {
    for (const auto check : checks) {
        if (const auto checked = check(spec, facts); !checked) return checked;
    }
    plan.namespaces = spec.namespaces;
    add_joiner(plan, spec, facts);
    add_id_maps(plan, spec, facts);
    for (const NamespaceWish& wish : spec.kept) add(plan.outside, Persist{wish});
    add_init(plan, spec, facts);
    add_command(plan, spec, facts);
    return {};
}

} // namespace launch

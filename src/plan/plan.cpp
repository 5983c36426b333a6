#include "plan/plan.hpp"

#include "plan/parts.hpp"
#include "system/system.hpp"

namespace launch {

namespace {

constexpr Result<> (*checks[])(const Spec&, const Facts&) = {
    check_chroot, check_root,     check_namespaces, check_id_maps, check_joined,  check_network,
    check_mounts, check_identity, check_posture,    check_cgroup,  check_machine, check_life};

void add_init(Plan& plan, const Spec& spec, const Facts& facts) {
    add_held_trees(plan, spec, facts);
    const bool receives = spec.propagation == Propagation::slave;
    if (spec.propagation == Propagation::left) {
        plan.early |= CLONE_NEWNS;
    } else {
        add(plan.init, receives ? Propagate{MS_SLAVE} : Propagate{});
    }
    if (has_outer_wishes(spec) || !spec.devices.empty()) add(plan.init, HoldOutside{});
    add_root(plan, spec, facts);
    add_host_name(plan, spec, facts);
    add_standard_mounts(plan, spec, facts);
    add_shields(plan, spec, facts);
    add_wishes(plan, spec, facts);
    add_look_up(plan, spec, facts);
    add_network_inside(plan, spec);
    add_session(plan, spec, facts);
    add(plan.init, Pivot{});
    if (spec.propagation == Propagation::shared) add(plan.init, Propagate{MS_SHARED});
    if (relays(spec)) add(plan.init, Streams{});
    if (has_terminal(spec, facts)) add(plan.init, Terminal{});
}

} // namespace

[[gnu::noinline]] Result<> contradicts(Literal option, Literal reason) {
    return refuse("read option"_t, option.packed, reason);
}

std::span<const Step> Plan::steps(Place place) const {
    const Steps* const list = place == Place::prepare   ? &prepare
                              : place == Place::joiner  ? &joiner
                              : place == Place::outside ? &outside
                              : place == Place::init    ? &init
                                                        : &command;
    return *list;
}

Result<> Plan::make_room() {
    std::span<char> memory;
    const auto made = text_memory(most_steps_ever * sizeof(Step), memory);
    init = Steps(memory.data(), most_steps_ever);
    return made;
}

Result<> fill_plan(Plan& plan, const Spec& spec, const Facts& facts) {
    for (const auto check : checks) {
        if (const auto checked = check(spec, facts); !checked) return checked;
    }
    plan.life = spec.life;
    if (spec.hands_over) {
        add_hand_over(plan, spec, facts);
        return {};
    }
    if (spec.chroot != nullptr) {
        add_session(plan, spec, facts);
        add_cgroup(plan, spec, facts);
        add(plan.init, ChangeRoot{spec.chroot});
        add_look_up(plan, spec, facts);
    } else if (!spec.life.subreaper) {
        plan.namespaces = spec.namespaces;
        add_joiner(plan, spec, facts);
        add_cgroup(plan, spec, facts); // as who we are, to whom it belongs
        add_id_maps(plan, spec, facts);
        add_network_outside(plan, spec, facts);
        for (const NamespaceWish& wish : spec.kept) add(plan.outside, Persist{wish});
        add_init(plan, spec, facts);
    }
    add_command(plan, spec, facts);
    return {};
}

} // namespace launch

/** What connects the network namespace. */
#include "plan/parts.hpp"

namespace launch {

namespace {

bool has_interface(const Spec& spec) {
    return spec.network.kind > NetworkWish::Kind::host;
}

} // namespace

Result<> check_network(const Spec& spec, const Facts&) {
    if (!has_interface(spec) || is_new(spec, CLONE_NEWNET)) return {};
    return contradicts("--net"_t, "only a new net namespace gets an interface"_t);
}

void add_network_outside(Plan& plan, const Spec& spec, const Facts& facts) {
    const NetworkWish& wish = spec.network;
    if (wish.kind == NetworkWish::Kind::user) {
        add(plan.outside, UserNetwork{wish.name, facts.user == 0});
    } else if (has_interface(spec)) {
        add(plan.outside, MakeInterface{&wish});
    }
}

void add_network_inside(Plan& plan, const Spec& spec) {
    if (is_new(spec, CLONE_NEWNET)) add(plan.init, Loopback{});
    if (spec.network.kind >= NetworkWish::Kind::veth) add(plan.init, SetUpInterface{&spec.network});
}

} // namespace launch

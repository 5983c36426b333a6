/** What is mounted in every root. */
#include "plan/parts.hpp"
#include "plan/tables.hpp"

#include <cstring>

namespace launch {

namespace {

/** Rights over a file system that shows a namespace are rights over that namespace's owner. */
bool may_mount(const Spec& spec, std::uint64_t kind) {
    if (is_new(spec, kind)) return true;
    return joins_users(spec) ? joins(spec, kind) : !is_new(spec, CLONE_NEWUSER);
}

/** A new sysfs wants rights over the network namespace it shows; else the outer one is bound. */
void add_system_tree(Plan& plan, const Spec& spec) {
    if (!may_mount(spec, CLONE_NEWNET)) return add(plan.init, Bind{"/sys", "/sys", no_programs});
    add(plan.init, Mount{"sysfs", "/sys", no_programs});
}

/** A row of the standard mounts: in a user namespace, what it shares is bound or left out. */
void add_standard(Plan& plan, const Spec& spec, const Step& step) {
    const auto* const mount = std::get_if<Mount>(&step);
    const auto* const device = std::get_if<DeviceMount>(&step);
    if (mount != nullptr && !may_mount(spec, CLONE_NEWPID)) {
        add(plan.init, Bind{mount->target, mount->target, mount->flags});
        return;
    }
    if (std::holds_alternative<DeviceTree>(step)) {
        add(plan.init, DeviceTree{no_programs & ~(has_own_nodes(spec) ? MS_NODEV : 0UL)});
        return;
    }
    const bool queues = device != nullptr && std::strcmp(device->type, "mqueue") == 0;
    if (!queues || may_mount(spec, CLONE_NEWIPC)) add(plan.init, step);
}

} // namespace

bool has_own_nodes(const Spec& spec) {
    const bool users = is_new(spec, CLONE_NEWUSER) || joins_users(spec);
    const bool makes_more = (allowed_capabilities(spec) & capability(CAP_MKNOD)) != 0;
    return !users && (spec.privileged || !makes_more);
}

void add_standard_mounts(Plan& plan, const Spec& spec, const Facts& facts) {
    add_system_tree(plan, spec);
    for (const Step& step : standard_mounts) add_standard(plan, spec, step);
    if (has_terminal(spec, facts)) {
        add(plan.init, DeviceNode{facts.console, "console", 0, 0});
    }
}

} // namespace launch

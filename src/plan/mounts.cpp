/** What is mounted in the root: the tables' rows, then the user's wishes. */
#include "plan/parts.hpp"
#include "plan/tables.hpp"

#include <algorithm>

namespace launch {

namespace {

/**
 * Nothing inside may be laid over the root itself: the steps after it would miss it. A path with
 * ".." may mean the root, and nobody needs one: it is refused, too.
 */
bool is_place_inside(std::string_view target) {
    bool below = false;
    while (!target.empty()) {
        const auto name = target.substr(0, target.find('/'));
        if (name == "..") return false;
        below = below || (!name.empty() && name != ".");
        target.remove_prefix(std::min(target.size(), name.size() + 1));
    }
    return below;
}

/** Rights over a file system that shows a namespace are rights over that namespace's owner. */
bool may_mount(const Spec& spec, std::uint64_t kind) {
    if (is_new(spec, kind)) return true;
    return joins(spec, CLONE_NEWUSER) ? joins(spec, kind) : !is_new(spec, CLONE_NEWUSER);
}

/** A new sysfs wants rights over the network namespace it shows; else the outer one is bound. */
Step system_tree(const Spec& spec) {
    const std::uint64_t readonly = spec.privileged ? 0 : MS_RDONLY;
    if (!may_mount(spec, CLONE_NEWNET)) {
        return Bind{"/sys", "/sys", no_programs | readonly};
    }
    return Mount{"sysfs", "/sys", no_programs | readonly};
}

/** A row of the standard mounts: in a user namespace, what it shares is bound or left out. */
void add_standard(Plan& plan, const Spec& spec, const Step& step) {
    const auto* const mount = std::get_if<Mount>(&step);
    const auto* const device = std::get_if<DeviceMount>(&step);
    if (mount != nullptr && !may_mount(spec, CLONE_NEWPID)) {
        add(plan.init, Bind{mount->target, mount->target, mount->flags});
        return;
    }
    const bool queues = device != nullptr && std::string_view(device->type) == "mqueue";
    if (!queues || may_mount(spec, CLONE_NEWIPC)) add(plan.init, step);
}

} // namespace

Result<> check_mounts(const Spec& spec, const Facts&) {
    for (const MountWish& wish : spec.mounts) {
        if (!is_place_inside(wish.target)) {
            return refuse("read mount", wish.target, "not a place below the root, without \"..\"");
        }
    }
    return {};
}

void add_standard_mounts(Plan& plan, const Spec& spec, const Facts& facts) {
    add(plan.init, system_tree(spec));
    for (const Step& step : standard_mounts) add_standard(plan, spec, step);
    if (has_terminal(spec, facts)) {
        add(plan.init, DeviceNode{facts.console, "console", 0, 0});
    }
}

void add_wishes(Plan& plan, const Spec& spec, const Facts&) {
    for (const MountWish& wish : spec.mounts) {
        if (wish.source == nullptr) {
            add(plan.init, Mount{"tmpfs", wish.target, MS_NOSUID | MS_NODEV, "mode=1777", true});
            continue;
        }
        add(plan.init, Bind{wish.source, wish.target, tree_attributes(spec, wish.readonly)});
    }
}

} // namespace launch

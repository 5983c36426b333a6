/** What is mounted in every root. */
#include "plan/parts.hpp"
#include "plan/tables.hpp"

namespace launch {

namespace {

/** A new sysfs wants rights over the network namespace it shows; else the outer one is bound. */
Step system_tree(const Spec& spec) {
    const std::uint64_t readonly = spec.privileged ? 0 : MS_RDONLY;
    if (is_new(spec, CLONE_NEWUSER) && !is_new(spec, CLONE_NEWNET)) {
        return Bind{"/sys", "/sys", no_programs | readonly};
    }
    return Mount{"sysfs", "/sys", no_programs | readonly};
}

} // namespace

void add_standard_mounts(Plan& plan, const Spec& spec, const Facts& facts) {
    add(plan.init, system_tree(spec));
    for (const Step& step : standard_mounts) add(plan.init, step);
    if (has_terminal(spec, facts)) {
        add(plan.init, DeviceNode{facts.console, "console", 0, 0});
    }
}

} // namespace launch

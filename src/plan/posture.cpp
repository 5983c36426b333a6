/** The default posture: what is covered, and what the command gives up. */
#include "plan/parts.hpp"
#include "plan/tables.hpp"

#include <cstring>

namespace launch {

namespace {

/** Null: none at all. */
const char* filter_name(const Spec& spec) {
    const bool open = spec.privileged || spec.life.subreaper;
    if (spec.filter == nullptr) return open ? nullptr : "default";
    return std::strcmp(spec.filter, "none") == 0 ? nullptr : spec.filter;
}

void add_filter(Plan& plan, const Spec& spec, const Facts& facts) {
    const char* const name = filter_name(spec);
    if (name == nullptr) return;
    if (wants_filter_file(spec)) return add(plan.command, Filter{facts.filter, name});
    if (spec.user_namespaces) {
        return add(plan.command,
                   Filter{{}, "default, and user namespaces"_t.packed, &nesting_filter});
    }
    add(plan.command, Filter{{}, "default", &default_filter});
}

} // namespace

Result<> check_posture(const Spec& spec, const Facts&) {
    if (spec.user_namespaces && wants_filter_file(spec)) {
        return contradicts("--allow-userns"_t, "it is for the default filter only"_t);
    }
    return {};
}

void add_shields(Plan& plan, const Spec& spec, const Facts&) {
    for (const DeviceWish& wish : spec.devices) {
        add(plan.init, DeviceBind{wish.source, wish.name});
    }
    if (spec.privileged) return;
    add(plan.init, Mask{&proc_masks});
    add(plan.init, Mask{&sys_masks});
}

void add_renunciations(Plan& plan, const Spec& spec, const Facts& facts) {
    if (!spec.path_rules.empty()) {
        add(plan.command, Landlock{{spec.path_rules.begin(), spec.path_rules.end()}});
    }
    add_filter(plan, spec, facts);
}

} // namespace launch

#include "steps/capabilities.hpp"

#include "system/credentials.hpp"

#include <cerrno>

namespace launch {

namespace {

constexpr unsigned most_capabilities = 64; ///< that capset(2) has room for

/** Until the kernel knows no more: it may know some that have no name here. */
Result<> drop_all_but(CapabilitySet allowed) {
    for (unsigned number = 0; number < most_capabilities; ++number) {
        if ((allowed >> number & 1) != 0) continue;
        const auto dropped = drop_bounding(number);
        if (dropped) continue;
        if (dropped.error().is(EINVAL)) return {};
        return dropped;
    }
    return {};
}

} // namespace

Result<> apply(const BoundCapabilities& step, Context& context) {
    const CapabilitySet own = own_capabilities();
    if (const CapabilitySet missing = step.demanded & ~own; missing != 0) {
        return refuse("keep capability"_t, name_at(capability_names.text(), lowest(missing)),
                      "launch itself lacks it"_t);
    }
    context.capabilities = step.allowed & own;
    if (step.allowed == all_capabilities) return {};
    // Who lacks setpcap cannot drop them, and need not: no_new_privs has the same effect.
    const bool able = (own & capability(CAP_SETPCAP)) != 0;
    return able || step.new_privileges ? drop_all_but(step.allowed) : Result<>();
}

void describe(Text& out, const BoundCapabilities& step) {
    out.add("limit capabilities to "_t);
    if (step.allowed == all_capabilities) {
        out.add("all that there are"_t);
    } else if (step.allowed == 0) {
        out.add("none");
    } else {
        add_names(out, capability_names.text(), step.allowed);
    }
}

Result<> apply(const SetCapabilities& step, Context& context) {
    const CapabilitySet ambient = step.ambient & context.capabilities;
    const CapabilitySet set = context.user.value_or(0) == 0 ? context.capabilities : ambient;
    auto done = set_capabilities(set, ambient);
    for (CapabilitySet rest = ambient; done && rest != 0; rest &= rest - 1) {
        done = raise_ambient(lowest(rest));
    }
    return done;
}

void describe(Text& out, const SetCapabilities& step) {
    out.add("set capabilities"_t);
    if (step.ambient == 0) return;
    out.add(", ambient "_t);
    add_names(out, capability_names.text(), step.ambient);
}

Result<> apply(const NoNewPrivileges&, Context&) {
    return forbid_new_privileges();
}

void describe(Text& out, const NoNewPrivileges&) {
    out.add("set no_new_privs"_t);
}

} // namespace launch

#include "system/check.hpp"
#include "system/system.hpp"

#include <linux/landlock.h>
#include <linux/seccomp.h>

namespace launch {

Result<> load_filter(std::span<const sock_filter> instructions) {
    const sock_fprog program{static_cast<unsigned short>(instructions.size()),
                             const_cast<sock_filter*>(instructions.data())}; // NOLINT(*-const-cast)
    return done(call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program), "load filter"_t);
}

Result<> landlock_version(unsigned& version) {
    const long answer =
        call(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    version = static_cast<unsigned>(answer);
    return done(answer, "find Landlock"_t);
}

Result<> open_rules(std::uint64_t handled, Descriptor& place) {
    const landlock_ruleset_attr attribute{handled};
    return own(place, call(SYS_landlock_create_ruleset, &attribute, sizeof attribute, 0),
               "create rules"_t);
}

Result<> add_rule(const Descriptor& rules, const Descriptor& beneath, std::uint64_t allowed) {
    const landlock_path_beneath_attr attribute{allowed, beneath.get()};
    return done(call(SYS_landlock_add_rule, rules.get(), LANDLOCK_RULE_PATH_BENEATH, &attribute, 0),
                "add rule"_t);
}

Result<> restrict_by(const Descriptor& rules) {
    return done(call(SYS_landlock_restrict_self, rules.get(), 0), "apply rules"_t);
}

} // namespace launch

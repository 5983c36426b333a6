/** The cgroup of a run, and what the limits have to be like. */
#include "plan/parts.hpp"

#include <algorithm>

namespace launch {

Result<> check_cgroup(const Spec& spec, const Facts&) {
    const CgroupWish& wish = spec.cgroup;
    const std::uint64_t swap = wish.limits[swap_limit];
    if (swap != 0 && (wish.limits[memory_limit] == 0 || swap < wish.limits[memory_limit])) {
        return refuse("read --memory-swap"_t, wish.words[swap_limit],
                      "it counts memory and swap, so it needs a --memory that is not above it"_t);
    }
    if (wish.wanted && spec.life.subreaper) {
        return contradicts("--subreaper"_t, "its command gets no cgroup: use --chroot"_t);
    }
    for (const NamespaceWish& kept : spec.kept) {
        if (wish.wanted && kept.kind->flag == CLONE_NEWCGROUP) {
            return refuse("keep namespace"_t, kept.place,
                          "with limits, its cgroup goes with the run"_t);
        }
    }
    return {};
}

void add_cgroup(Plan& plan, const Spec& spec, const Facts&) {
    if (!spec.cgroup.wanted) return;
    add(plan.prepare, MakeCgroup{&spec.cgroup});
    // Who has joined another mount namespace may not find it there: its caller moves it.
    add(plan.joiner.empty() ? plan.init : plan.outside, EnterCgroup{});
    if ((plan.namespaces & CLONE_NEWCGROUP) == 0) return;
    // Made in there, or the namespace would show the way that leads there.
    plan.namespaces &= ~std::uint64_t{CLONE_NEWCGROUP};
    add(plan.init, OwnCgroups{});
}

} // namespace launch

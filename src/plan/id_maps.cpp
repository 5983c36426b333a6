/** The id maps of a new user namespace: who gets one, and which ids it maps. */
#include "plan/parts.hpp"

#include <algorithm>

namespace launch {

namespace {

[[gnu::noinline]] bool contains(const IdRanges& ranges, std::uint32_t id,
                                std::uint32_t IdRange::*first) {
    return std::ranges::any_of(ranges, [&](const IdRange& range) {
        return id >= range.*first && id - range.*first < range.count;
    });
}

/** Exactly one's own id: whoever it is may map that (user_namespaces(7)). */
bool is_own(const IdRanges& ranges, std::uint32_t own) {
    return ranges.size() == 1 && ranges[0].outside == own && ranges[0].count == 1;
}

/** Who wants a map, and of which ids it can be made. */
struct Want {
    const IdRanges& mappable;
    std::uint32_t own, inside;
    bool root, automatic;
};

/** What --map-auto maps: one's own id as root, then the given ones. Root's own stays outside. */
void map_one_after_another(IdRanges& ranges, const Want& want) {
    std::uint32_t next = 0;
    if (!want.root) static_cast<void>(ranges.push({next++, want.own, 1}));
    for (const IdRange& each : want.mappable) {
        if (each.count >= 0xffffffff - next) return;
        if (!ranges.push({next, each.outside, each.count})) return;
        next += each.count;
    }
}

/** Fills in ranges that nobody has named. */
[[gnu::noinline]] void settle_ranges(IdRanges& ranges, const Want& want) {
    if (!ranges.empty()) return;
    if (want.automatic) {
        map_one_after_another(ranges, want);
    } else if (want.root) {
        ranges = want.mappable;
    } else {
        static_cast<void>(ranges.push({want.inside, want.own, 1}));
    }
}

} // namespace

void settle(Spec& spec, const Facts& facts) {
    if (shares_all(spec)) return; // it has no namespaces
    const bool shares = (spec.shared & CLONE_NEWUSER) != 0;
    if (facts.user != 0 && !shares && !joins_users(spec)) spec.namespaces |= CLONE_NEWUSER;
    if (!is_new(spec, CLONE_NEWUSER)) return;
    if (spec.group_ranges.empty()) spec.group_ranges = spec.user_ranges;
    const std::uint32_t user = spec.user.value_or(0);
    const bool root = facts.user == 0;
    settle_ranges(spec.user_ranges, {facts.users, facts.user, user, root, spec.map_auto});
    const std::uint32_t group = spec.group.value_or(user);
    settle_ranges(spec.group_ranges, {facts.groups, facts.group, group, root, spec.map_auto});
}

bool maps_caller(const Spec& spec, const Facts& facts) {
    return contains(spec.user_ranges, facts.user, &IdRange::outside) &&
           contains(spec.group_ranges, facts.group, &IdRange::outside);
}

bool maps_one_id(const Spec& spec, const Facts& facts) {
    return is_new(spec, CLONE_NEWUSER) && facts.user != 0 && is_own(spec.user_ranges, facts.user) &&
           is_own(spec.group_ranges, facts.group);
}

Result<> check_id_maps(const Spec& spec, const Facts& facts) {
    if (!is_new(spec, CLONE_NEWUSER)) {
        if (!spec.map_auto && spec.user_ranges.empty() && spec.group_ranges.empty()) return {};
        return contradicts("--share"_t, "ids are mapped into a new user namespace only"_t);
    }
    const bool somebody = contains(spec.user_ranges, 0, &IdRange::inside) &&
                          contains(spec.group_ranges, 0, &IdRange::inside);
    if (somebody || maps_caller(spec, facts)) return {};
    return contradicts(
        "--map-uid"_t,
        "neither the caller's ids nor 0 inside are mapped, so nobody could start it"_t);
}

void add_id_maps(Plan& plan, const Spec& spec, const Facts& facts) {
    if (!is_new(spec, CLONE_NEWUSER)) return;
    const auto writer = facts.user == 0            ? IdMap::Writer::root
                        : maps_one_id(spec, facts) ? IdMap::Writer::owner
                                                   : IdMap::Writer::helpers;
    add(plan.outside, IdMap{&spec.user_ranges, &spec.group_ranges, writer});
    if (!maps_caller(spec, facts)) add(plan.init, BecomeRoot{true});
}

} // namespace launch

/** Options: namespaces. */
#include "base/names.hpp"
#include "spec/values.hpp"

#include <cstring>

namespace launch {

namespace {

constexpr Literal no_kind = "the kinds are mount, pid, net, ipc, uts, cgroup, user, time"_t;

/** The kind of this name; null when there is none. */
const NamespaceKind* find_kind(std::string_view name) {
    for (const NamespaceKind& each : namespace_kinds) {
        if (is_same(name, each.name)) return &each;
    }
    return nullptr;
}

/** The flags of "net,uts". */
Literal read_kinds(const char* names, std::uint64_t& flags) {
    for (auto rest = sized(names); rest.data() != nullptr;) {
        const NamespaceKind* const kind = find_kind(take(rest, ','));
        if (kind == nullptr) return no_kind;
        flags |= kind->flag;
    }
    return fine;
}

Literal share(Spec& spec, char* value) {
    std::uint64_t flags = 0;
    const Literal wrong = read_kinds(value, flags);
    if (!wrong && (flags & CLONE_NEWNS) != 0) return "a root needs a mount namespace of its own"_t;
    spec.namespaces &= ~flags;
    spec.shared |= flags;
    return wrong;
}

Literal unshare(Spec& spec, char* value) {
    std::uint64_t flags = 0;
    const Literal wrong = read_kinds(value, flags);
    spec.namespaces |= flags;
    spec.shared &= ~flags;
    return wrong;
}

/** Adds "net:/run/netns/blue" or "net:1234". */
Literal add_wish(List<NamespaceWish, 8>& wishes, const char* value) {
    const char* const colon = std::strchr(value, ':');
    if (colon == nullptr || colon[1] == '\0') return "not KIND:PLACE"_t;
    const NamespaceWish wish{find_kind({value, colon}), colon + 1};
    if (wish.kind == nullptr) return no_kind;
    for (const NamespaceWish& each : wishes) {
        if (each.kind == wish.kind) return "one of this kind is named already"_t;
    }
    static_cast<void>(wishes.push(wish)); // there is room for one of each kind
    return fine;
}

Literal join(Spec& spec, char* value) {
    const Literal wrong = add_wish(spec.joined, value);
    // Of a joined mount namespace a copy is made: changes stay ours (clone(2), CLONE_NEWNS).
    if (!wrong)
        spec.namespaces &= ~(spec.joined.end()[-1].kind->flag & ~std::uint64_t{CLONE_NEWNS});
    return wrong;
}

Literal keep(Spec& spec, char* value) {
    return add_wish(spec.kept, value);
}

/** "-3.25" is -4 s and 750,000,000 ns: nanoseconds count forward (time_namespaces(7)). */
std::optional<ClockOffset> read_offset(const char* word) {
    constexpr std::int64_t second = 1'000'000'000;
    const bool behind = *word == '-';
    const auto parts = fraction(behind ? word + 1 : word, 0xffffffff, second, false);
    if (!parts) return std::nullopt;
    const auto ahead = static_cast<std::int64_t>(behind ? -*parts : *parts);
    const std::int64_t rest = ahead % second; // below zero, too
    const std::int64_t borrowed = rest < 0 ? 1 : 0;
    return ClockOffset{ahead / second - borrowed,
                       static_cast<std::uint32_t>(rest + borrowed * second)};
}

Literal set_clock(Spec& spec, std::optional<ClockOffset>& clock, const char* value) {
    clock = read_offset(value);
    spec.namespaces |= CLONE_NEWTIME;
    return clock ? fine : "not [-]SECONDS[.FRACTION] up to 4294967295.999999999"_t;
}

Literal set_monotonic(Spec& spec, char* value) {
    return set_clock(spec, spec.monotonic, value);
}

Literal set_boottime(Spec& spec, char* value) {
    return set_clock(spec, spec.boottime, value);
}

bool overlap(std::uint64_t left, std::uint64_t right, const IdRange& one, const IdRange& other) {
    return left < right + other.count && right < left + one.count;
}

/** "0:100000:65536": the kernel would only say EINVAL of ranges that overlap. */
Literal add_range(IdRanges& ranges, const char* value) {
    IdRange range;
    if (!read_range(value, range)) {
        return "not INSIDE:OUTSIDE:COUNT with ids from 0 to 4294967294"_t;
    }
    for (const IdRange& each : ranges) {
        if (overlap(range.inside, each.inside, range, each) ||
            overlap(range.outside, each.outside, range, each)) {
            return "it overlaps an earlier one"_t;
        }
    }
    return ranges.push(range) ? fine : "more than 16 ranges"_t;
}

template <auto member> Literal map_ids(Spec& spec, char* value) {
    spec.namespaces |= CLONE_NEWUSER;
    return add_range(spec.*member, value);
}

Literal map_auto(Spec& spec, char*) {
    spec.namespaces |= CLONE_NEWUSER;
    spec.map_auto = true;
    return fine;
}

Literal set_hostname(Spec& spec, char* value) {
    const std::size_t length = std::strlen(value);
    if (length == 0 || length > 64) return "not 1 to 64 bytes"_t;
    spec.hostname = value;
    return fine;
}

constexpr OptionRow namespace_rows[] = {
    {"--share\0KIND,...\0keep the caller's namespace of these kinds", share},
    {"--unshare\0KIND,...\0make a new one of these, too: user, time", unshare},
    {"--join\0KIND:PLACE\0enter this one: of the process of that number, or of that file", join},
    {"--persist\0KIND:FILE\0keep a new one alive on FILE until `launch release FILE`", keep},
    {"--monotonic\0SECONDS\0set CLOCK_MONOTONIC inside ahead by [-]N[.N]", set_monotonic},
    {"--boottime\0SECONDS\0the same for CLOCK_BOOTTIME", set_boottime},
    {"--map-auto\0\0map the ids that /etc/subuid and /etc/subgid give the caller", map_auto},
    {"--map-uid\0IN:OUT:COUNT\0map these user ids, a range inside to one outside",
     map_ids<&Spec::user_ranges>},
    {"--map-gid\0IN:OUT:COUNT\0the same for group ids (default: the ranges of --map-uid)",
     map_ids<&Spec::group_ranges>},
    {"--hostname\0NAME\0the host name inside (default: the root's base name)", set_hostname},
};

} // namespace

constinit const OptionGroup namespace_options = OptionParts<namespace_rows>::group(
    "Namespaces (new by default: mount, pid, net, ipc, uts, cgroup):"_t, isolating);

} // namespace launch

/** Options: namespaces. */
#include "spec/values.hpp"

#include <algorithm>
#include <cstring>

namespace launch {

namespace {

Result<const NamespaceKind*> find_kind(std::string_view name, const char* value) {
    const auto* const row = std::ranges::find(namespace_kinds, name, &NamespaceKind::name);
    if (row != namespace_kinds.end()) return row;
    return refuse("read namespaces", value,
                  "the kinds are mount, pid, net, ipc, uts, cgroup, user, time");
}

/** The flags of "net,uts". */
Result<std::uint64_t> read_kinds(const char* names) {
    std::uint64_t flags = 0;
    for (std::string_view rest(names); rest.data() != nullptr;) {
        const auto kind = find_kind(take(rest, ','), names);
        if (!kind) return std::unexpected(kind.error());
        flags |= (*kind)->flag;
    }
    return flags;
}

Result<> share(Spec& spec, char* value) {
    const auto flags = read_kinds(value);
    if (!flags) return std::unexpected(flags.error());
    if ((*flags & CLONE_NEWNS) != 0) {
        return refuse("read --share", value, "a root needs a mount namespace of its own");
    }
    spec.namespaces &= ~*flags;
    spec.shared |= *flags;
    return {};
}

Result<> unshare(Spec& spec, char* value) {
    const auto flags = read_kinds(value);
    if (!flags) return std::unexpected(flags.error());
    spec.namespaces |= *flags;
    spec.shared &= ~*flags;
    return {};
}

/** "net:/run/netns/blue", "net:1234" */
Result<NamespaceWish> read_wish(const char* value) {
    const char* const colon = std::strchr(value, ':');
    if (colon == nullptr || colon[1] == '\0') {
        return refuse("read namespace", value, "not KIND:PLACE");
    }
    const auto kind = find_kind({value, colon}, value);
    if (!kind) return std::unexpected(kind.error());
    return NamespaceWish{*kind, colon + 1};
}

template <auto member> Result<> add_wish(Spec& spec, const char* value) {
    const auto wish = read_wish(value);
    if (!wish) return std::unexpected(wish.error());
    for (const NamespaceWish& each : spec.*member) {
        if (each.kind == wish->kind) {
            return refuse("read namespace", value, "one of this kind is named already");
        }
    }
    static_cast<void>((spec.*member).push(*wish)); // there is room for one of each kind
    return {};
}

Result<> join(Spec& spec, char* value) {
    const auto added = add_wish<&Spec::joined>(spec, value);
    // Of a joined mount namespace a copy is made: changes stay ours (clone(2), CLONE_NEWNS).
    if (added) spec.namespaces &= ~(spec.joined.end()[-1].kind->flag & ~std::uint64_t{CLONE_NEWNS});
    return added;
}

Result<> keep(Spec& spec, char* value) {
    return add_wish<&Spec::kept>(spec, value);
}

/** "-3.25" is -4 s and 750,000,000 ns: nanoseconds count forward (time_namespaces(7)). */
std::optional<ClockOffset> read_offset(std::string_view word) {
    const bool behind = word.starts_with('-');
    word.remove_prefix(behind ? 1 : 0);
    const bool has_fraction = word.contains('.');
    const auto seconds = number(take(word, '.'), 0xffffffff);
    const auto fraction = has_fraction ? number(word, 999'999'999) : std::optional(0U);
    if (!seconds || !fraction || word.size() > 9) return std::nullopt;
    std::uint32_t nanoseconds = *fraction;
    for (std::size_t digits = word.size(); digits < 9; ++digits) nanoseconds *= 10;
    if (!behind) return ClockOffset{*seconds, nanoseconds};
    const std::int64_t whole = -std::int64_t{*seconds};
    if (nanoseconds == 0) return ClockOffset{whole, 0};
    return ClockOffset{whole - 1, 1'000'000'000 - nanoseconds};
}

template <auto member> Result<> set_clock(Spec& spec, char* value) {
    spec.*member = read_offset(value);
    if (!(spec.*member)) {
        return refuse("read clock", value, "not [-]SECONDS[.FRACTION] up to 4294967295.999999999");
    }
    spec.namespaces |= CLONE_NEWTIME;
    return {};
}

bool overlap(std::uint64_t left, std::uint64_t right, const IdRange& one, const IdRange& other) {
    return left < right + other.count && right < left + one.count;
}

/** "0:100000:65536": the kernel would only say EINVAL of ranges that overlap. */
Result<> add_range(IdRanges& ranges, const char* value) {
    std::string_view rest = value;
    const auto inside = number(take(rest, ':'), highest_id);
    const auto outside = number(take(rest, ':'), highest_id);
    const auto count = number(rest, highest_id + 1);
    const auto fits = [&](std::uint32_t first) { return first <= highest_id + 1 - *count; };
    if (!inside || !outside || !count || *count == 0 || !fits(*inside) || !fits(*outside)) {
        return refuse("read id range", value,
                      "not INSIDE:OUTSIDE:COUNT with ids from 0 to 4294967294");
    }
    const IdRange range{*inside, *outside, *count};
    for (const IdRange& each : ranges) {
        if (overlap(range.inside, each.inside, range, each) ||
            overlap(range.outside, each.outside, range, each)) {
            return refuse("read id range", value, "it overlaps an earlier one");
        }
    }
    if (!ranges.push(range)) return refuse("read id range", value, "more than 16 ranges");
    return {};
}

template <auto member> Result<> map_ids(Spec& spec, char* value) {
    spec.namespaces |= CLONE_NEWUSER;
    return add_range(spec.*member, value);
}

Result<> map_auto(Spec& spec, char*) {
    spec.namespaces |= CLONE_NEWUSER;
    spec.map_auto = true;
    return {};
}

Result<> set_hostname(Spec& spec, char* value) {
    const std::size_t length = std::strlen(value);
    if (length == 0 || length > 64) return refuse("read --hostname", value, "not 1 to 64 bytes");
    spec.hostname = value;
    return {};
}

constexpr Option rows[] = {
    {"--share", "KIND,...", "keep the caller's namespace of these kinds", share},
    {"--unshare", "KIND,...", "make a new one of these, too: user, time", unshare},
    {"--join", "KIND:PLACE", "enter this one: of the process of that number, or of that file",
     join},
    {"--persist", "KIND:FILE", "keep a new one alive on FILE until `launch release FILE`", keep},
    {"--monotonic", "SECONDS", "set CLOCK_MONOTONIC inside ahead by [-]N[.N]",
     set_clock<&Spec::monotonic>},
    {"--boottime", "SECONDS", "the same for CLOCK_BOOTTIME", set_clock<&Spec::boottime>},
    {"--map-auto", nullptr, "map the ids that /etc/subuid and /etc/subgid give the caller",
     map_auto},
    {"--map-uid", "IN:OUT:COUNT", "map these user ids, a range inside to one outside",
     map_ids<&Spec::user_ranges>},
    {"--map-gid", "IN:OUT:COUNT", "the same for group ids (default: the ranges of --map-uid)",
     map_ids<&Spec::group_ranges>},
    {"--hostname", "NAME", "the host name inside (default: the root's base name)", set_hostname},
};

} // namespace

constinit const OptionGroup namespace_options = {
    "Namespaces (new by default: mount, pid, net, ipc, uts, cgroup):", rows};

} // namespace launch

/** Options: namespaces. */
#include "base/names.hpp"
#include "spec/values.hpp"

#include <cstring>

namespace launch {

namespace {

/** The kind of this name. */
Result<> find_kind(std::string_view name, const char* value, const NamespaceKind*& kind) {
    for (const NamespaceKind& each : namespace_kinds) {
        if (!is_same(name, each.name)) continue;
        kind = &each;
        return {};
    }
    return wrong("read namespaces"_t, value,
                 "the kinds are mount, pid, net, ipc, uts, cgroup, user, time"_t);
}

/** The flags of "net,uts". */
Result<> read_kinds(const char* names, std::uint64_t& flags) {
    Result<> done;
    for (std::string_view rest(names); done && rest.data() != nullptr;) {
        const NamespaceKind* kind = namespace_kinds.data();
        done = find_kind(take(rest, ','), names, kind);
        flags |= kind->flag;
    }
    return done;
}

Result<> share(Spec& spec, char* value) {
    std::uint64_t flags = 0;
    const auto done = read_kinds(value, flags);
    if (done && (flags & CLONE_NEWNS) != 0) {
        return wrong("read --share"_t, value, "a root needs a mount namespace of its own"_t);
    }
    spec.namespaces &= ~flags;
    spec.shared |= flags;
    return done;
}

Result<> unshare(Spec& spec, char* value) {
    std::uint64_t flags = 0;
    const auto done = read_kinds(value, flags);
    spec.namespaces |= flags;
    spec.shared &= ~flags;
    return done;
}

/** Adds "net:/run/netns/blue" or "net:1234". */
Result<> add_wish(List<NamespaceWish, 8>& wishes, const char* value) {
    const char* const colon = std::strchr(value, ':');
    if (colon == nullptr || colon[1] == '\0') {
        return wrong("read namespace"_t, value, "not KIND:PLACE"_t);
    }
    NamespaceWish wish{nullptr, colon + 1};
    const auto found = find_kind({value, colon}, value, wish.kind);
    for (const NamespaceWish& each : wishes) {
        if (each.kind == wish.kind) {
            return wrong("read namespace"_t, value, "one of this kind is named already"_t);
        }
    }
    if (found) static_cast<void>(wishes.push(wish)); // there is room for one of each kind
    return found;
}

Result<> join(Spec& spec, char* value) {
    const auto added = add_wish(spec.joined, value);
    // Of a joined mount namespace a copy is made: changes stay ours (clone(2), CLONE_NEWNS).
    if (added) spec.namespaces &= ~(spec.joined.end()[-1].kind->flag & ~std::uint64_t{CLONE_NEWNS});
    return added;
}

Result<> keep(Spec& spec, char* value) {
    return add_wish(spec.kept, value);
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

Result<> set_clock(Spec& spec, std::optional<ClockOffset>& clock, const char* value) {
    clock = read_offset(value);
    spec.namespaces |= CLONE_NEWTIME;
    if (clock) return {};
    return wrong("read clock"_t, value, "not [-]SECONDS[.FRACTION] up to 4294967295.999999999"_t);
}

Result<> set_monotonic(Spec& spec, char* value) {
    return set_clock(spec, spec.monotonic, value);
}

Result<> set_boottime(Spec& spec, char* value) {
    return set_clock(spec, spec.boottime, value);
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
    if (!inside || !outside || !count || *count == 0 ||
        std::max(*inside, *outside) > highest_id + 1 - *count) {
        return wrong("read id range"_t, value,
                     "not INSIDE:OUTSIDE:COUNT with ids from 0 to 4294967294"_t);
    }
    const IdRange range{*inside, *outside, *count};
    for (const IdRange& each : ranges) {
        if (overlap(range.inside, each.inside, range, each) ||
            overlap(range.outside, each.outside, range, each)) {
            return wrong("read id range"_t, value, "it overlaps an earlier one"_t);
        }
    }
    if (!ranges.push(range)) return wrong("read id range"_t, value, "more than 16 ranges"_t);
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
    if (length == 0 || length > 64) return refuse("read --hostname"_t, value, "not 1 to 64 bytes"_t);
    spec.hostname = value;
    return {};
}

constexpr Option rows[] = {
    {"--share\0KIND,...\0keep the caller's namespace of these kinds"_row, share},
    {"--unshare\0KIND,...\0make a new one of these, too: user, time"_row, unshare},
    {"--join\0KIND:PLACE\0enter this one: of the process of that number, or of that file"_row, join},
    {"--persist\0KIND:FILE\0keep a new one alive on FILE until `launch release FILE`"_row, keep},
    {"--monotonic\0SECONDS\0set CLOCK_MONOTONIC inside ahead by [-]N[.N]"_row, set_monotonic},
    {"--boottime\0SECONDS\0the same for CLOCK_BOOTTIME"_row, set_boottime},
    {"--map-auto\0\0map the ids that /etc/subuid and /etc/subgid give the caller"_row, map_auto},
    {"--map-uid\0IN:OUT:COUNT\0map these user ids, a range inside to one outside"_row,
     map_ids<&Spec::user_ranges>},
    {"--map-gid\0IN:OUT:COUNT\0the same for group ids (default: the ranges of --map-uid)"_row,
     map_ids<&Spec::group_ranges>},
    {"--hostname\0NAME\0the host name inside (default: the root's base name)"_row, set_hostname},
};

} // namespace

constinit const OptionGroup namespace_options = {
    "Namespaces (new by default: mount, pid, net, ipc, uts, cgroup):"_t, 1, rows};

} // namespace launch

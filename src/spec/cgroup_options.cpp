/** Options: what all that runs inside may use together. */
#include "base/names.hpp"
#include "spec/values.hpp"

namespace launch {

namespace {

using Amount = std::optional<std::uint64_t>;

/** "1.5" processors are 150,000 microseconds in each tenth of a second, from 1,000 on. */
Amount read_processors(const char* word) {
    const auto parts = fraction(word, 8192, 100'000, false);
    return parts && *parts < 1000 ? std::nullopt : parts;
}

Amount read_count(const char* word) {
    std::uint64_t count = 0;
    const bool read = read_number(sized(word), 4'194'304, count); // what the kernel can number
    return read && count > 0 ? Amount(count) : std::nullopt;
}

Amount read_size(const char* word) {
    return size_in_bytes(sized(word));
}

struct Row {
    Amount (*read)(const char* word);
    Literal reason;
};

constexpr Literal no_size = "not a size such as 64m or 2g"_t;

constexpr Row limits[] = {
    {read_size, no_size},
    {read_size, no_size},
    {read_processors, "not a number of processors from 0.01 to 8192"_t},
    {read_count, "not a number from 1 to 4194304"_t},
};

[[gnu::noinline]] Literal set_limit(CgroupWish& wish, CgroupLimit limit, const char* value) {
    const Row& row = limits[limit];
    const Amount amount = row.read(value);
    if (!amount) return row.reason;
    wish.wanted = true;
    wish.limits[limit] = *amount;
    wish.words[limit] = value;
    return fine;
}

template <CgroupLimit limit> Literal bound(Spec& spec, char* value) {
    return set_limit(spec.cgroup, limit, value);
}

/** Reads "rbps=1m,wiops=100"; false when it is no such list. */
bool read_most(IoWish& wish, std::string_view list) {
    while (list.data() != nullptr) {
        auto word = take(list, ',');
        const unsigned kind = find_name(io_names, take(word, '='));
        const auto most = size_in_bytes(word);
        if (kind == no_name || !most) return false;
        wish.most[kind] = *most;
    }
    return true;
}

Literal add_device(Spec& spec, char* value) {
    char* const list = value + (behind_last(sized(value), ':').data() - value);
    IoWish wish{value, list};
    if (!read_most(wish, sized(list))) {
        return "not DEVICE:KEY=N,... with rbps, wbps, riops, wiops"_t;
    }
    if (list != value) list[-1] = '\0'; // without a colon that was no list
    spec.cgroup.wanted = true;
    return spec.cgroup.devices.push(wish) ? fine : "more than 8 devices"_t;
}

Literal set_name(Spec& spec, char* value) {
    if (!is_plain_name(value)) {
        return "not 1 to 64 of A-Z, a-z, 0-9, _, . and -"_t;
    }
    spec.cgroup.wanted = true;
    spec.cgroup.name = value;
    return fine;
}

constexpr OptionRow cgroup_rows[] = {
    {"--memory\0SIZE\0the most memory, such as 64m", bound<memory_limit>},
    {"--memory-swap\0SIZE\0the most memory and swap together", bound<swap_limit>},
    {"--cpu\0N[.N]\0the most time, in processors", bound<cpu_limit>},
    {"--pids\0N\0the most processes and threads, launch's own init among them", bound<pids_limit>},
    {"--io\0DEVICE:KEY=N,...\0the most input and output a second: rbps, wbps, riops, wiops",
     add_device},
    {"--cgroup\0NAME\0the name of its cgroup (default: one that is free)", set_name},
};

} // namespace

constinit const OptionGroup cgroup_options = OptionParts<cgroup_rows>::group(
    "The limits of all that runs inside, in a cgroup of its own:"_t, limiting);

} // namespace launch

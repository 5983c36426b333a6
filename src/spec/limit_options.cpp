/** Options: the limits and the scheduling of the command. */
#include "spec/values.hpp"

namespace launch {

namespace {

/** A number with or without a minus sign. */
std::optional<int> signed_number(const char* word, int lowest, int highest) {
    const bool negative = *word == '-';
    const auto most = static_cast<std::uint32_t>(negative ? -lowest : highest);
    const auto value = number(sized(negative ? word + 1 : word), most);
    if (!value) return std::nullopt;
    return negative ? -static_cast<int>(*value) : static_cast<int>(*value);
}

Literal set_umask(Spec& spec, char* value) {
    std::uint64_t mask = 0;
    if (!read_number(sized(value), 0777, mask, 8)) return "not an octal number from 0 to 777"_t;
    spec.umask = static_cast<std::uint32_t>(mask);
    return fine;
}

bool read_bound(std::string_view word, std::uint64_t& bound) {
    bound = Limit::unlimited;
    return is_same(word, "unlimited") || read_number(word, Limit::unlimited - 1, bound);
}

/** Reads "nofile=1024:4096"; a later one for the same resource replaces the earlier. */
Literal add_limit(Spec& spec, char* value) {
    auto rest = sized(value);
    const unsigned resource = find_name(limit_names.text(), take(rest, '='));
    if (resource == no_name || rest.data() == nullptr) {
        return "not NAME=SOFT[:HARD] with a name of prlimit(1)"_t;
    }
    Limit limit{resource, 0, 0};
    bool right = read_bound(take(rest, ':'), limit.soft);
    limit.hard = limit.soft;
    if (right && rest.data() != nullptr) right = read_bound(rest, limit.hard);
    if (!right) return "neither a number nor unlimited"_t;
    if (limit.soft > limit.hard) return "the soft limit is above the hard one"_t;
    Limit* const old = std::ranges::find(spec.limits, resource, &Limit::resource);
    if (old == spec.limits.end()) static_cast<void>(spec.limits.push({})); // there is room for each
    *old = limit;
    return fine;
}

Literal set_oom_score(Spec& spec, char* value) {
    spec.oom_score = signed_number(value, -1000, 1000);
    return spec.oom_score ? fine : "not from -1000 to 1000"_t;
}

Literal set_nice(Spec& spec, char* value) {
    spec.nice = signed_number(value, -20, 19);
    return spec.nice ? fine : "not a number from -20 to 19"_t;
}

/** Adds the processors of "5" or "0-3"; false when it is neither. */
bool add_processors(ProcessorSet& set, std::string_view range) {
    constexpr std::uint32_t highest = most_processors - 1;
    std::uint32_t first = 0;
    if (!read_number(take(range, '-'), highest, first)) return false;
    std::uint32_t last = first;
    if (range.data() != nullptr && !read_number(range, highest, last)) return false;
    if (first > last) return false;
    for (std::size_t each = first; each <= last; ++each) {
        set[each / 64] |= std::uint64_t{1} << each % 64;
    }
    return true;
}

Literal set_affinity(Spec& spec, char* value) {
    spec.processors = {};
    for (auto rest = sized(value); rest.data() != nullptr;) {
        if (add_processors(spec.processors, take(rest, ','))) continue;
        return "not a list such as 0-3,5, up to 1023"_t;
    }
    spec.processor_list = value;
    return fine;
}

Literal set_personality(Spec& spec, char* value) {
    spec.personality = read_names(personality_names, sized(value));
    if (spec.personality) return fine;
    return "the kinds are linux, linux32, addr-no-randomize"_t;
}

constexpr OptionRow limit_rows[] = {
    {"--umask\0MODE\0the mask of the modes of new files, in octal", set_umask},
    {"--rlimit\0NAME=SOFT[:HARD]\0a limit of prlimit(1), such as nofile=1024", add_limit},
    {"--oom-score-adj\0N\0how gladly the kernel ends it without memory, -1000 to 1000",
     set_oom_score},
    {"--cpu-affinity\0LIST\0the processors it may run on, such as 0-3,5", set_affinity},
    {"--nice\0N\0its nice value, -20 to 19", set_nice},
    {"--personality\0linux|linux32|addr-no-randomize\0its execution domain; several by commas",
     set_personality},
};

} // namespace

constinit const OptionGroup limit_options =
    OptionParts<limit_rows>::group("Its limits:"_t, limiting);

} // namespace launch

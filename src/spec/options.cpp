#include "spec/options.hpp"

#include "base/names.hpp"

#include <cstring>

namespace launch {

namespace {

/** In the order of --help. */
constexpr const OptionGroup* groups[] = {
    &root_options,     &mount_options,      &namespace_options, &network_options, &command_options,
    &identity_options, &capability_options, &limit_options,     &cgroup_options,  &posture_options,
    &life_options,     &watch_options,      &machine_options,   &looking_options};

/** The option of this name, null when there is none; one that isolates is noted. */
Option find_option(std::string_view name, Spec& spec) {
    Option found{};
    for (const OptionGroup* group : groups) {
        const bool here = group->any([&](const Option& each) {
            found = each;
            return is_same(name, each.name);
        });
        if (!here) continue;
        const char*& first = group->isolates == 1   ? spec.isolating
                             : group->isolates == 2 ? spec.confining
                             : group->isolates == 3 ? spec.rooting
                                                    : spec.limiting;
        if (group->isolates != 0 && first == nullptr) first = found.name;
        return found;
    }
    return {};
}

/** The refusal of a word that is no option. */
Result<> refuse_option(const char* word, std::string_view name) {
    Nearest nearest(name);
    for (const OptionGroup* group : groups) {
        group->any([&](const Option& each) {
            nearest.consider(each.name);
            return false;
        });
    }
    const char* const found = nearest.found() == nullptr ? "--help" : nearest.found();
    return Failure(Error::unknown("read option"_t, word, found));
}

/** The refusal of an option's value; its name is what was done. */
Result<> refuse_value(const Option& option, const Spec& spec, Literal reason) {
    const Literal action = {option.name};
    if (spec.nearest == nullptr) return refuse(action, spec.part, reason);
    return Failure(Error::unknown(action, spec.part, spec.nearest));
}

/** Reads the option at the first of `words`, and goes on to the next one. */
Result<> parse_option(std::span<char* const>& words, Spec& spec) {
    char* const word = words[0];
    char* const sign = strchrnul(word, '=');
    char* value = *sign == '\0' ? nullptr : sign + 1;
    const std::string_view name(word, sign);
    const Option option = find_option(name, spec);
    if (option.name == nullptr) return refuse_option(word, name);
    words = words.subspan(1);
    if (option.wants == '\0' && value != nullptr)
        return refuse("read option"_t, word, "takes no value"_t);
    if (option.wants != '\0' && option.wants != '[' && value == nullptr) {
        if (words.empty()) return refuse("read option"_t, word, "needs a value"_t);
        value = words[0];
        words = words.subspan(1);
    }
    spec.part = value;
    const Literal wrong = function_of(*option.set)(spec, value);
    return wrong ? refuse_value(option, spec, wrong) : Result<>();
}

} // namespace

std::span<const OptionGroup* const> option_groups() {
    return groups;
}

Result<> parse(std::span<char* const> words, Spec& spec) {
    Result<> done;
    while (done && !words.empty() && words[0][0] == '-') {
        if (std::strcmp(words[0], "--") == 0) {
            words = words.subspan(1);
            break;
        }
        done = parse_option(words, spec);
    }
    if (done) spec.command = words;
    return done;
}

void describe_options(Text& out) {
    for (const OptionGroup* group : groups) {
        out.add("\n").add(group->title).add("\n");
        const char* argument = group->helps.text();
        group->any([&](const Option& option) {
            const std::size_t start = out.view().size();
            const char* const help = behind_nul(argument);
            out.add("  ").add(option.name).add(option.wants == '[' ? "" : " ").add(argument);
            while (out.view().size() < start + 22) out.add(" ");
            out.add(" ").add(help).add("\n");
            argument = behind_nul(help);
            return false;
        });
    }
}

} // namespace launch

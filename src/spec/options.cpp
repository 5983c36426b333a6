#include "spec/options.hpp"

#include "base/names.hpp"
#include "spec/words.hpp"

#include <cstring>

namespace launch {

namespace {

/** In the order of --help. */
constexpr const OptionGroup* groups[] = {
    &root_options,     &mount_options,      &namespace_options, &network_options, &command_options,
    &identity_options, &capability_options, &limit_options,     &cgroup_options,  &posture_options,
    &life_options,     &watch_options,      &machine_options,   &looking_options};

/** Goes to the option of this name, which is noted if it is the first of its kind. */
bool find_option(std::string_view name, Spec& spec, EachOption& each) {
    while (each.next()) {
        if (name != std::string_view(each.option.name, each.option.size)) continue;
        const char*& first = spec.first[(*each.group)->kind];
        if (first == nullptr) first = each.option.name;
        return true;
    }
    return false;
}

/** The refusal of a word that is no option. */
Result<> refuse_option(const char* word, std::string_view name) {
    Nearest nearest(name);
    for (EachOption each; each.next();) nearest.consider(each.option.name);
    const char* const found = nearest.found() == nullptr ? "--help" : nearest.found();
    return Failure(Error::unknown("read option"_t, word, found));
}

/** The refusal of an option's value; its name is what was done. */
Result<> refuse_value(const Option& option, const Spec& spec, Literal reason) {
    const Literal action = {option.name};
    if (spec.nearest == nullptr) return refuse(action, spec.part, reason);
    return Failure(Error::unknown(action, spec.part, spec.nearest));
}

[[gnu::noinline]] char* take_word(std::span<char* const>& words) {
    char* const first = words[0];
    words = words.subspan(1);
    return first;
}

/** Reads the option at the first of `words`, and goes on to the next one. */
Result<> parse_option(std::span<char* const>& words, Spec& spec) {
    char* const word = take_word(words);
    std::string_view name;
    char* value = value_of(word, name);
    EachOption each;
    if (!find_option(name, spec, each)) return refuse_option(word, name);
    const Option& option = each.option;
    if (option.argument == no_argument) {
        if (value != nullptr) return refuse("read option"_t, word, "takes no value"_t);
    } else if (value == nullptr && option.argument == has_one) {
        if (words.empty()) return refuse("read option"_t, word, "needs a value"_t);
        value = take_word(words);
    }
    spec.part = value;
    const Literal wrong = (*option.set)(spec, value);
    return wrong ? refuse_value(option, spec, wrong) : Result<>();
}

} // namespace

EachOption::EachOption() : group(groups) {}

[[gnu::noinline]] bool EachOption::next() {
    if (number == (*group)->size) {
        if (++group == std::end(groups)) return false;
        number = 0;
    }
    const char* const head = number == 0 ? (*group)->names : option.name + option.size + 1;
    const auto bits = static_cast<unsigned char>(*head);
    option.name = head + 1;
    option.size = bits % (1U << name_bits);
    option.argument = bits >> name_bits;
    option.set = &(*group)->sets[number++];
    return true;
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
    const char* argument = nullptr;
    for (EachOption each; each.next();) {
        const OptionGroup& group = **each.group;
        if (each.begins_group()) {
            out.line().add(group.title).line();
            argument = group.helps.text();
        }
        const std::size_t start = out.view().size();
        const char* const help = behind_nul(argument);
        const Option& option = each.option;
        out.add("  ")
            .add(option.name)
            .add(option.argument == can_have_one ? "" : " ")
            .add(argument);
        while (out.view().size() < start + 22) out.space();
        out.space().add(help).line();
        argument = behind_nul(help);
    }
}

} // namespace launch

#include "spec/options.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstring>

namespace launch {

namespace {

/** In the order of --help. */
constexpr const OptionGroup* groups[] = {
    &root_options,       &mount_options, &namespace_options, &command_options, &identity_options,
    &capability_options, &limit_options, &posture_options,   &machine_options, &looking_options};

const Option* find_option(std::string_view name) {
    for (const OptionGroup* group : groups) {
        const auto row = std::ranges::find(group->rows, name, &Option::name);
        if (row != group->rows.end()) return &*row;
    }
    return nullptr;
}

const char* nearest_option(std::string_view name) {
    Nearest nearest(name);
    for (const OptionGroup* group : groups) {
        for (const Option& each : group->rows) nearest.consider(each.name);
    }
    return nearest.found() == nullptr ? "--help" : nearest.found();
}

/** Reads the option at `words[0]`; answers how many words it took. */
Result<std::size_t> parse_option(std::span<char* const> words, Spec& spec) {
    char* const word = words[0];
    char* const sign = std::strchr(word, '=');
    const auto name = sign == nullptr ? std::string_view(word) : std::string_view(word, sign);
    const Option* const option = find_option(name);
    if (option == nullptr) {
        return Failure(Error::unknown("read option", word, nearest_option(name)));
    }
    const bool may_do_without = option->argument == nullptr || *option->argument == '[';
    if (may_do_without && (sign == nullptr || option->argument == nullptr)) {
        if (sign != nullptr) return refuse("read option", word, "takes no value");
        const auto raised = option->set(spec, nullptr);
        if (!raised) return std::unexpected(raised.error());
        return 1;
    }
    if (sign == nullptr && words.size() < 2) return refuse("read option", word, "needs a value");
    char* const value = sign == nullptr ? words[1] : sign + 1;
    const auto stored = option->set(spec, value);
    if (!stored) return std::unexpected(stored.error());
    return sign == nullptr ? 2 : 1;
}

} // namespace

std::span<const OptionGroup* const> option_groups() {
    return groups;
}

Result<> parse(std::span<char* const> words, Spec& spec) {
    while (!words.empty() && words[0][0] == '-') {
        if (std::string_view(words[0]) == "--") {
            words = words.subspan(1);
            break;
        }
        const auto used = parse_option(words, spec);
        if (!used) return std::unexpected(used.error());
        words = words.subspan(*used);
    }
    spec.command = words;
    return {};
}

void describe_options(Text& out) {
    for (const OptionGroup* group : groups) {
        out.add("\n").add(group->title).add("\n");
        for (const Option& option : group->rows) {
            const std::size_t start = out.view().size();
            out.add("  ").add(option.name);
            if (option.argument != nullptr) {
                out.add(*option.argument == '[' ? "" : " ").add(option.argument);
            }
            while (out.view().size() < start + 22) out.add(" ");
            out.add(" ").add(option.help).add("\n");
        }
    }
}

} // namespace launch

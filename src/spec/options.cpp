#include "spec/options.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstring>

namespace launch {

namespace {

constexpr std::uint32_t highest_id = 0xfffffffe; // (uid_t)-1 means "leave alone" to the kernel

/** An option whose value is stored as it is. */
template <auto member> Result<> store(Spec& spec, char* value) {
    spec.*member = value;
    return {};
}

template <auto member> Result<> raise(Spec& spec, char*) {
    spec.*member = true;
    return {};
}

template <auto member> Result<> store_id(Spec& spec, char* value) {
    const auto id = number(value, highest_id);
    if (!id) return refuse("read id", value, "not a number from 0 to 4294967294");
    spec.*member = *id;
    return {};
}

Result<> set_root(Spec& spec, char* value) {
    if (*value == '\0') return refuse("read --root", value, "no directory is named");
    spec.root = value;
    return {};
}

Result<> set_hostname(Spec& spec, char* value) {
    const std::size_t length = std::strlen(value);
    if (length == 0 || length > 64) return refuse("read --hostname", value, "not 1 to 64 bytes");
    spec.hostname = value;
    return {};
}

Result<> add_mount(Spec& spec, const MountWish& wish) {
    if (*wish.target == '\0') return refuse("read mount", wish.source, "no place inside is named");
    if (!spec.mounts.push(wish)) return refuse("read mount", wish.target, "more than 64 mounts");
    return {};
}

template <bool readonly> Result<> add_bind(Spec& spec, char* value) {
    char* const colon = std::strchr(value, ':');
    if (colon == nullptr || colon == value) {
        return refuse("read bind", value, "not SOURCE:DESTINATION");
    }
    if (std::strchr(colon + 1, ':') != nullptr) {
        return refuse("read bind", value, "more than one colon, so it is unclear where to cut");
    }
    *colon = '\0';
    return add_mount(spec, {value, colon + 1, readonly});
}

Result<> add_tmpfs(Spec& spec, char* value) {
    return add_mount(spec, {nullptr, value, false});
}

Result<> add_environment(Spec& spec, char* value) {
    const char* const sign = std::strchr(value, '=');
    if (sign == nullptr || sign == value) return refuse("read --env", value, "not NAME=VALUE");
    if (!spec.environment.push(value)) {
        return refuse("read --env", value, "more than 64 variables");
    }
    return {};
}

/** The flags of "net,uts". */
Result<std::uint64_t> read_kinds(const char* names) {
    std::uint64_t flags = 0;
    std::string_view rest = names;
    while (true) {
        const auto name = std::string_view(rest.begin(), std::ranges::find(rest, ','));
        const auto* const row = std::ranges::find(namespace_kinds, name, &NamespaceKind::name);
        if (row == namespace_kinds.end()) {
            return refuse("read namespaces", names,
                          "the kinds are mount, pid, net, ipc, uts, cgroup, user, time");
        }
        flags |= row->flag;
        if (name.size() == rest.size()) return flags;
        rest.remove_prefix(name.size() + 1);
    }
}

Result<> share(Spec& spec, char* value) {
    const auto flags = read_kinds(value);
    if (!flags) return std::unexpected(flags.error());
    if ((*flags & CLONE_NEWNS) != 0) {
        return refuse("read --share", value, "a root needs a mount namespace of its own");
    }
    spec.namespaces &= ~*flags;
    return {};
}

Result<> unshare(Spec& spec, char* value) {
    const auto flags = read_kinds(value);
    if (!flags) return std::unexpected(flags.error());
    spec.namespaces |= *flags;
    return {};
}

Result<> set_policy(Spec& spec, char* value) {
    static constexpr std::array<std::string_view, 5> names = {"poweroff", "reboot", "halt", "panic",
                                                              "shell"};
    const auto* const name = std::ranges::find(names, std::string_view(value));
    if (name == names.end()) {
        return refuse("read --on-failure", value, "not poweroff, reboot, halt, panic or shell");
    }
    spec.on_failure = static_cast<Policy>(name - names.begin());
    return {};
}

constexpr Option table[] = {
    {nullptr, nullptr, "The root and what is mounted in it (in the order given):"},
    {"--root", "DIR", "the directory that becomes / inside", set_root},
    {"--readonly", nullptr, "make the root and all below it read-only", raise<&Spec::readonly>},
    {"--bind", "SRC:DST", "show SRC of the outside at DST inside, writable", add_bind<false>},
    {"--ro-bind", "SRC:DST", "the same, read-only", add_bind<true>},
    {"--tmpfs", "DST", "an empty tmpfs at DST", add_tmpfs},
    {"--privileged", nullptr, "writable /sys, and device nodes of the root work",
     raise<&Spec::privileged>},
    {nullptr, nullptr, "Namespaces (new by default: mount, pid, net, ipc, uts, cgroup):"},
    {"--share", "KIND,...", "keep the caller's namespace of these kinds", share},
    {"--unshare", "KIND,...", "make a new one of these, too: user, time", unshare},
    {"--hostname", "NAME", "the host name inside (default: the root's base name)", set_hostname},
    {nullptr, nullptr, "The command:"},
    {"--env", "NAME=VALUE", "set a variable", add_environment},
    {"--clear-env", nullptr, "start with PATH, HOME and TERM only",
     raise<&Spec::clear_environment>},
    {"--chdir", "DIR", "the working directory inside (default: /)", store<&Spec::directory>},
    {"--uid", "N", "run as this user id, without supplementary groups", store_id<&Spec::user>},
    {"--gid", "N", "run as this group id (default: the number of --uid)", store_id<&Spec::group>},
    {nullptr, nullptr, "As PID 1 of a machine:"},
    {"--on-failure", "POLICY", "poweroff (default), reboot, halt, panic or shell", set_policy},
    {"--report", "DEVICE", "write how it ended to this serial line", store<&Spec::report>},
    {"--input", "DEVICE", "take the command's input from this line, in frames",
     store<&Spec::input>},
    {"--output", "DEVICE", "relay the command's output to this line, raw", store<&Spec::output>},
    {"--errors", "DEVICE", "relay the command's errors to this line, raw", store<&Spec::errors>},
    {nullptr, nullptr, "Looking:"},
    {"--dry-run", nullptr, "print the steps and do nothing; needs no rights",
     raise<&Spec::dry_run>},
    {"--verbose", nullptr, "print each step as it is done, on stderr", raise<&Spec::verbose>},
    {"--help", nullptr, "print this", raise<&Spec::help>},
    {"--version", nullptr, "print the version", raise<&Spec::version>},
};

const Option* find_option(std::string_view name) {
    const auto* const row = std::ranges::find_if(
        table, [&](const Option& each) { return each.name != nullptr && name == each.name; });
    return row == std::end(table) ? nullptr : row;
}

/** The option whose name is fewest edits away. */
const char* nearest_option(std::string_view name) {
    const Option* best = nullptr;
    unsigned fewest = 31;
    for (const Option& each : table) {
        if (each.name == nullptr) continue;
        const unsigned edits = distance(name, each.name);
        if (edits < fewest) best = &each;
        fewest = std::min(fewest, edits);
    }
    return best == nullptr ? "--help" : best->name;
}

/** Reads the option at `words[0]`; answers how many words it took. */
Result<std::size_t> parse_option(std::span<char* const> words, Spec& spec) {
    char* const word = words[0];
    char* const sign = std::strchr(word, '=');
    const auto name = sign == nullptr ? std::string_view(word) : std::string_view(word, sign);
    const Option* const option = find_option(name);
    if (option == nullptr) {
        return refuse("read option", word, "unknown", nearest_option(name));
    }
    if (option->argument == nullptr) {
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

std::span<const Option> option_table() {
    return table;
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
    for (const Option& option : table) {
        if (option.name == nullptr) {
            out.add("\n").add(option.help).add("\n");
            continue;
        }
        const std::size_t start = out.view().size();
        out.add("  ").add(option.name);
        if (option.argument != nullptr) out.add(" ").add(option.argument);
        while (out.view().size() < start + 22) out.add(" ");
        out.add(" ").add(option.help).add("\n");
    }
}

} // namespace launch

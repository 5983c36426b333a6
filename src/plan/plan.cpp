#include "plan/plan.hpp"

#include "plan/tables.hpp"

#include <algorithm>
#include <cstring>

namespace launch {

namespace {

/** What runs when nothing is named. execve(2) wants pointers to writable bytes but writes none. */
constexpr char shell[] = "/bin/sh";
constexpr char login[] = "-l";
constexpr std::array<char*, 3> default_command = {
    const_cast<char*>(shell), const_cast<char*>(login), nullptr}; // NOLINT(*-const-cast)

bool is_new(const Spec& spec, std::uint64_t kind) {
    return (spec.namespaces & kind) != 0;
}

/** A user namespace of somebody who has rights over one id only. */
bool maps_one_id(const Spec& spec, const Facts& facts) {
    return is_new(spec, CLONE_NEWUSER) && facts.user != 0;
}

bool relays(const Spec& spec) {
    return spec.output != nullptr;
}

Result<> check_machine_options(const Spec& spec, const Facts& facts) {
    const char* const given = spec.report != nullptr   ? "--report"
                              : spec.input != nullptr  ? "--input"
                              : spec.output != nullptr ? "--output"
                              : spec.errors != nullptr ? "--errors"
                                                       : nullptr;
    if (given != nullptr && !facts.machine) {
        return refuse("read option", given, "only the PID 1 of a machine has such a line");
    }
    const bool all = spec.report != nullptr && spec.input != nullptr && spec.output != nullptr &&
                     spec.errors != nullptr;
    if (given != nullptr && std::strcmp(given, "--report") != 0) {
        return refuse("read option", given, "it needs --report, too");
    }
    const bool some = spec.input != nullptr || spec.output != nullptr || spec.errors != nullptr;
    if (some && !all) {
        return refuse("read option", "--output", "--input, --output and --errors go together");
    }
    return {};
}

/**
 * Nothing inside may be laid over the root itself: the steps after it would miss it. A path with
 * ".." may mean the root, and nobody needs one: it is refused, too.
 */
bool is_place_inside(std::string_view target) {
    bool below = false;
    while (!target.empty()) {
        const auto name = target.substr(0, target.find('/'));
        if (name == "..") return false;
        below = below || (!name.empty() && name != ".");
        target.remove_prefix(std::min(target.size(), name.size() + 1));
    }
    return below;
}

Result<> check(const Spec& spec, const Facts& facts) {
    if (facts.root == nullptr && facts.machine) {
        return refuse("find root", nullptr,
                      "there is neither /alpine nor exactly one directory in /roots");
    }
    if (facts.root == nullptr) return refuse("find root", nullptr, "name one with --root DIR");
    if (spec.hostname != nullptr && !is_new(spec, CLONE_NEWUTS)) {
        return refuse("read option", "--hostname", "--share=uts would change it for the host");
    }
    const bool shares = !is_new(spec, CLONE_NEWPID) || !is_new(spec, CLONE_NEWIPC);
    if (is_new(spec, CLONE_NEWUSER) && shares) {
        return refuse("read option", "--share", "a user namespace wants its own pid and ipc, too");
    }
    for (const MountWish& wish : spec.mounts) {
        if (!is_place_inside(wish.target)) {
            return refuse("read mount", wish.target, "not a place below the root, without \"..\"");
        }
    }
    return check_machine_options(spec, facts);
}

/** "alpine" of "/images/alpine/"; a host name that tells where one is. */
std::string_view base_name(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    const auto name = path.substr(path.rfind('/') + 1);
    return name.empty() || name == "." || name == ".." ? "launch" : name.substr(0, 64);
}

/** Adds what always fits: the lists are larger than all tables and bounds of Spec together. */
template <std::size_t capacity, class Value>
void add(List<Step, capacity>& list, const Value& step) {
    static_cast<void>(list.push(step));
}

/** No tree from outside brings working device nodes along, unless all doors are open. */
std::uint64_t tree_attributes(const Spec& spec, bool readonly) {
    const std::uint64_t devices = spec.privileged ? 0 : MOUNT_ATTR_NODEV;
    return readonly ? devices | MOUNT_ATTR_RDONLY : devices;
}

/** A new sysfs wants rights over the network namespace it shows; else the outer one is bound. */
Step system_tree(const Spec& spec) {
    const std::uint64_t readonly = spec.privileged ? 0 : MS_RDONLY;
    if (is_new(spec, CLONE_NEWUSER) && !is_new(spec, CLONE_NEWNET)) {
        return Bind{"/sys", "/sys", no_programs | readonly};
    }
    return Mount{"sysfs", "/sys", no_programs | readonly};
}

void add_standard_mounts(Plan& plan, const Spec& spec, const Facts& facts) {
    add(plan.init, system_tree(spec));
    for (const Step& step : standard_mounts) add(plan.init, step);
    if (facts.console != nullptr && !relays(spec)) {
        add(plan.init, DeviceNode{facts.console, "console", 0, 0});
    }
}

void add_wishes(Plan& plan, const Spec& spec) {
    for (const MountWish& wish : spec.mounts) {
        if (wish.source == nullptr) {
            add(plan.init, Mount{"tmpfs", wish.target, MS_NOSUID | MS_NODEV, "mode=1777", true});
            continue;
        }
        add(plan.init, Bind{wish.source, wish.target, tree_attributes(spec, wish.readonly)});
    }
}

void add_outside(Plan& plan, const Spec& spec, const Facts& facts) {
    if (!is_new(spec, CLONE_NEWUSER)) return;
    if (facts.user == 0) {
        add(plan.outside, IdMap{0, 0, 0, 0, 0xffffffff, false});
        return;
    }
    const std::uint32_t user = spec.user.value_or(0);
    add(plan.outside, IdMap{user, facts.user, spec.group.value_or(user), facts.group, 1, true});
}

void add_init(Plan& plan, const Spec& spec, const Facts& facts) {
    const bool binds = std::ranges::any_of(
        spec.mounts, [](const MountWish& wish) { return wish.source != nullptr; });
    add(plan.init, MakePrivate{});
    if (binds) add(plan.init, HoldOutside{});
    add(plan.init, Root{facts.root, tree_attributes(spec, spec.readonly)});
    if (is_new(spec, CLONE_NEWUTS)) {
        add(plan.init, HostName{spec.hostname != nullptr ? spec.hostname : base_name(facts.root)});
    }
    add_standard_mounts(plan, spec, facts);
    add_wishes(plan, spec);
    if (is_new(spec, CLONE_NEWNET)) add(plan.init, Loopback{});
    add(plan.init, Pivot{});
    if (relays(spec)) add(plan.init, Streams{});
}

void add_command(Plan& plan, const Spec& spec, const Facts& facts) {
    if (facts.machine) add(plan.command, Session{});
    if (facts.console != nullptr && !relays(spec)) add(plan.command, Terminal{});
    if (spec.user || spec.group) {
        add(plan.command,
            Identity{spec.user, spec.group ? spec.group : spec.user, !maps_one_id(spec, facts)});
    }
    if (!plan.has_pid_namespace()) add(plan.command, DieWithInit{});
    if (spec.directory != nullptr) add(plan.command, Directory{spec.directory});
    const std::span<char* const> words =
        spec.command.empty() ? std::span(default_command).first(2) : spec.command;
    add(plan.command, Execute{words});
}

} // namespace

std::span<const Step> Plan::steps(Place place) const {
    if (place == Place::outside) return outside;
    if (place == Place::init) return init;
    return command;
}

Result<Plan> plan(const Spec& spec, const Facts& facts) {
    if (const auto checked = check(spec, facts); !checked) return std::unexpected(checked.error());
    Plan plan;
    plan.namespaces = spec.namespaces;
    add_outside(plan, spec, facts);
    add_init(plan, spec, facts);
    add_command(plan, spec, facts);
    return plan;
}

} // namespace launch

/** `launch inspect`: what a run may do. */
#include "verbs/enter.hpp"

#include "base/json.hpp"
#include "base/names.hpp"
#include "spec/capabilities.hpp"
#include "spec/options.hpp"
#include "steps/cgroup_places.hpp"
#include "system/cgroups.hpp"
#include "system/procfs.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"
#include "verbs/show.hpp"
#include "verbs/target.hpp"

#include <climits>
#include <fcntl.h>

namespace launch {

namespace {

/** Lines of /proc/PID/status, each with what it is called here; and how they are told. */
constexpr Literal rows =
    "\nUid:\0uid\0\nGid:\0gid\0\nGroups:\0groups\0\nCapEff:\0effective\0\nCapBnd:\0bounding\0"
    "\nCapAmb:\0ambient\0\nNoNewPrivs:\0no_new_privs\0\nSeccomp:\0seccomp\0"_t;
enum class Kind : std::uint8_t { number, numbers, capabilities, truth, seccomp };
using enum Kind;
constexpr Kind kinds[] = {number,       number,       numbers, capabilities,
                          capabilities, capabilities, truth,   seccomp};

void add_capabilities(Json& json, std::string_view hexadecimal) {
    CapabilitySet set = 0;
    for (const char digit : hexadecimal) {
        set = set << 4 | static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    for (unsigned each = 0; set >> each != 0; ++each) {
        if ((set >> each & 1) != 0) json.word(nullptr, name_at(capability_names.text(), each));
    }
}

void add_row(Json& json, const char* name, Kind kind, std::string_view value) {
    const auto first = find_number(value, "");
    switch (kind) {
    case number: json.number(name, first); return;
    case truth: json.truth(name, first != 0); return;
    case seccomp:
        json.word(name, name_at("none\0strict\0filter\0", static_cast<unsigned>(first)));
        return;
    case numbers:
    case capabilities: break;
    }
    json.list(name);
    if (kind == capabilities) add_capabilities(json, value);
    while (kind == numbers && value.size() > 1) {
        json.number(nullptr, find_number(take_word(value), ""));
    }
    json.close();
}

void add_identity(Json& json, pid_t process) {
    std::array<char, 8192> memory;
    const auto status = read_proc(process, "status", memory);
    for (unsigned row = 0; row < std::size(kinds); ++row) {
        const char* const key = name_at(rows.text(), 2 * row);
        add_row(json, behind_nul(key), kinds[row], find_value(status, key));
    }
}

void add_namespaces(Json& json, pid_t process) {
    json.open("namespaces");
    for (const NamespaceKind& kind : namespace_kinds) {
        const auto theirs = number_of(kind, process);
        const auto ours = number_of(kind, 0);
        json.open(kind.name).number("inode", theirs).number("caller", ours);
        json.truth("differs", theirs != ours).close();
    }
    json.close();
}

/** What its cgroups allow, and what is used of that: files of both kinds, in the kernel's words. */
void add_limits(Json& json, const Target& target) {
    constexpr Literal files =
        "memory.max\0memory.swap.max\0memory.current\0memory.limit_in_bytes\0"
        "memory.memsw.limit_in_bytes\0memory.usage_in_bytes\0cpu.max\0cpu.cfs_quota_us\0"
        "pids.max\0pids.current\0cgroup.freeze\0freezer.state\0"_t;
    CgroupPlaces places;
    static_cast<void>(find_places(target.init.process, target.launcher.process, places));
    json.open("limits");
    for (const CgroupPlace& place : places) {
        Descriptor cgroup;
        if (!open_path(place.path.data(), O_PATH, cgroup)) continue;
        for (const char* file = files.text(); *file != '\0'; file = behind_nul(file)) {
            std::array<char, 64> memory;
            auto text = read_in(cgroup.get(), file, memory);
            if (!text.empty()) json.text(file, take_line(text));
        }
    }
    json.close();
}

/** The lines of a file of /proc as texts. */
void add_lines(Json& json, const char* key, pid_t process, const char* file,
               std::span<char> memory) {
    json.list(key);
    for (auto rest = read_proc(process, file, memory); !rest.empty();) {
        json.text(nullptr, take_line(rest));
    }
    json.close();
}

struct Opened {
    Json& json;
    const Descriptor& directory;
};

bool add_descriptor(void* argument, const char* name) {
    Opened& opened = *static_cast<Opened*>(argument);
    std::array<char, PATH_MAX> target{};
    if (read_link(opened.directory.get(), name, target)) opened.json.word(name, target.data());
    return true;
}

void add_descriptors(Json& json, pid_t process) {
    Descriptor directory;
    json.open("descriptors");
    if (open_of_process(process, "fd", O_RDONLY | O_DIRECTORY, directory)) {
        Opened opened{json, directory};
        static_cast<void>(each_entry(directory, add_descriptor, &opened));
    }
    json.close();
}

Result<> add_run_itself(Output& output) {
    if (output.target == nullptr) return refuse("inspect"_t, "name a run"_t);
    Target target;
    if (const auto found = find_target(output.target, target); !found) return found;
    const pid_t process = target.command.process;
    if (process == 0) return refuse("inspect"_t, output.target, "its command has ended"_t);
    Json json(output.text, !output.json);
    json.begin();
    json.number("pid", static_cast<std::uint64_t>(target.launcher.process));
    json.number("init", static_cast<std::uint64_t>(target.init.process));
    json.number("command", static_cast<std::uint64_t>(process));
    add_identity(json, process);
    add_namespaces(json, process);
    std::span<char> memory;
    const auto made = text_memory(1 << 20, memory);
    if (!made) return made;
    add_lines(json, "cgroup", process, "cgroup", memory);
    add_limits(json, target);
    add_lines(json, "mounts", process, "mountinfo", memory);
    add_descriptors(json, process);
    json.close();
    output.text.line();
    return {};
}

} // namespace

int inspect(std::span<char* const> words, SignalSet) {
    return show(words, add_run_itself);
}

} // namespace launch

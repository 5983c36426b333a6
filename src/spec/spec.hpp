/** What is wanted: plain data with defaults, filled from words, touching nothing. */
#pragma once

#include "base/list.hpp"
#include "spec/capabilities.hpp"
#include "spec/limits.hpp"

#include <array>
#include <cstdint>
#include <linux/sched.h>
#include <optional>
#include <span>
#include <string_view>

namespace launch {

/** A kind of namespace: its name on the command line and below /proc/PID/ns (namespaces(7)). */
struct NamespaceKind {
    std::string_view name;
    std::uint64_t flag; ///< CLONE_NEW*
    const char* file;
};

constexpr std::array<NamespaceKind, 8> namespace_kinds = {{
    {"mount", CLONE_NEWNS, "mnt"},
    {"pid", CLONE_NEWPID, "pid"},
    {"net", CLONE_NEWNET, "net"},
    {"ipc", CLONE_NEWIPC, "ipc"},
    {"uts", CLONE_NEWUTS, "uts"},
    {"cgroup", CLONE_NEWCGROUP, "cgroup"},
    {"user", CLONE_NEWUSER, "user"},
    {"time", CLONE_NEWTIME, "time"},
}};

constexpr std::uint64_t default_namespaces =
    CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;

/** One of --bind, --ro-bind, --tmpfs; they act in the order given. */
struct MountWish {
    const char* source = nullptr; ///< a path outside; null for a tmpfs
    const char* target = nullptr; ///< a path inside the root
    bool readonly = false;
};

/** One of --device: a device of the outside, and its path below /dev inside. */
struct DeviceWish {
    const char* source = nullptr;
    const char* name = nullptr;
};

/** One of --landlock-ro, --landlock-rw: a path inside that the command may use. */
struct PathRule {
    const char* path = nullptr;
    bool writable = false;
};

constexpr std::uint32_t highest_id = 0xfffffffe; // (uid_t)-1 means "leave alone" to the kernel

/** A user or a group. */
struct IdWish {
    const char* name = nullptr; ///< to be looked up in the root; null: `number` counts
    std::uint32_t number = 0;

    [[nodiscard]] std::optional<std::uint32_t> known() const {
        return name == nullptr ? std::optional(number) : std::nullopt;
    }
};

/** A range of ids that a user namespace maps (user_namespaces(7)). */
struct IdRange {
    std::uint32_t inside = 0, outside = 0, count = 0;
};

using IdRanges = List<IdRange, 16>;

/** A namespace to join or to keep, and the process or file that it is found by. */
struct NamespaceWish {
    const NamespaceKind* kind = nullptr;
    const char* place = nullptr;
};

/** How far a clock of a time namespace is ahead (time_namespaces(7)). */
struct ClockOffset {
    std::int64_t seconds = 0; ///< below zero: behind
    std::uint32_t nanoseconds = 0;
};

/** What the machine's PID 1 does when launch itself fails. */
enum class Policy { poweroff, reboot, halt, panic, shell };

struct Spec {
    const char* root = nullptr;
    bool readonly = false;
    List<MountWish, 64> mounts;

    std::uint64_t namespaces = default_namespaces;
    std::uint64_t shared = 0; ///< kinds that --share names: no default makes them new again
    List<NamespaceWish, 8> joined, kept;
    std::optional<ClockOffset> monotonic, boottime;
    bool map_auto = false;
    IdRanges user_ranges, group_ranges; ///< of a new user namespace; settle() fills in what is open
    const char* hostname = nullptr;

    List<const char*, 64> environment; ///< NAME=VALUE; a later one wins
    bool clear_environment = false;
    const char* directory = nullptr;
    std::span<char* const> command; ///< the words; a null pointer follows the last

    const char* user_name = nullptr; ///< instead of `user`
    const char* group_name = nullptr;
    List<IdWish, 32> groups;
    CapabilityWish capabilities;
    List<Limit, limit_count> limits;      ///< one of each resource at most
    const char* processor_list = nullptr; ///< the words that `processors` is made of
    ProcessorSet processors{};
    std::optional<NameSet> personality; ///< of personality_names
    std::optional<std::uint32_t> user;
    std::optional<std::uint32_t> group;
    std::optional<std::uint32_t> umask;
    std::optional<int> oom_score;
    std::optional<int> nice;
    bool looks_up = false; ///< the root's own files say what goes with the user
    bool new_privileges = false;

    bool privileged = false;
    bool set_id_files = false;    ///< those of the root and of binds work
    const char* filter = nullptr; ///< "default", "none" or a file; null: as `privileged` says
    bool user_namespaces = false; ///< the default filter lets them be made inside
    List<DeviceWish, 32> devices;
    List<PathRule, 32> path_rules;

    // Only for the machine's PID 1.
    Policy on_failure = Policy::poweroff;
    const char* report = nullptr; ///< the line that carries the record (and the input's credit)
    const char* input = nullptr;  ///< lines to relay the command's descriptors 0, 1 and 2
    const char* output = nullptr;
    const char* errors = nullptr;

    bool dry_run = false;
    bool verbose = false;
    bool help = false;
    bool version = false;
};

} // namespace launch

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

/** A kind of namespace: its name on the command line, its CLONE_NEW* flag (namespaces(7)). */
struct NamespaceKind {
    std::string_view name;
    std::uint64_t flag;
};

constexpr std::array<NamespaceKind, 8> namespace_kinds = {{
    {"mount", CLONE_NEWNS},
    {"pid", CLONE_NEWPID},
    {"net", CLONE_NEWNET},
    {"ipc", CLONE_NEWIPC},
    {"uts", CLONE_NEWUTS},
    {"cgroup", CLONE_NEWCGROUP},
    {"user", CLONE_NEWUSER},
    {"time", CLONE_NEWTIME},
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

/** What the machine's PID 1 does when launch itself fails. */
enum class Policy { poweroff, reboot, halt, panic, shell };

struct Spec {
    const char* root = nullptr;
    bool readonly = false;
    List<MountWish, 64> mounts;

    std::uint64_t namespaces = default_namespaces;
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

/** What is wanted: plain data with defaults, filled from words, touching nothing. */
#pragma once

#include "base/list.hpp"

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

inline constexpr std::array<NamespaceKind, 8> namespace_kinds = {{
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

/** What an idmapped mount makes of ids (mount_setattr(2), ID-mapped mounts). */
struct IdShift {
    enum class Kind : std::uint8_t { none, own_namespace, range };
    Kind kind = Kind::none; ///< `own_namespace`: as the run's own user namespace maps them
    std::uint32_t disk = 0, seen = 0, count = 0; ///< files of `disk` appear as those of `seen`
};

/** One wish about what is inside: of --bind, --mount, --file and their kin. */
struct MountWish {
    enum class Kind : std::uint8_t { tree, file_system, directory, link, file };
    const char* source = nullptr; ///< tree, file: a path outside; link: its content
    const char* target = nullptr; ///< a path inside the root
    const char* type = nullptr;   ///< of a file system
    /** Parameters of the file system, each "KEY" or "KEY=VALUE" and NUL; but for those that start
     *  with a comma. */
    std::string_view parameters{};
    std::uint32_t set = 0, clear = 0; ///< MOUNT_ATTR_*, against what is usual
    IdShift ids{};
    std::uint16_t mode = 0; ///< of a directory or file
    Kind kind = Kind::tree;
    bool alone = false; ///< a tree without the mounts below it
};

/** What happens to mounts made after the set-up (mount_namespaces(7), SHARED SUBTREES). */
enum class Propagation : std::uint8_t { isolated, slave, shared, unchanged };

/** What the machine's PID 1 does when launch itself fails. */
enum class Policy { poweroff, reboot, halt, panic, shell };

/** --overlay; `upper` is null without it, `lower` when it is the root. */
struct OverlayWish {
    const char* lower = nullptr;
    const char* upper = nullptr;
    const char* work = nullptr;
};

/** Something made in memory: --copy, --ephemeral. */
struct MemoryWish {
    bool wanted = false;
    const char* size = nullptr; ///< as in tmpfs(5); null: half of the memory
};

struct Spec {
    const char* root = nullptr;
    const char* chroot = nullptr; ///< in place of `root`, and of everything else that isolates
    MemoryWish copy;
    MemoryWish ephemeral;
    OverlayWish overlay;
    bool writable = false; ///< an image
    bool readonly = false;
    bool privileged = false;
    Propagation propagation = Propagation::isolated;
    List<MountWish, 64> mounts; ///< they act in the order given

    std::uint64_t namespaces = default_namespaces;
    const char* hostname = nullptr;

    List<const char*, 64> environment; ///< NAME=VALUE; a later one wins
    bool clear_environment = false;
    const char* directory = nullptr;
    std::optional<std::uint32_t> user;
    std::optional<std::uint32_t> group;
    std::span<char* const> command; ///< the words; a null pointer follows the last

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

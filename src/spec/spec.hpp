/** What is wanted: plain data with defaults, filled from words, touching nothing. */
#pragma once

#include "base/list.hpp"
#include "spec/capabilities.hpp"
#include "spec/cgroup.hpp"
#include "spec/life.hpp"
#include "spec/limits.hpp"
#include "system/long_list.hpp"

#include <array>
#include <cstdint>
#include <linux/sched.h>
#include <optional>
#include <span>
#include <string_view>

namespace launch {

/** A kind of namespace: its name on the command line and below /proc/PID/ns (namespaces(7)). */
struct NamespaceKind {
    const char* name;
    std::uint64_t flag; ///< CLONE_NEW*
    const char* file;
};

inline constexpr std::array<NamespaceKind, 8> namespace_kinds = {{
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
    bool over = false;  ///< a file: on the place itself, even when that is a link
};

/** What happens to mounts made after the set-up (mount_namespaces(7), SHARED SUBTREES). `left` is `isolated`, and the
 *  host's are not copied before. */
enum class Propagation : std::uint8_t { isolated, slave, shared, unchanged, left };

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

/** An address of IPv4 or IPv6, most significant byte first. */
struct Address {
    const char* text = nullptr; ///< as it was written
    std::array<std::uint8_t, 16> bytes{};
    std::uint8_t size = 0;   ///< in bytes: 4 or 16; 0 is none
    std::uint8_t length = 0; ///< of the network's part, in bits
};

/** --net: the network namespace, and the interface in it besides the loopback. */
struct NetworkWish {
    enum class Kind : std::uint8_t { none, host, user, veth, macvlan };
    Kind kind = Kind::none;
    const char* device = nullptr; ///< veth: the bridge, perhaps; macvlan: the interface below it
    const char* name = "eth0";    ///< inside
    /** Its addresses of IPv4 and of IPv6, and the gateways of both: with a size of 0 there is none. */
    std::array<Address, 4> addresses{};
    static constexpr std::size_t first_gateway = 2;
};

/** What the machine's PID 1 does when launch itself fails. */
enum class Policy { poweroff, reboot, halt, kexec, panic, shell };

/** --respawn: times in milliseconds. */
struct Respawn {
    bool wanted = false;
    bool on_failure = false;    ///< not after status 0
    std::uint32_t delay = 1000; ///< before the second life; doubled before each that follows soon
    std::uint32_t max = 5;      ///< lives that begin so; 0: no limit
    std::uint32_t window = 60'000; ///< a life that lasted so long was a good one
};

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

/** What an option is about. */
enum OptionKind : unsigned char {
    other,
    isolating, ///< what of the outside is there
    confining, ///< who the command is and what it may do
    rooting,   ///< what the root is
    limiting   ///< its limits
};

/** What is small comes first: it is reached by short instructions. */
struct Spec {
    const char* part = nullptr;    ///< of an option's value: what is read, if it turns out wrong
    const char* nearest = nullptr; ///< what was probably meant by it
    const char* root = nullptr;
    const char* chroot = nullptr; ///< in place of `root`, and of everything else that isolates
    std::array<const char*, 5> first{}; ///< of each OptionKind the option that was given first
    Life life;
    std::uint64_t namespaces = default_namespaces;
    std::uint64_t shared = 0; ///< kinds that --share names: no default makes them new again
    Propagation propagation = Propagation::isolated;
    bool writable = false; ///< an image
    bool readonly = false;
    bool map_auto = false;
    bool privileged = false;
    bool set_id_files = false;    ///< those of the root and of binds work
    bool user_namespaces = false; ///< the default filter lets them be made inside
    bool new_privileges = false;
    bool looks_up = false; ///< the root's own files say what goes with the user
    bool clear_environment = false;
    bool dry_run = false;
    bool verbose = false;
    bool timings = false;
    bool help = false;
    bool version = false;

    const char* user_name = nullptr; ///< instead of `user`
    const char* group_name = nullptr;
    std::optional<std::uint32_t> user;
    std::optional<std::uint32_t> group;
    const char* filter = nullptr; ///< "default", "none" or a file; null: as `privileged` says
    const char* hostname = nullptr;
    const char* directory = nullptr;
    std::span<char* const> command; ///< the words; a null pointer follows the last

    // Only for the machine's PID 1.
    bool hands_over = false; ///< the command becomes PID 1
    Policy on_failure = Policy::poweroff;
    std::uint32_t down_within = 30'000; ///< milliseconds for file systems to go down
    std::uint32_t watchdog = 0;         ///< seconds without a sign of life; 0: none
    Respawn respawn;
    const char* seed = nullptr;   ///< a file of the initramfs, or of the root that is mounted in it
    const char* report = nullptr; ///< the line that carries the record (and the input's credit)
    const char* input = nullptr;  ///< lines to relay the command's descriptors 0, 1 and 2
    const char* output = nullptr;
    const char* errors = nullptr;
    const char* debug_shell = nullptr; ///< the line of a shell beside the command
    const char* console = nullptr;     ///< instead of the kernel's: for that shell

    // How it is found and watched.
    const char* name = nullptr;
    const char* pid_file = nullptr;
    int info = -1;   ///< the descriptor that is told who runs
    int record = -1; ///< and the one that is told how it ended

    LongList<MountWish, 1024> mounts; ///< they act in the order given
    NetworkWish network;

    MemoryWish copy;
    MemoryWish ephemeral;
    OverlayWish overlay;
    std::optional<ClockOffset> monotonic, boottime;
    CapabilityWish capabilities;
    std::optional<NameSet> personality; ///< of personality_names
    std::optional<std::uint32_t> umask;
    std::optional<int> oom_score;
    std::optional<int> nice;
    const char* processor_list = nullptr; ///< the words that `processors` is made of
    ProcessorSet processors{};

    List<NamespaceWish, 8> joined, kept;
    IdRanges user_ranges, group_ranges; ///< of a new user namespace; settle() fills in what is open
    CgroupWish cgroup;
    List<Limit, limit_count> limits;        ///< one of each resource at most
    LongList<const char*, 512> environment; ///< NAME=VALUE; a later one wins
    LongList<IdWish, 32> groups;
    LongList<DeviceWish, 32> devices;
    LongList<PathRule, 32> path_rules;
};

} // namespace launch

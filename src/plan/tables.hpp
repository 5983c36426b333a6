/** What every root gets, and what the machine's PID 1 mounts for itself: data, nothing else. */
#pragma once

#include "steps/step.hpp"

#include <linux/magic.h>
#include <linux/mount.h>

namespace launch {

constexpr std::uint64_t no_programs = MS_NOSUID | MS_NODEV | MS_NOEXEC;

/** Mounted inside every root, in this order; /sys comes from the plan, for it has variants. */
inline constexpr Step standard_mounts[] = {
    Mount{"proc", "/proc", no_programs},
    DeviceTree{no_programs}, // in a plan as has_own_nodes() says
    // Without gid=5, "tty", which is not mapped in every user namespace: so nobody's group writes.
    DeviceMount{"devpts", "pts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0600"},
    DeviceMount{"tmpfs", "shm", MS_NOSUID | MS_NODEV, "mode=1777"},
    DeviceMount{"mqueue", "mqueue", no_programs},
    DeviceNode{"/dev/null", "null", 1, 3},
    DeviceNode{"/dev/zero", "zero", 1, 5},
    DeviceNode{"/dev/full", "full", 1, 7},
    DeviceNode{"/dev/random", "random", 1, 8},
    DeviceNode{"/dev/urandom", "urandom", 1, 9},
    DeviceNode{"/dev/tty", "tty", 5, 0},
    DeviceLink{"ptmx", "pts/ptmx"},
    DeviceLink{"fd", "/proc/self/fd"},
    DeviceLink{"stdin", "/proc/self/fd/0"},
    DeviceLink{"stdout", "/proc/self/fd/1"},
    DeviceLink{"stderr", "/proc/self/fd/2"},
};

// What container engines cover and make read-only by default (Docker, Podman: oci.GetDefaults): the
// keys, memory, timers and interrupts of the whole machine, and settings that no namespace has for
// itself.
constexpr MaskTable proc_masks = {
    "/proc", PROC_SUPER_MAGIC, "bus\0fs\0irq\0sys\0sysrq-trigger\0",
    "interrupts\0kcore\0keys\0latency_stats\0sched_debug\0timer_list\0", "acpi\0asound\0scsi\0"};
constexpr MaskTable sys_masks = {"/sys", SYSFS_MAGIC, "", "",
                                 "devices/virtual/powercap\0firmware\0"};

/**
 * The machine's own mounts, made by its PID 1 in the initramfs and undone in reverse: first what it needs
 * to read its words and to complain of them, then what else an init expects of an initramfs
 * (systemd.io/INITRD_INTERFACE), which makes the others itself.
 */
inline constexpr Mount machine_mounts[] = {
    {"proc", "/proc", no_programs},
    {"devtmpfs", "/dev", MS_NOSUID, "mode=0755"},
    {"sysfs", "/sys", no_programs},
    {"tmpfs", "/run", MS_NOSUID | MS_NODEV, "mode=0755"},
    {"devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "ptmxmode=0666,mode=0620,gid=5"},
    {"tmpfs", "/dev/shm", MS_NOSUID | MS_NODEV, "mode=1777"},
    {"mqueue", "/dev/mqueue", no_programs},
    {"tmpfs", "/tmp", MS_NOSUID | MS_NODEV, "mode=1777"},
    {"cgroup2", "/sys/fs/cgroup", no_programs},
};
constexpr std::size_t first_mounts = 2;
constexpr std::size_t successor_mounts = 4;

} // namespace launch

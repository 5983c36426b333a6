/** Capabilities by name (capabilities(7)), and which of them a command has by default. */
#pragma once

#include "base/names.hpp"

#include <linux/capability.h>

namespace launch {

/** Bit n stands for capability n, as in /proc/PID/status. */
using CapabilitySet = NameSet;

/** Those of the kernel's that have no name here are among them, too. */
constexpr CapabilitySet all_capabilities = ~CapabilitySet{0};

/** The names by number, as in <linux/capability.h> but for "CAP_". */
constexpr NameList capability_names =
    "chown\0dac_override\0dac_read_search\0fowner\0fsetid\0kill\0setgid\0setuid\0setpcap\0"
    "linux_immutable\0net_bind_service\0net_broadcast\0net_admin\0net_raw\0ipc_lock\0ipc_owner\0"
    "sys_module\0sys_rawio\0sys_chroot\0sys_ptrace\0sys_pacct\0sys_admin\0sys_boot\0sys_nice\0"
    "sys_resource\0sys_time\0sys_tty_config\0mknod\0lease\0audit_write\0audit_control\0setfcap\0"
    "mac_override\0mac_admin\0syslog\0wake_alarm\0block_suspend\0audit_read\0perfmon\0bpf\0"
    "checkpoint_restore\0"_list;
static_assert(count_names(capability_names) == CAP_CHECKPOINT_RESTORE + 1);

constexpr CapabilitySet capability(int number) {
    return CapabilitySet{1} << number;
}

/**
 * What a package manager, a shell and a server need: files of any owner, other users, a port below
 * 1024. None of them reaches beyond the namespaces and the files of the root.
 */
constexpr CapabilitySet default_capabilities =
    capability(CAP_CHOWN) | capability(CAP_DAC_OVERRIDE) | capability(CAP_FOWNER) |
    capability(CAP_FSETID) | capability(CAP_KILL) | capability(CAP_NET_BIND_SERVICE) |
    capability(CAP_SETFCAP) | capability(CAP_SETGID) | capability(CAP_SETPCAP) |
    capability(CAP_SETUID) | capability(CAP_SYS_CHROOT);

/** What --caps, --cap-add, --cap-drop and --ambient ask for, taken in their order. */
struct CapabilityWish {
    CapabilitySet base = default_capabilities;
    CapabilitySet added = 0;   ///< by name: whoever lacks one of them cannot go on
    CapabilitySet dropped = 0; ///< by name; nothing is both
    CapabilitySet ambient = 0; ///< of those added

    void change(CapabilitySet set, bool drop) {
        (drop ? dropped : added) |= set;
        (drop ? added : dropped) &= ~set;
        if (drop) ambient &= ~set;
    }
};

} // namespace launch

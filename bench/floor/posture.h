/** What launch takes from its command by default. */
#pragma once

#include "filter.h"

#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "machine.h"

static const unsigned kept = 1U << CAP_CHOWN | 1U << CAP_DAC_OVERRIDE | 1U << CAP_FOWNER |
                             1U << CAP_FSETID | 1U << CAP_KILL | 1U << CAP_SETGID |
                             1U << CAP_SETUID | 1U << CAP_SETPCAP | 1U << CAP_NET_BIND_SERVICE |
                             1U << CAP_SYS_CHROOT | 1U << CAP_SETFCAP;

static void drop_capabilities(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    const struct __user_cap_data_struct sets[2] = {{kept, kept, 0}, {0, 0, 0}};
    for (unsigned each = 0; each <= CAP_LAST_CAP; ++each) {
        if (each > 31 || (kept >> each & 1) == 0) prctl(PR_CAPBSET_DROP, each);
    }
    syscall(SYS_capset, &header, sets);
}

static void filter_calls(void) {
    const struct sock_fprog program = {LENGTH(filter), (struct sock_filter*)filter};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

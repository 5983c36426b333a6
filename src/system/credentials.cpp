#include "system/credentials.hpp"

#include "system/check.hpp"

#include <link.h>
#include <linux/capability.h>
#include <sys/prctl.h>

namespace launch {

namespace {

using Auxiliary = ElfW(auxv_t);
using Header = __user_cap_header_struct;
using Data = __user_cap_data_struct;

constexpr auto low(std::uint64_t set) {
    return static_cast<std::uint32_t>(set);
}

constexpr auto high(std::uint64_t set) {
    return static_cast<std::uint32_t>(set >> 32);
}

} // namespace

Credentials own_credentials() {
    Credentials own{};
    char** last = environ;
    while (*last != nullptr) ++last;
    // The kernel's vector lies behind the environment (getauxval(3)).
    const auto* entry = reinterpret_cast<const Auxiliary*>(last + 1); // NOLINT
    for (; entry->a_type != AT_NULL; ++entry) {
        const auto value = entry->a_un.a_val;
        if (entry->a_type == AT_EUID) own.user = static_cast<std::uint32_t>(value);
        if (entry->a_type == AT_EGID) own.group = static_cast<std::uint32_t>(value);
        if (entry->a_type == AT_SECURE) own.elevated = value != 0;
    }
    return own;
}

Result<> set_groups(std::span<const std::uint32_t> groups) {
    return done(call(SYS_setgroups, groups.size(), groups.data()), "set groups"_t);
}

Result<> set_group(std::uint32_t group) {
    return done(call(SYS_setresgid, group, group, group), "set gid"_t);
}

Result<> set_user(std::uint32_t user) {
    return done(call(SYS_setresuid, user, user, user), "set uid"_t);
}

std::uint64_t own_capabilities() {
    Header header{_LINUX_CAPABILITY_VERSION_3, 0};
    Data data[_LINUX_CAPABILITY_U32S_3] = {};
    call(SYS_capget, &header, data);
    return data[0].permitted | std::uint64_t{data[1].permitted} << 32;
}

Result<> set_capabilities(std::uint64_t set, std::uint64_t ambient) {
    Header header{_LINUX_CAPABILITY_VERSION_3, 0};
    const Data data[_LINUX_CAPABILITY_U32S_3] = {{low(set), low(set), low(ambient)},
                                                 {high(set), high(set), high(ambient)}};
    return done(call(SYS_capset, &header, data), "set capabilities"_t);
}

Result<> drop_bounding(unsigned number) {
    return done(set_process(PR_CAPBSET_DROP, number), "drop capability"_t);
}

Result<> keep_capabilities() {
    return done(set_process(PR_SET_KEEPCAPS, 1), "keep capabilities"_t);
}

Result<> raise_ambient(unsigned number) {
    return done(set_process(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number),
                "raise ambient capability"_t);
}

Result<> forbid_new_privileges() {
    return done(set_process(PR_SET_NO_NEW_PRIVS, 1), "set no_new_privs"_t);
}

void forbid_dumping() {
    set_process(PR_SET_DUMPABLE, 0);
}

void allow_dumping() {
    set_process(PR_SET_DUMPABLE, 1);
}

} // namespace launch

#include "system/credentials.hpp"

#include "system/check.hpp"

#include <linux/capability.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

namespace launch {

namespace {

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
    return {static_cast<std::uint32_t>(getauxval(AT_EUID)),
            static_cast<std::uint32_t>(getauxval(AT_EGID)), getauxval(AT_SECURE) != 0};
}

// libc's own calls would look for other threads first, of which there are none.
Result<> set_groups(std::span<const std::uint32_t> groups) {
    return done(syscall(SYS_setgroups, groups.size(), groups.data()), "set groups");
}

Result<> set_group(std::uint32_t group) {
    return done(syscall(SYS_setresgid, group, group, group), "set gid");
}

Result<> set_user(std::uint32_t user) {
    return done(syscall(SYS_setresuid, user, user, user), "set uid");
}

std::uint64_t own_capabilities() {
    Header header{_LINUX_CAPABILITY_VERSION_3, 0};
    Data data[_LINUX_CAPABILITY_U32S_3] = {};
    syscall(SYS_capget, &header, data);
    return data[0].permitted | std::uint64_t{data[1].permitted} << 32;
}

Result<> set_capabilities(std::uint64_t set, std::uint64_t ambient) {
    Header header{_LINUX_CAPABILITY_VERSION_3, 0};
    const Data data[_LINUX_CAPABILITY_U32S_3] = {{low(set), low(set), low(ambient)},
                                                 {high(set), high(set), high(ambient)}};
    return done(syscall(SYS_capset, &header, data), "set capabilities");
}

Result<> drop_bounding(unsigned number) {
    return done(prctl(PR_CAPBSET_DROP, number, 0, 0, 0), "drop capability");
}

Result<> keep_capabilities() {
    return done(prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0), "keep capabilities");
}

Result<> raise_ambient(unsigned number) {
    return done(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0),
                "raise ambient capability");
}

Result<> forbid_new_privileges() {
    return done(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "set no_new_privs");
}

void forbid_dumping() {
    prctl(PR_SET_DUMPABLE, 0);
}

void allow_dumping() {
    prctl(PR_SET_DUMPABLE, 1);
}

} // namespace launch

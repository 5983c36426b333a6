#include "system/namespaces.hpp"

#include "system/check.hpp"
#include "system/credentials.hpp"
#include "system/system.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>

namespace launch {

namespace {

constexpr long list_mounts = 458; ///< listmount(2), of Linux 6.8: younger than our headers
constexpr std::size_t many = 64;  ///< from here on a copy of them takes longer than to go elsewhere
constexpr std::uint32_t few = 4;

/** struct mnt_id_req: all below the root. */
struct MountQuestion {
    std::uint32_t size = sizeof(MountQuestion), unused = 0;
    std::uint64_t mount = ~std::uint64_t{0}, after = 0;
};

/** struct mnt_ns_info of ioctl_nsfs(2), of Linux 6.12. */
struct MountsInfo {
    std::uint32_t size = sizeof(MountsInfo), mounts = 0;
    std::uint64_t number = 0;
};
constexpr unsigned next_mounts = _IOR(0xb7, 11, MountsInfo); ///< NS_MNT_GET_NEXT
constexpr unsigned previous_mounts = _IOR(0xb7, 12, MountsInfo);

bool has_many_mounts() {
    const MountQuestion all;
    std::uint64_t found[many];
    return call(list_mounts, &all, found, many, 0) == many;
}

/** setns(2) wants this besides the right to make a mount namespace. */
bool may_enter_mounts() {
    return (own_capabilities() & std::uint64_t{1} << CAP_SYS_CHROOT) != 0;
}

} // namespace

int find_small_mounts() {
    Descriptor place;
    if (!has_many_mounts() || !may_enter_mounts() ||
        !open_path("/proc/self/ns/mnt", O_RDONLY, place))
        return 0;
    MountsInfo info;
    long found = 0;
    while ((found = ask_device(place.get(), previous_mounts, &info)) >= 0) {
        place = Descriptor(static_cast<int>(found));
    }
    found = ask_device(place.get(), next_mounts, &info);
    return info.mounts <= few ? static_cast<int>(found) : 0;
}

Result<> copy_mounts(int place) {
    const auto joined = join_namespace(place, CLONE_NEWNS);
    return joined ? unshare_namespaces(CLONE_NEWNS) : joined;
}

Result<> open_process(pid_t process, Descriptor& place) {
    return own(place, call(SYS_pidfd_open, process, 0), "find process"_t);
}

Result<> send_signal_to(int pidfd, int signal) {
    return done(call(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0), "send signal"_t);
}

Result<> check_namespace(const Descriptor& file, std::uint64_t flag, const char* path) {
    const long kind = ask_device(file.get(), NS_GET_NSTYPE);
    if (kind >= 0 && static_cast<std::uint64_t>(kind) == flag) return {};
    return refuse("open"_t, path, "not a namespace of this kind"_t);
}

Result<> join_namespace(int place, std::uint64_t flag) {
    return done(call(SYS_setns, place, flag), "join"_t);
}

Result<> unshare_namespaces(std::uint64_t flags) {
    return done(call(SYS_unshare, flags), "clone"_t);
}

Result<> check_kept_namespace(const char* path) {
    Descriptor file;
    const auto opened = open_path(path, O_PATH | O_NOFOLLOW, file);
    if (!opened) return opened;
    if (check_file_system(file, NSFS_MAGIC)) return {};
    return refuse("release"_t, path, "no namespace is kept there"_t);
}

} // namespace launch

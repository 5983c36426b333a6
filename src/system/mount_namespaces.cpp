#include "system/mount_namespaces.hpp"

#include "system/check.hpp"
#include "system/credentials.hpp"
#include "system/namespaces.hpp"
#include "system/system.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>

namespace launch {

namespace {

constexpr long stat_mount = 457, list_mounts = 458; ///< younger than our headers
constexpr std::uint32_t few = 4;

/** struct mnt_id_req of statmount(2) and listmount(2), with the namespace that Linux 6.11 has added. */
struct MountQuestion {
    std::uint32_t size = sizeof(MountQuestion), unused = 0;
    std::uint64_t mount = ~std::uint64_t{0}; ///< LSMT_ROOT
    std::uint64_t wanted = 0;
    std::uint64_t place = 0;
};
constexpr std::uint64_t type_wanted = 0x20; ///< STATMOUNT_FS_TYPE

/** struct statmount: where the name of the type begins, in what follows. */
struct MountAnswer {
    std::array<std::uint32_t, 9> before;
    std::uint32_t type;
    std::array<std::uint32_t, 118> behind;
    std::array<char, 64> words;
};
static_assert(sizeof(MountAnswer) == 512 + 64);

/** struct mnt_ns_info of ioctl_nsfs(2), of Linux 6.12. */
struct MountsInfo {
    std::uint32_t size = sizeof(MountsInfo), mounts = 0;
    std::uint64_t number = 0;
};
constexpr unsigned next_mounts = _IOR(0xb7, 11, MountsInfo); ///< NS_MNT_GET_NEXT
constexpr unsigned previous_mounts = _IOR(0xb7, 12, MountsInfo);

/** Goes to the next namespace by its number, or the previous one; false without one, or the right to see it. */
bool go(Descriptor& place, unsigned where, MountsInfo& info) {
    const long found = ask_device(place.get(), where, &info);
    if (found >= 0) place = Descriptor(static_cast<int>(found));
    return found >= 0;
}

/** Whether its root is the kernel's: in a user namespace nobody could mount that there. */
bool is_the_kernels(const MountsInfo& info) {
    if (info.mounts > few) return false;
    MountQuestion question;
    question.place = info.number;
    MountAnswer answer;
    if (call(list_mounts, &question, &question.mount, 1, 0) != 1) return false;
    question.wanted = type_wanted;
    return call(stat_mount, &question, &answer, sizeof answer, 0) == 0 &&
           std::strcmp(answer.words.data() + answer.type, "devtmpfs") == 0;
}

/** setns(2) wants this besides the right to make a mount namespace. */
bool may_enter_mounts() {
    return (own_capabilities() & std::uint64_t{1} << CAP_SYS_CHROOT) != 0;
}

} // namespace

bool find_small_mounts(Descriptor& place) {
    if (!may_enter_mounts() || !open_path("/proc/self/ns/mnt", O_RDONLY, place)) return false;
    MountsInfo info;
    while (go(place, previous_mounts, info)) continue;
    while (go(place, next_mounts, info)) {
        if (is_the_kernels(info)) return true;
    }
    return false;
}

Result<> copy_mounts(int place) {
    Result<> done = join_namespace(place, CLONE_NEWNS);
    if (done) done = unshare_namespaces(CLONE_NEWNS);
    return done ? set_propagation(MS_PRIVATE) : done;
}

} // namespace launch

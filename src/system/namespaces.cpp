#include "system/namespaces.hpp"

#include "system/check.hpp"
#include "system/system.hpp"

#include <linux/magic.h>
#include <linux/nsfs.h>
#include <sched.h>

namespace launch {

Result<Descriptor> open_process(pid_t process) {
    return own(call(SYS_pidfd_open, process, 0), "find process");
}

Result<> send_signal_to(int pidfd, int signal) {
    return done(call(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0), "send signal");
}

Result<> check_namespace(const Descriptor& file, std::uint64_t flag, const char* path) {
    const long kind = call(SYS_ioctl, file.get(), NS_GET_NSTYPE);
    if (kind >= 0 && static_cast<std::uint64_t>(kind) == flag) return {};
    return refuse("open", path, "not a namespace of this kind");
}

Result<> join_namespace(int place, std::uint64_t flag) {
    return done(call(SYS_setns, place, flag), "join");
}

Result<> unshare_namespaces(std::uint64_t flags) {
    return done(call(SYS_unshare, flags), "clone");
}

Result<> check_kept_namespace(const char* path) {
    const auto file = open_at(here, path, O_PATH | O_NOFOLLOW);
    if (!file) return std::unexpected(file.error());
    if (check_file_system(*file, NSFS_MAGIC)) return {};
    return refuse("release", path, "no namespace is kept there");
}

} // namespace launch

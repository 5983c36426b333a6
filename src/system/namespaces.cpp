#include "system/namespaces.hpp"

#include "system/check.hpp"

#include <linux/magic.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

namespace launch {

Result<Descriptor> open_process(pid_t process) {
    return own(syscall(SYS_pidfd_open, process, 0), "find process");
}

Result<> check_namespace(const Descriptor& file, std::uint64_t flag, const char* path) {
    const long kind = ioctl(file.get(), NS_GET_NSTYPE);
    if (kind >= 0 && static_cast<std::uint64_t>(kind) == flag) return {};
    return refuse("open", path, "not a namespace of this kind");
}

Result<> join_namespace(int place, std::uint64_t flag) {
    return done(setns(place, static_cast<int>(flag)), "join");
}

Result<> unshare_namespaces(std::uint64_t flags) {
    return done(unshare(static_cast<int>(flags)), "clone");
}

Result<> check_kept_namespace(const char* path) {
    const auto file = own(open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC), "open", path);
    if (!file) return std::unexpected(file.error());
    struct statfs system {};
    if (fstatfs(file->get(), &system) < 0) return failed("examine", path);
    if (system.f_type == NSFS_MAGIC) return {};
    return refuse("release", path, "no namespace is kept there");
}

} // namespace launch

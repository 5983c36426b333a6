#include "system/namespaces.hpp"

#include "system/check.hpp"
#include "system/system.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <sched.h>

namespace launch {

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

#include "system/trees.hpp"

#include "base/names.hpp"
#include "system/check.hpp"
#include "system/system.hpp"

#include <array>
#include <climits>
#include <cstring>
#include <sys/sysmacros.h>

namespace launch {

namespace {

constexpr unsigned kind_shift = 12;
static_assert(static_cast<mode_t>(Entry::Kind::file) << kind_shift == S_IFREG);

constexpr const char* capability = "security.capability";

long set_times(int directory, const char* name, const Entry& entry, int flags) {
    const std::array<timespec, 2> times = {
        {{0, UTIME_OMIT}, {entry.seconds, static_cast<long>(entry.nanoseconds)}}};
    return call(SYS_utimensat, directory, name, times.data(), flags);
}

} // namespace

Result<> examine(int directory, const char* name, Entry& entry) {
    struct statx found;
    const long looked = look_at(directory, name, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH, found);
    if (looked < 0) return failed(looked, "examine"_t, name);
    entry = {.kind = static_cast<Entry::Kind>(found.stx_mode >> kind_shift),
             .mode = found.stx_mode & 07777U,
             .user = found.stx_uid,
             .group = found.stx_gid,
             .major = found.stx_rdev_major,
             .minor = found.stx_rdev_minor,
             .seconds = found.stx_mtime.tv_sec,
             .nanoseconds = found.stx_mtime.tv_nsec,
             .size = found.stx_size,
             .links = found.stx_nlink,
             .inode = found.stx_ino,
             .device = std::uint64_t{found.stx_dev_major} << 32 | found.stx_dev_minor};
    return {};
}

Result<> make_entry(int directory, const char* name, const Entry& entry) {
    if (entry.kind == Entry::Kind::directory) {
        return make_directory(directory, name, 0700);
    }
    return done(call(SYS_mknodat, directory, name,
                     static_cast<mode_t>(entry.kind) << kind_shift | 0600,
                     makedev(entry.major, entry.minor)),
                "create node"_t, name);
}

Result<> make_device(int directory, const char* name, unsigned major, unsigned minor) {
    return done(call(SYS_mknodat, directory, name, S_IFCHR | 0666, makedev(major, minor)),
                "create node"_t, name);
}

Result<> rename_entry(int directory, const char* from, const char* to) {
    return done(call(SYS_renameat2, directory, from, directory, to, 0), "write"_t, to);
}

Result<> create_file(int directory, const char* name, Descriptor& place, unsigned mode) {
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const auto answer = retry([&] { return call(SYS_openat, directory, name, flags, mode); });
    return own(place, answer, "create file"_t, name);
}

Result<> make_hard_link(int from, const char* old_name, int to, const char* name) {
    return done(call(SYS_linkat, from, old_name, to, name, 0), "create hard link"_t, name);
}

Result<> remove_entry(int directory, const char* name) {
    const long removed = call(SYS_unlinkat, directory, name, 0);
    if (removed != -EISDIR) return done(removed, "remove"_t, name);
    return done(call(SYS_unlinkat, directory, name, AT_REMOVEDIR), "remove"_t, name);
}

Result<> dress_entry(int directory, const char* name, const Entry& entry) {
    const long owned =
        call(SYS_fchownat, directory, name, entry.user, entry.group, AT_SYMLINK_NOFOLLOW);
    const bool strange = owned == -EINVAL;
    if (owned < 0 && !strange) return failed(owned, "set owner"_t, name);
    const mode_t mode = strange ? entry.mode & 01777 : entry.mode;
    const bool link = entry.kind == Entry::Kind::link;
    const long dressed = link ? 0 : call(SYS_fchmodat, directory, name, mode);
    if (dressed < 0) return failed(dressed, "set mode"_t, name);
    return done(set_times(directory, name, entry, AT_SYMLINK_NOFOLLOW), "set time"_t, name);
}

void set_time(int directory, const Entry& entry) {
    static_cast<void>(set_times(directory, "", entry, AT_EMPTY_PATH));
}

void set_capability(const Descriptor& file, std::span<const char> value) {
    static_cast<void>(call(SYS_fsetxattr, file.get(), capability, value.data(), value.size(), 0));
}

void copy_capability(const Descriptor& from, const Descriptor& to) {
    std::array<char, 64> value; // struct vfs_ns_cap_data has 24
    const auto size = call(SYS_fgetxattr, from.get(), capability, value.data(), value.size());
    if (size > 0) set_capability(to, std::span(value).first(static_cast<std::size_t>(size)));
}

Result<> copy_content(const Descriptor& from, const Descriptor& to) {
    constexpr std::size_t at_once = 0x7ffff000; // the most that sendfile(2) moves
    while (true) {
        const auto moved =
            retry([&] { return call(SYS_sendfile, to.get(), from.get(), nullptr, at_once); });
        if (moved <= 0) return done(moved, "copy"_t);
    }
}

Result<> skip_forward(const Descriptor& file, std::uint64_t count) {
    return done(call(SYS_lseek, file.get(), count, SEEK_CUR), "skip"_t);
}

Result<> read_link(int directory, const char* name, std::span<char> target) {
    const long length = call(SYS_readlinkat, directory, name, target.data(), target.size());
    if (length < 0) return failed(length, "read link"_t, name);
    if (static_cast<std::size_t>(length) == target.size()) {
        return refuse("read link"_t, name, "it is longer than 4095 bytes"_t);
    }
    target[static_cast<std::size_t>(length)] = '\0';
    return {};
}

Result<> each_entry(const Descriptor& directory, bool (*each)(void* argument, const char* name),
                    void* argument) {
    alignas(8) std::array<char, 2048> entries; // opendir(3) would bring the heap
    while (true) {
        const long size = call(SYS_getdents64, directory.get(), entries.data(), entries.size());
        if (size <= 0) return done(size, "list"_t);
        for (long at = 0; at < size;) {
            const char* const entry = entries.data() + at; // struct linux_dirent64, getdents(2)
            const char* const name = entry + 19;
            if (!is_dots(sized(name)) && !each(argument, name)) return {};
            std::uint16_t length = 0;
            std::memcpy(&length, entry + 16, sizeof length);
            at += length;
        }
    }
}

} // namespace launch

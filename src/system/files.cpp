#include "system/check.hpp"
#include "system/system.hpp"

#include <array>
#include <climits>
#include <cstring>
#include <linux/openat2.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

namespace launch {

void Descriptor::close() {
    if (number >= 0) ::close(std::exchange(number, -1));
}

Result<Descriptor> open_at(int directory, const char* path, int flags) {
    return own(retry([&] { return openat(directory, path, flags | O_CLOEXEC); }), "open", path);
}

Result<Descriptor> open_in_root(const Descriptor& root, const char* path, int flags, Links links) {
    open_how how{};
    how.flags = static_cast<unsigned>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    if (links == Links::refuse) how.resolve |= RESOLVE_NO_SYMLINKS;
    // A rename anywhere makes the kernel answer EAGAIN (openat2(2)); a storm of them must not hang.
    long answer = -1;
    for (int tries = 0; tries < 1000; ++tries) {
        answer = retry([&] { return syscall(SYS_openat2, root.get(), path, &how, sizeof how); });
        if (answer >= 0 || errno != EAGAIN) break;
    }
    return own(answer, "open", path);
}

Result<Descriptor> open_on_mount(const Descriptor& directory, const char* name, int flags) {
    open_how how{};
    how.flags = static_cast<unsigned>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS;
    const auto open_it = [&] {
        return syscall(SYS_openat2, directory.get(), name, &how, sizeof how);
    };
    return own(retry(open_it), "open", name);
}

Result<> make_directory(int directory, const char* name, unsigned mode) {
    return done(mkdirat(directory, name, mode), "create directory", name);
}

Result<> make_file(int directory, const char* name, unsigned mode) {
    return done(mknodat(directory, name, S_IFREG | mode, 0), "create file", name);
}

Result<> make_link(const char* target, int directory, const char* name) {
    return done(symlinkat(target, directory, name), "create link", name);
}

bool is_link_to(const char* target, int directory, const char* name) {
    std::array<char, PATH_MAX> content;
    const auto size = readlinkat(directory, name, content.data(), content.size());
    return size >= 0 && std::string_view(content.data(), static_cast<std::size_t>(size)) == target;
}

void remove_if_empty(int directory, const char* name) {
    struct stat entry {};
    if (fstatat(directory, name, &entry, AT_SYMLINK_NOFOLLOW) < 0) return;
    if (S_ISDIR(entry.st_mode)) unlinkat(directory, name, AT_REMOVEDIR);
    const bool empty = S_ISLNK(entry.st_mode) || (S_ISREG(entry.st_mode) && entry.st_size == 0);
    if (empty) unlinkat(directory, name, 0);
}

Result<std::size_t> read_some(int descriptor, std::span<char> memory) {
    const auto count = retry([&] { return read(descriptor, memory.data(), memory.size()); });
    if (count < 0) return failed("read");
    return static_cast<std::size_t>(count);
}

Result<std::size_t> write_some(int descriptor, std::span<const char> bytes) {
    const auto count = retry([&] { return write(descriptor, bytes.data(), bytes.size()); });
    if (count < 0) return failed("write");
    return static_cast<std::size_t>(count);
}

Result<> write_all(const Descriptor& file, std::span<const char> bytes) {
    while (!bytes.empty()) {
        const auto count = write_some(file.get(), bytes);
        if (!count) return std::unexpected(count.error());
        bytes = bytes.subspan(*count);
    }
    return {};
}

Result<std::size_t> read_file(const char* path, std::span<char> memory) {
    const auto file = open_at(here, path, O_RDONLY | O_NONBLOCK);
    if (!file) return std::unexpected(file.error());
    const auto size = read_whole(*file, memory);
    if (!size) return failed("read", path);
    return size;
}

Result<std::size_t> read_whole(const Descriptor& file, std::span<char> memory) {
    std::size_t used = 0;
    while (used < memory.size()) {
        const auto count = read_some(file.get(), memory.subspan(used));
        if (!count) return count;
        if (*count == 0) break;
        used += *count;
    }
    return used;
}

Result<> write_file(int directory, const char* path, std::string_view content) {
    const auto file = open_at(directory, path, O_WRONLY);
    if (!file) return std::unexpected(file.error());
    const auto count = write_some(file->get(), content);
    if (!count) return failed("write", path);
    return {};
}

Result<std::span<char>> map_file(const char* path) {
    const auto file = open_at(here, path, O_RDONLY);
    if (!file) return std::unexpected(file.error());
    struct stat entry {};
    if (fstat(file->get(), &entry) < 0) return failed("read", path);
    const auto size = static_cast<std::size_t>(entry.st_size);
    if (size == 0) return std::span<char>();
    void* const memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, file->get(), 0);
    if (memory == MAP_FAILED) return failed("map", path);
    return std::span(static_cast<char*>(memory), size);
}

Result<std::span<char>> text_memory(std::size_t size) {
    void* const memory =
        mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return failed("allocate memory");
    return std::span(static_cast<char*>(memory), size);
}

void release_memory(std::span<char> memory) {
    munmap(memory.data(), memory.size());
}

Result<std::span<char*>> pointer_memory(std::size_t count) {
    const auto memory = text_memory(count * sizeof(char*));
    if (!memory) return std::unexpected(memory.error());
    return std::span(reinterpret_cast<char**>(memory->data()), count); // NOLINT(*-reinterpret-cast)
}

Result<> add_working_directory(Text& out) {
    std::array<char, PATH_MAX> path;
    const long size = syscall(SYS_getcwd, path.data(), path.size()); // libc's brings the heap
    if (size < 0) return failed("find working directory");
    out.add(path.data()).add("/");
    return {};
}

bool is_directory(const char* path) {
    struct stat entry {};
    return stat(path, &entry) == 0 && S_ISDIR(entry.st_mode);
}

Result<std::uint64_t> inode(int directory, const char* path) {
    struct stat entry {};
    if (fstatat(directory, path, &entry, 0) < 0) return failed("examine", path);
    return entry.st_ino;
}

bool is_directory(const Descriptor& file) {
    struct stat entry {};
    return fstat(file.get(), &entry) == 0 && S_ISDIR(entry.st_mode);
}

bool is_regular(const Descriptor& file) {
    struct stat entry {};
    return fstat(file.get(), &entry) == 0 && S_ISREG(entry.st_mode);
}

bool same_file(const Descriptor& left, const Descriptor& right) {
    struct stat one {};
    struct stat other {};
    return fstat(left.get(), &one) == 0 && fstat(right.get(), &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

Result<> check_device(const Descriptor& file, unsigned major, unsigned minor) {
    struct stat entry {};
    if (fstat(file.get(), &entry) < 0) return failed("examine");
    if (S_ISCHR(entry.st_mode) && entry.st_rdev == makedev(major, minor)) return {};
    return refuse("check", nullptr, "not the device of that name");
}

Result<> lock(const Descriptor& file) {
    return done(retry([&] { return flock(file.get(), LOCK_EX); }), "lock");
}

bool is_device(const Descriptor& file) {
    struct stat entry {};
    return fstat(file.get(), &entry) == 0 && (S_ISCHR(entry.st_mode) || S_ISBLK(entry.st_mode));
}

unsigned set_umask(unsigned mask) {
    return umask(mask);
}

} // namespace launch

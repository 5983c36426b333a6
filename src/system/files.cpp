#include "system/check.hpp"
#include "system/system.hpp"

#include <array>
#include <climits>
#include <cstring>
#include <linux/openat2.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <utility>

namespace launch {

namespace {

/** Memory of its own, or a private view of a file. */
Result<> map(std::size_t size, int flags, int file, const char* path, std::span<char>& memory) {
    const long place = call(SYS_mmap, nullptr, size, PROT_READ | PROT_WRITE, flags, file, 0);
    if (place < 0) return failed(place, "map"_t, path);
    memory = {reinterpret_cast<char*>(place), size}; // NOLINT(*-cast, *-int-to-ptr)
    return {};
}

/** openat2(2). */
[[gnu::noinline]] long open_resolving(const Descriptor& directory, const char* path, int flags,
                                      std::uint64_t resolve) {
    open_how how{};
    how.flags = static_cast<unsigned>(flags | O_CLOEXEC);
    how.resolve = resolve;
    return retry([&] { return call(SYS_openat2, directory.get(), path, &how, sizeof how); });
}

/** 0 when it fails. */
[[gnu::noinline]] unsigned mode_of(const Descriptor& file) {
    return state_of(file).stx_mode;
}

} // namespace

void Descriptor::close() {
    if (number >= 0) static_cast<void>(call(SYS_close, std::exchange(number, -1)));
}

Result<> open_at(int directory, const char* path, int flags, Descriptor& place) {
    const auto answer = retry([&] { return call(SYS_openat, directory, path, flags | O_CLOEXEC); });
    return own(place, answer, "open"_t, path);
}

[[gnu::noinline]] Result<> open_path(const char* path, int flags, Descriptor& place) {
    return open_at(here, path, flags, place);
}

Result<> open_in_root(const Descriptor& root, const char* path, int flags, Descriptor& place,
                      Links links) {
    std::uint64_t resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    if (links == Links::refuse) resolve |= RESOLVE_NO_SYMLINKS;
    // A rename anywhere makes the kernel answer EAGAIN (openat2(2)); a storm of them must not hang.
    long answer = -EAGAIN;
    for (int tries = 0; tries < 1000 && answer == -EAGAIN; ++tries) {
        answer = open_resolving(root, path, flags, resolve);
    }
    return own(place, answer, "open"_t, path);
}

Result<> open_on_mount(const Descriptor& directory, const char* name, int flags,
                       Descriptor& place) {
    constexpr std::uint64_t resolve = RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS;
    return own(place, open_resolving(directory, name, flags, resolve), "open"_t, name);
}

Result<> make_directory(int directory, const char* name, unsigned mode) {
    return done(call(SYS_mkdirat, directory, name, mode), "create directory"_t, name);
}

Result<> make_directory(int directory, const char* name) {
    return make_directory(directory, name, 0755);
}

Result<> make_file(int directory, const char* name, unsigned mode) {
    return done(call(SYS_mknodat, directory, name, S_IFREG | mode, 0), "create file"_t, name);
}

Result<> make_link(const char* target, int directory, const char* name) {
    return done(call(SYS_symlinkat, target, directory, name), "create link"_t, name);
}

bool is_link_to(const char* target, int directory, const char* name) {
    std::array<char, PATH_MAX> content;
    const long size = call(SYS_readlinkat, directory, name, content.data(), content.size());
    return size >= 0 &&
           std::string_view(content.data(), static_cast<std::size_t>(size)) == sized(target);
}

void remove_if_empty(int directory, const char* name) {
    struct statx entry;
    if (look_at(directory, name, AT_SYMLINK_NOFOLLOW, entry) < 0) return;
    if (S_ISDIR(entry.stx_mode)) call(SYS_unlinkat, directory, name, AT_REMOVEDIR);
    const bool empty = S_ISLNK(entry.stx_mode) || (S_ISREG(entry.stx_mode) && entry.stx_size == 0);
    if (empty) call(SYS_unlinkat, directory, name, 0);
}

Result<> read_some(int descriptor, std::span<char> memory, std::size_t& size) {
    const auto count =
        retry([&] { return call(SYS_read, descriptor, memory.data(), memory.size()); });
    return counted(count, "read"_t, size);
}

Result<> write_some(int descriptor, std::span<const char> bytes, std::size_t& size) {
    const auto count =
        retry([&] { return call(SYS_write, descriptor, bytes.data(), bytes.size()); });
    return counted(count, "write"_t, size);
}

Result<> write_all(const Descriptor& file, std::span<const char> bytes) {
    Result<> done;
    while (done && !bytes.empty()) {
        std::size_t written = 0;
        done = write_some(file.get(), bytes, written);
        bytes = bytes.subspan(written);
    }
    return done;
}

Result<> read_file(const char* path, std::span<char> memory, std::size_t& size) {
    Descriptor file;
    size = 0;
    Result<> done = open_path(path, O_RDONLY | O_NONBLOCK, file);
    if (done) done = read_whole(file, memory, size);
    done.error().object = path;
    return done;
}

std::string_view read_in(int directory, const char* path, std::span<char> memory) {
    Descriptor file;
    std::size_t size = 0;
    if (open_at(directory, path, O_RDONLY | O_NONBLOCK, file)) {
        static_cast<void>(read_whole(file, memory, size));
    }
    return {memory.data(), size};
}

Result<> read_whole(const Descriptor& file, std::span<char> memory, std::size_t& size) {
    Result<> done;
    std::size_t count = 1;
    for (size = 0; count != 0 && size < memory.size(); size += count) {
        done = read_some(file.get(), memory.subspan(size), count);
    }
    if (!done) size = 0;
    return done;
}

bool read_at(const Descriptor& file, std::uint64_t offset, std::span<char> memory) {
    // No handler interrupts it: launch has none.
    const long count = call(SYS_pread64, file.get(), memory.data(), memory.size(), offset);
    return std::cmp_equal(count, memory.size());
}

Result<> write_file(int directory, const char* path, std::string_view content) {
    Descriptor file;
    std::size_t written = 0;
    Result<> done = open_at(directory, path, O_WRONLY, file);
    if (done) done = write_some(file.get(), content, written);
    done.error().object = path;
    return done;
}

Result<> map_file(const char* path, std::span<char>& content) {
    Descriptor file;
    const auto opened = open_path(path, O_RDONLY, file);
    if (!opened) return opened;
    const auto size = static_cast<std::size_t>(state_of(file).stx_size);
    return size == 0 ? opened : map(size, MAP_PRIVATE, file.get(), path, content);
}

Result<> text_memory(std::size_t size, std::span<char>& memory) {
    return map(size, MAP_PRIVATE | MAP_ANONYMOUS, -1, "memory", memory);
}

Result<> shared_memory(std::size_t size, std::span<char>& memory) {
    return map(size, MAP_SHARED | MAP_ANONYMOUS, -1, "memory", memory);
}

void release_memory(std::span<char> memory) {
    call(SYS_munmap, memory.data(), memory.size());
}

Result<> pointer_memory(std::size_t count, std::span<char*>& memory) {
    std::span<char> bytes;
    const auto done = text_memory(count * sizeof(char*), bytes);
    if (done)
        memory = {reinterpret_cast<char**>(bytes.data()), count}; // NOLINT(*-reinterpret-cast)
    return done;
}

Result<> add_working_directory(Text& out) {
    std::array<char, PATH_MAX> path;
    const long size = call(SYS_getcwd, path.data(), path.size()); // libc's brings the heap
    if (size < 0) return failed(size, "find working directory"_t);
    out.add(path.data()).add("/");
    return {};
}

std::uint64_t device_of(const char* path) {
    struct statx entry;
    if (path == nullptr || look_at(here, path, 0, entry) != 0) return 0;
    return std::uint64_t{entry.stx_dev_major} << 32 | entry.stx_dev_minor;
}

bool is_directory(const char* path) {
    struct statx entry;
    return look_at(here, path, 0, entry) == 0 && S_ISDIR(entry.stx_mode);
}

Result<> inode(int directory, const char* path, std::uint64_t& number) {
    struct statx entry;
    const long looked = look_at(directory, path, 0, entry);
    number = entry.stx_ino;
    return done(looked, "examine"_t, path);
}

bool is_directory(const Descriptor& file) {
    return S_ISDIR(mode_of(file));
}

bool is_regular(const Descriptor& file) {
    return S_ISREG(mode_of(file));
}

bool same_file(const Descriptor& left, const Descriptor& right) {
    const auto one = state_of(left);
    const auto other = state_of(right);
    return one.stx_mode != 0 && one.stx_ino == other.stx_ino &&
           one.stx_dev_major == other.stx_dev_major && one.stx_dev_minor == other.stx_dev_minor;
}

Result<> check_device(const Descriptor& file, unsigned major, unsigned minor) {
    const auto entry = state_of(file);
    const bool same =
        S_ISCHR(entry.stx_mode) && entry.stx_rdev_major == major && entry.stx_rdev_minor == minor;
    return same ? Result<>() : refuse("check"_t, "not the device of that name"_t);
}

Result<> lock(const Descriptor& file) {
    return done(retry([&] { return call(SYS_flock, file.get(), LOCK_EX); }), "lock"_t);
}

bool is_device(const Descriptor& file) {
    const unsigned mode = mode_of(file);
    return S_ISCHR(mode) || S_ISBLK(mode);
}

void keep_private(int descriptor) {
    call(SYS_fcntl, descriptor, F_SETFD, FD_CLOEXEC);
}

bool is_writable(int descriptor) {
    const long flags = call(SYS_fcntl, descriptor, F_GETFL);
    return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && (flags & O_PATH) == 0;
}

void change_owner(const Descriptor& file, std::uint32_t user) {
    call(SYS_fchown, file.get(), user, -1);
}

unsigned set_umask(unsigned mask) {
    return static_cast<unsigned>(call(SYS_umask, mask));
}

} // namespace launch

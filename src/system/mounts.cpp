#include "system/check.hpp"
#include "system/system.hpp"

#include <linux/mount.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <utility>

namespace launch {

Result<> mount(const char* source, const char* target, const char* type, std::uint64_t flags,
               const char* data) {
    return done(syscall(SYS_mount, source, target, type, flags, data), "mount");
}

Result<> unmount(const char* target, int flags) {
    return done(syscall(SYS_umount2, target, flags), "unmount", target);
}

Result<Descriptor> detached_mount(const char* type, const char* mode, std::uint64_t attributes) {
    const auto context = own(syscall(SYS_fsopen, type, FSOPEN_CLOEXEC), "open file system", type);
    if (!context) return std::unexpected(context.error());
    const auto configure = [&](unsigned command, const char* key, const char* value) {
        return syscall(SYS_fsconfig, context->get(), command, key, value, 0);
    };
    const bool ready = (mode == nullptr || configure(FSCONFIG_SET_STRING, "mode", mode) == 0) &&
                       configure(FSCONFIG_CMD_CREATE, nullptr, nullptr) == 0;
    if (!ready) return failed("create file system", type);
    return own(syscall(SYS_fsmount, context->get(), FSMOUNT_CLOEXEC, attributes), "mount", type);
}

Result<Descriptor> clone_tree(int directory, const char* path, unsigned flags) {
    return own(syscall(SYS_open_tree, directory, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | flags),
               "open", path);
}

Result<> set_mount_attributes(const Descriptor& tree, std::uint64_t attributes) {
    mount_attr attribute{};
    attribute.attr_set = attributes;
    return done(syscall(SYS_mount_setattr, tree.get(), "", AT_EMPTY_PATH | AT_RECURSIVE, &attribute,
                        sizeof attribute),
                "set mount attributes");
}

Result<> clear_mount_attributes(const Descriptor& mount, std::uint64_t attributes) {
    mount_attr attribute{};
    attribute.attr_clr = attributes;
    return done(
        syscall(SYS_mount_setattr, mount.get(), "", AT_EMPTY_PATH, &attribute, sizeof attribute),
        "clear mount attributes");
}

Result<> check_file_system(const Descriptor& file, long magic) {
    struct statfs system {};
    if (fstatfs(file.get(), &system) < 0) return failed("examine");
    if (std::cmp_equal(system.f_type, magic)) return {};
    return refuse("check", nullptr, "something else is there now");
}

Result<> move_tree(const Descriptor& tree, int directory, const char* path) {
    constexpr unsigned flags =
        MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS;
    return done(syscall(SYS_move_mount, tree.get(), "", directory, path, flags), "attach");
}

Result<> change_directory(const Descriptor& directory) {
    return done(fchdir(directory.get()), "change directory");
}

Result<> pivot_root_here() {
    return done(syscall(SYS_pivot_root, ".", "."), "pivot_root");
}

Result<> change_root_here() {
    return done(chroot("."), "chroot");
}

bool root_is_full() {
    struct statfs root {};
    if (statfs("/", &root) < 0) return false;
    return root.f_blocks > 0 && root.f_bfree == 0; // a ramfs counts no blocks at all
}

} // namespace launch

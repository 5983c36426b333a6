#include "base/text.hpp"
#include "system/check.hpp"
#include "system/system.hpp"

#include <cstring>
#include <linux/mount.h>
#include <sys/vfs.h>
#include <utility>

namespace launch {

Result<> mount(const char* source, const char* target, const char* type, std::uint64_t flags,
               const char* data) {
    return done(call(SYS_mount, source, target, type, flags, data), "mount"_t);
}

Result<> unmount(const char* target, int flags) {
    return done(call(SYS_umount2, target, flags), "unmount"_t, target);
}

std::uint32_t mounted_type(const Descriptor& place) {
    struct statfs system {};
    const bool found = (state_of(place).stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0 &&
                       call(SYS_fstatfs, place.get(), &system) == 0;
    return found ? static_cast<std::uint32_t>(system.f_type) : 0;
}

namespace {

long configure(const Descriptor& context, unsigned command, const char* key, const char* value) {
    return call(SYS_fsconfig, context.get(), command, key, value, 0);
}

/** One parameter: "KEY=VALUE", or "KEY" for a flag. */
long set_parameter(const Descriptor& context, const char* word) {
    const char* const sign = std::strchr(word, '=');
    if (sign == nullptr) return configure(context, FSCONFIG_SET_FLAG, word, nullptr);
    TextOf<256> key; // FSCONFIG_SET_STRING takes keys of up to 255 bytes
    key.add(std::string_view(word, sign));
    return configure(context, FSCONFIG_SET_STRING, key.c_str(), sign + 1);
}

} // namespace

Result<> detached_mount(const char* type, std::string_view parameters, std::uint64_t attributes,
                        Descriptor& place, const char* source) {
    Descriptor context;
    const auto opened =
        own(context, call(SYS_fsopen, type, FSOPEN_CLOEXEC), "open file system"_t, type);
    if (!opened) return opened;
    long set = source == nullptr ? 0 : configure(context, FSCONFIG_SET_STRING, "source", source);
    if (set < 0) return failed(set, "set source"_t, source);
    while (!parameters.empty()) {
        const char* const word = take(parameters, '\0').data();
        if (*word != ',') set = set_parameter(context, word);
        if (set < 0) return failed(set, "set option"_t, word);
    }
    set = configure(context, FSCONFIG_CMD_CREATE, nullptr, nullptr);
    if (set < 0) return failed(set, "create file system"_t, type);
    return own(place, call(SYS_fsmount, context.get(), FSMOUNT_CLOEXEC, attributes), "mount"_t,
               type);
}

Result<> clone_tree(int directory, const char* path, unsigned flags, Descriptor& place) {
    constexpr unsigned always = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC;
    return own(place, call(SYS_open_tree, directory, path, always | flags), "open"_t, path);
}

Result<> change_mounts(const Descriptor& tree, const MountChange& change) {
    mount_attr attribute{};
    attribute.attr_set = change.set;
    attribute.attr_clr = change.clear;
    attribute.propagation = change.propagation;
    const bool maps = change.owners >= 0;
    if (maps) attribute.attr_set |= MOUNT_ATTR_IDMAP;
    if (maps) attribute.userns_fd = static_cast<unsigned>(change.owners);
    return done(call(SYS_mount_setattr, tree.get(), "", AT_EMPTY_PATH | AT_RECURSIVE, &attribute,
                     sizeof attribute),
                maps ? "map the ids of mount"_t : "set mount attributes"_t);
}

Result<> set_propagation(std::uint64_t propagation) {
    auto set = mount(nullptr, "/", nullptr, MS_REC | propagation, nullptr);
    if (!set) set.error().set_action("set propagation"_t);
    return set;
}

Result<> clear_mount_attributes(const Descriptor& mount, std::uint64_t attributes) {
    mount_attr attribute{};
    attribute.attr_clr = attributes;
    return done(
        call(SYS_mount_setattr, mount.get(), "", AT_EMPTY_PATH, &attribute, sizeof attribute),
        "clear mount attributes"_t);
}

Result<> check_file_system(const Descriptor& file, long magic) {
    struct statfs system {};
    const long looked = call(SYS_fstatfs, file.get(), &system);
    if (looked < 0) return failed(looked, "examine"_t);
    if (std::cmp_equal(system.f_type, magic)) return {};
    return refuse("check"_t, "something else is there now"_t);
}

Result<> move_tree(const Descriptor& tree, int directory, const char* path) {
    constexpr unsigned flags =
        MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS;
    return done(call(SYS_move_mount, tree.get(), "", directory, path, flags), "attach"_t);
}

bool move_mount(const char* path, const Descriptor& directory, const char* name) {
    return call(SYS_move_mount, AT_FDCWD, path, directory.get(), name, 0) == 0;
}

void leave_directory() {
    call(SYS_chdir, "/");
}

Result<> change_directory(const Descriptor& directory) {
    return done(call(SYS_fchdir, directory.get()), "change directory"_t);
}

Result<> pivot_root_here() {
    return done(call(SYS_pivot_root, ".", "."), "pivot_root"_t);
}

Result<> change_root_here() {
    return done(call(SYS_chroot, "."), "chroot"_t);
}

std::uint64_t free_space(const Descriptor& file_system) {
    struct statfs space {};
    if (call(SYS_fstatfs, file_system.get(), &space) < 0) return 0;
    return static_cast<unsigned>(space.f_frsize) * space.f_bfree;
}

bool root_is_full() {
    struct statfs root {};
    if (call(SYS_statfs, "/", &root) < 0) return false;
    return root.f_blocks > 0 && root.f_bfree == 0; // a ramfs counts no blocks at all
}

} // namespace launch

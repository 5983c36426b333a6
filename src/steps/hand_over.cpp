#include "steps/hand_over.hpp"

#include "steps/interpreter.hpp"
#include "steps/rootfs.hpp"
#include "steps/tell.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <linux/magic.h>

namespace launch {

namespace {

constexpr int detach = 2; ///< MNT_DETACH, which <linux/mount.h> lacks

constexpr const char* moved[] = {"/dev", "/proc", "/sys", "/run"};

/** What has no place in the root is let go: its init may mount one of its own. */
void move_into(const Descriptor& root, const char* path) {
    const char* const name = path + 1;
    while (!move_mount(path, root, name)) {
        if (make_directory(root.get(), name)) continue;
        static_cast<void>(unmount(path, detach));
        return;
    }
}

/** Never crosses into another mount; what is mounted on stays. */
bool remove_below(void* parent, const char* name) {
    const auto& above = *static_cast<const Descriptor*>(parent);
    Descriptor below;
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
    if (open_on_mount(above, name, flags, below)) {
        static_cast<void>(each_entry(below, remove_below, &below));
    }
    static_cast<void>(remove_entry(above.get(), name));
    return true;
}

} // namespace

Result<> apply(const CheckProgram& step, Context& context) {
    std::array<char, 2049> head; // with room for the end of a name in it
    std::size_t size = 0;
    Entry entry;
    Descriptor file;
    Result<> done = open_in_root(context.root, step.path, O_RDONLY | O_NONBLOCK, file);
    if (done) done = examine(file.get(), "", entry);
    if (done && (entry.kind != Entry::Kind::file || (entry.mode & 0111) == 0)) {
        done = Failure(Error{EACCES, "execute"_t});
    }
    if (done) done = read_some(file.get(), std::span(head).first(head.size() - 1), size);
    const auto name = interpreter_of(std::span(head).first(size));
    if (done && !name.empty()) {
        head[static_cast<std::size_t>(name.end() - head.begin())] = '\0';
        done = open_in_root(context.root, name.data(), O_PATH, file);
        if (!done) note_missing(name, context);
    }
    done.error().object = nullptr; // the step's own words name it
    return done;
}

void describe(Text& out, const CheckProgram& step) {
    tell(out, "check the program %"_t, step.path);
}

Result<> apply(const FreeInitramfs& step, Context&) {
    Descriptor old;
    Result<> done = open_path("/", O_RDONLY | O_DIRECTORY, old);
    const std::uint64_t device = device_of("/");
    if (!done || device == step.base || device == step.upper) return done;
    const std::uint32_t type = mounted_type(old);
    if (type == TMPFS_MAGIC || type == RAMFS_MAGIC) done = each_entry(old, remove_below, &old);
    return done;
}

void describe(Text& out, const FreeInitramfs&) {
    out.add("free the initramfs"_t);
}

Result<> apply(const TakeOver& step, Context& context) {
    const auto done = change_directory(context.root);
    if (!done) return done;
    if (step.path != nullptr) static_cast<void>(unmount(step.path, detach)); // if it was
    for (const char* path : moved) move_into(context.root, path);
    return change_root_here();
}

void describe(Text& out, const TakeOver&) {
    out.add("move /dev, /proc, /sys and /run into the root, and make it the machine's"_t);
}

} // namespace launch

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
constexpr int directory = O_PATH | O_DIRECTORY;

constexpr const char* moved[] = {"/dev", "/proc", "/sys", "/run"};

/** What has no place in the root is let go: its init may mount one of its own. */
void move_into(const Descriptor& root, const char* path) {
    Descriptor from;
    Descriptor to;
    const char* const name = path + 1;
    static_cast<void>(make_directory(root.get(), name)); // it is there, or cannot be
    Result<> done = open_at(here, path, directory, from);
    if (done) done = open_in_root(root, name, directory, to);
    if (done) done = move_tree(from, to.get(), "");
    if (!done) static_cast<void>(unmount(path, detach));
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
    std::array<char, 4096> head;
    std::size_t size = 0;
    Entry entry;
    Descriptor file;
    Result<> done = open_in_root(context.root, step.path, O_RDONLY | O_NONBLOCK, file);
    if (done) done = examine(file.get(), "", entry);
    if (done && (entry.kind != Entry::Kind::file || (entry.mode & 0111) == 0)) {
        done = Failure(Error{EACCES, "execute"_t});
    }
    if (done) done = read_some(file.get(), head, size);
    const auto name = interpreter_of(std::span(head).first(size));
    TextOf<PATH_MAX> path;
    path.add(name);
    if (done && !name.empty()) {
        done = open_in_root(context.root, path.c_str(), O_PATH, file);
        if (!done) note_missing(name, context);
    }
    done.error().object = nullptr; // the step's own words name it
    return done;
}

void describe(Text& out, const CheckProgram& step) {
    tell(out, "check the program %"_t, step.path);
}

Result<> apply(const TakeOver& step, Context& context) {
    Result<> done = move_tree(context.root, here, "/");
    if (done || done.error().is(ELOOP)) done = change_directory(context.root); // or it is there
    if (!done) return done;
    static_cast<void>(unmount(step.path, detach)); // where it comes from, if it was mounted there
    for (const char* path : moved) move_into(context.root, path);
    return done;
}

void describe(Text& out, const TakeOver& step) {
    tell(out, "make % the machine's root, and move /dev, /proc, /sys and /run into it"_t,
         step.path);
}

Result<> apply(const FreeInitramfs&, Context& context) {
    Descriptor old;
    Entry root;
    Entry other;
    Result<> done = open_at(here, "/", O_RDONLY | O_DIRECTORY, old);
    if (done) done = examine(old.get(), "", other);
    if (done) done = examine(context.root.get(), "", root);
    const bool apart = done && root.device != other.device; // else the root itself lies in it
    const bool memory = check_file_system(old, TMPFS_MAGIC) || check_file_system(old, RAMFS_MAGIC);
    if (apart && memory) done = each_entry(old, remove_below, &old);
    return done ? change_root_here() : done;
}

void describe(Text& out, const FreeInitramfs&) {
    out.add("free the initramfs"_t);
}

} // namespace launch

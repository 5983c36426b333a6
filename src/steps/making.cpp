#include "steps/making.hpp"

#include "steps/mounts.hpp"
#include "steps/targets.hpp"
#include "system/system.hpp"

#include <array>
#include <fcntl.h>

namespace launch {

namespace {

constexpr const char* name = "file"; ///< of the copy, in its own file system
constexpr int detach = 2;            ///< MNT_DETACH, which <linux/mount.h> lacks

void describe_mode(Text& out, unsigned mode) {
    out.add(" (mode ");
    for (unsigned shift = 12; shift > 0; shift -= 3) out.number(mode >> (shift - 3) & 7);
    out.add(")");
}

Result<> copy_bytes(const Descriptor& from, const Descriptor& to) {
    std::array<char, 16384> memory;
    while (true) {
        const auto count = read_some(from.get(), memory);
        if (!count) return std::unexpected(count.error());
        if (*count == 0) return {};
        for (auto rest = std::span(memory).first(*count); !rest.empty();) {
            const auto written = write_some(to.get(), rest);
            if (!written) return std::unexpected(written.error());
            rest = rest.subspan(*written);
        }
    }
}

Result<> fill(const Descriptor& scratch, const CopyFile& step, const Context& context) {
    const auto source = open_at(context.outside.get(), step.source, O_RDONLY | O_NOCTTY);
    if (!source) return std::unexpected(source.error());
    const unsigned mask = set_umask(0);
    const auto made = make_file(scratch.get(), name, step.mode);
    set_umask(mask);
    if (!made) return made;
    const auto copy = open_at(scratch.get(), name, O_WRONLY);
    if (!copy) return std::unexpected(copy.error());
    return copy_bytes(*source, *copy);
}

/**
 * A mount of the file alone. Only what is attached can be cloned (before Linux 6.15), so its file
 * system lies on the root for that moment; nothing runs inside yet, and descriptors see past it.
 */
Result<Descriptor> clone_file(const Descriptor& scratch, const Context& context) {
    const auto attached = move_tree(scratch, context.root.get(), "");
    if (!attached) return std::unexpected(attached.error());
    auto file = clone_tree(scratch.get(), name, AT_SYMLINK_NOFOLLOW);
    if (const auto moved = change_directory(scratch); !moved) {
        return std::unexpected(moved.error());
    }
    const auto detached = unmount(".", detach);
    if (!detached) return std::unexpected(detached.error());
    return file;
}

} // namespace

Result<> apply(const MakeDirectory& step, Context& context) {
    const auto made = open_place(context, step.target, {.mode = step.mode});
    if (!made) return std::unexpected(made.error());
    return {};
}

void describe(Text& out, const MakeDirectory& step) {
    out.add("make directory ").add(step.target);
    describe_mode(out, step.mode);
}

Result<> apply(const MakeLink& step, Context& context) {
    const auto made = open_place(context, step.target, {.link = step.content});
    if (!made) return std::unexpected(made.error());
    return {};
}

void describe(Text& out, const MakeLink& step) {
    out.add("link ").add(step.target).add(" to ").add(step.content);
}

Result<> apply(const CopyFile& step, Context& context) {
    const auto scratch = detached_mount("tmpfs", "mode=0755", 0);
    if (!scratch) return std::unexpected(scratch.error());
    if (const auto filled = fill(*scratch, step, context); !filled) return filled;
    const auto file = clone_file(*scratch, context);
    if (!file) return std::unexpected(file.error());
    if (const auto set = set_mount_attributes(*file, step.attributes); !set) return set;
    const auto target = open_wish(context, step.target, false);
    if (!target) return std::unexpected(target.error());
    return move_tree(*file, target->get(), "");
}

void describe(Text& out, const CopyFile& step) {
    out.add("copy ").add(step.source).add(" to ").add(step.target);
    describe_flags(out, step.attributes);
    describe_mode(out, step.mode);
}

} // namespace launch

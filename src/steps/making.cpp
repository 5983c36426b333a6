#include "steps/making.hpp"

#include "steps/mounts.hpp"
#include "steps/rootfs.hpp"
#include "steps/space.hpp"
#include "steps/targets.hpp"
#include "steps/tell.hpp"
#include "system/system.hpp"

#include <array>
#include <fcntl.h>

namespace launch {

namespace {

constexpr const char* name = "file"; ///< of the copy, in its own file system

void describe_mode(Text& out, unsigned mode) {
    out.add(" (mode "_t);
    for (unsigned shift = 12; shift > 0; shift -= 3) out.number(mode >> (shift - 3) & 7);
    out.add(")");
}

Result<> copy_bytes(const Descriptor& from, const Descriptor& to) {
    std::array<char, 16384> memory;
    while (true) {
        std::size_t size = 0;
        Result<> done = read_some(from.get(), memory, size);
        if (size == 0) return done;
        done = write_all(to, std::span(memory).first(size));
        if (!done) return done;
    }
}

Result<> fill(const Descriptor& scratch, const CopyFile& step, const Context& context) {
    Descriptor source;
    Descriptor copy;
    constexpr int flags = O_RDONLY | O_NOCTTY;
    Result<> done = open_at(context.outside.get(), step.source, flags, source);
    if (!done) return done;
    done = make_file(scratch.get(), name, step.mode);
    if (done) done = open_at(scratch.get(), name, O_WRONLY, copy);
    return done ? copy_bytes(source, copy) : done;
}

/**
 * A mount of the file alone. Only what is attached can be cloned (before Linux 6.15), so its file
 * system lies on the root for that moment; nothing runs inside yet, and descriptors see past it.
 */
Result<> clone_file(const Descriptor& scratch, const Context& context, Descriptor& file) {
    const auto moved = move_tree(scratch, context.root.get(), "");
    if (!moved) return moved;
    const auto cloned = clone_tree(scratch.get(), name, AT_SYMLINK_NOFOLLOW, file);
    const auto detached = detach_tree(scratch);
    return cloned ? detached : cloned;
}

} // namespace

Result<> apply(const MakeDirectory& step, Context& context) {
    Descriptor made;
    return open_place(context, step.target, {.mode = step.mode}, made);
}

void describe(Text& out, const MakeDirectory& step) {
    tell(out, "make directory %"_t, step.target);
    describe_mode(out, step.mode);
}

Result<> apply(const MakeLink& step, Context& context) {
    Descriptor parent;
    return open_place(context, step.target, {.link = step.content}, parent);
}

void describe(Text& out, const MakeLink& step) {
    tell(out, "link % to %"_t, step.target, step.content);
}

Result<> apply(const CopyFile& step, Context& context) {
    Descriptor scratch;
    Descriptor file;
    Result<> done = make_tmpfs(nullptr, scratch);
    if (done) done = fill(scratch, step, context);
    if (done) done = clone_file(scratch, context, file);
    if (done) done = set_mount_attributes(file, step.attributes);
    return done ? attach_to_wish(context, file, step.target, step.over) : done;
}

void describe(Text& out, const CopyFile& step) {
    tell(out, "copy % to %"_t, step.source, step.target);
    describe_flags(out, step.attributes);
    describe_mode(out, step.mode);
}

} // namespace launch

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
    out.add(" (mode ");
    for (unsigned shift = 12; shift > 0; shift -= 3) out.number(mode >> (shift - 3) & 7);
    out.add(")");
}

bool copy_bytes(Attempt& attempt, const Descriptor& from, const Descriptor& to) {
    std::array<char, 16384> memory;
    while (true) {
        const auto count = read_some(from.get(), memory);
        if (!count) return attempt.fail(count.error());
        if (*count == 0) return true;
        if (!attempt.ok(write_all(to, std::span(memory).first(*count)))) return false;
    }
}

bool fill(const Descriptor& scratch, const CopyFile& step, Context& context) {
    Attempt& attempt = context.attempt;
    Descriptor source;
    Descriptor copy;
    constexpr int flags = O_RDONLY | O_NOCTTY;
    if (!attempt.open_at(context.outside.get(), step.source, flags, source)) return false;
    const unsigned mask = set_umask(0);
    const bool made = attempt.ok(make_file(scratch.get(), name, step.mode));
    set_umask(mask);
    return made && attempt.open_at(scratch.get(), name, O_WRONLY, copy) &&
           copy_bytes(attempt, source, copy);
}

/**
 * A mount of the file alone. Only what is attached can be cloned (before Linux 6.15), so its file
 * system lies on the root for that moment; nothing runs inside yet, and descriptors see past it.
 */
bool clone_file(const Descriptor& scratch, Context& context, Descriptor& file) {
    Attempt& attempt = context.attempt;
    if (!attempt.ok(move_tree(scratch, context.root.get(), ""))) return false;
    const bool cloned = attempt.clone_tree(scratch.get(), name, AT_SYMLINK_NOFOLLOW, file);
    return attempt.ok(detach_tree(scratch)) && cloned;
}

} // namespace

Result<> apply(const MakeDirectory& step, Context& context) {
    Descriptor made;
    const Wanted wanted{.mode = step.mode};
    return context.attempt.result(open_place(context, step.target, wanted, made));
}

void describe(Text& out, const MakeDirectory& step) {
    tell(out, "make directory %"_t, step.target);
    describe_mode(out, step.mode);
}

Result<> apply(const MakeLink& step, Context& context) {
    Descriptor parent;
    const Wanted wanted{.link = step.content};
    return context.attempt.result(open_place(context, step.target, wanted, parent));
}

void describe(Text& out, const MakeLink& step) {
    tell(out, "link % to %"_t, step.target, step.content);
}

Result<> apply(const CopyFile& step, Context& context) {
    Attempt& attempt = context.attempt;
    Descriptor scratch;
    Descriptor file;
    return attempt.result(attempt.ok(make_tmpfs(nullptr, scratch)) &&
                          fill(scratch, step, context) && clone_file(scratch, context, file) &&
                          attempt.ok(set_mount_attributes(file, step.attributes)) &&
                          attach_to_wish(context, file, step.target, step.over));
}

void describe(Text& out, const CopyFile& step) {
    tell(out, "copy % to %"_t, step.source, step.target);
    describe_flags(out, step.attributes);
    describe_mode(out, step.mode);
}

} // namespace launch

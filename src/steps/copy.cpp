#include "steps/copy.hpp"

#include "steps/mounts.hpp"
#include "steps/rootfs.hpp"
#include "steps/space.hpp"
#include "steps/tree_copy.hpp"
#include "system/system.hpp"

#include <fcntl.h>

namespace launch {

Result<> apply(const Copy& step, Context& context) {
    Attempt& attempt = context.attempt;
    const int root = context.root.get();
    Descriptor tmpfs;
    Descriptor from;
    Descriptor again; // a directory is read from its start only once
    std::uint64_t needed = 0;
    TreeCopy tree(context, step.devices);
    constexpr int flags = O_RDONLY | O_DIRECTORY;
    Result<> done = make_tmpfs(step.size, tmpfs);
    if (done) done = open_at(root, ".", flags, from);
    if (done) done = attempt.result(tree.measure(from, needed));
    if (done) done = check_room(context, needed, room_in(tmpfs));
    if (done) done = open_at(root, ".", flags, again);
    if (done) done = attempt.result(tree.copy(again, tmpfs));
    done.error().object = nullptr; // it may be a name that was found, and is gone by now
    return done ? attach_root(context, std::move(tmpfs), step.attributes) : done;
}

void describe(Text& out, const Copy& step) {
    out.add("copy the root into memory"_t);
    describe_size(out, step.size);
    describe_flags(out, step.attributes);
}

} // namespace launch

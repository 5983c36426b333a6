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
    Descriptor tmpfs;
    Descriptor from;
    Descriptor again; // a directory is read from its start only once
    std::uint64_t needed = 0;
    TreeCopy tree(context, step.devices);
    constexpr int flags = O_RDONLY | O_DIRECTORY;
    const bool copied =
        attempt.ok(make_tmpfs(step.size, tmpfs)) &&
        attempt.open_at(context.root.get(), ".", flags, from) && tree.measure(from, needed) &&
        attempt.ok(check_room(context, needed, room_in(tmpfs))) &&
        attempt.open_at(context.root.get(), ".", flags, again) && tree.copy(again, tmpfs);
    attempt.name_failure(nullptr); // it may be a name that was found, and is gone by now
    return copied ? attach_root(context, std::move(tmpfs), step.attributes) : attempt.result(false);
}

void describe(Text& out, const Copy& step) {
    out.add("copy the root into memory"_t);
    describe_size(out, step.size);
    describe_flags(out, step.attributes);
}

} // namespace launch

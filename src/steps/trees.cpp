#include "steps/trees.hpp"

#include "steps/id_maps.hpp"
#include "steps/mounts.hpp"
#include "steps/tell.hpp"
#include "system/procfs.hpp"
#include "system/signals.hpp"
#include "system/system.hpp"

#include <csignal>
#include <fcntl.h>
#include <linux/sched.h>

namespace launch {

namespace {

/** The user namespace that a process is in. */
Result<> open_user_namespace(pid_t process, Descriptor& place) {
    TextOf<64> path;
    auto opened = open_path(proc_path(path, process, "ns/user"), O_RDONLY, place);
    opened.error().object = "user namespace"_t.packed;
    return opened;
}

/** A user namespace that nobody is in, only for its maps: a process makes it, and is ended. */
Result<> make_user_namespace(const IdShift& ids, Descriptor& place) {
    const pid_t caller = own_process();
    pid_t maker = 0;
    Result<> done = fork_into(CLONE_NEWUSER, maker);
    if (!done) return done;
    if (maker == 0) {
        die_with_parent();
        if (parent_process() == caller) wait_for({}, -1);
        exit_now(0);
    }
    const IdRange range{ids.disk, ids.seen, ids.count};
    const std::span<const IdRange> ranges(&range, 1);
    done = write_maps(maker, ranges, ranges);
    if (done) done = open_user_namespace(maker, place);
    send_signal(maker, SIGKILL);
    await_end(maker);
    return done;
}

/** What the ids of the tree are mapped by; nothing where they stay as they are. */
Result<> open_owners(const Context& context, const IdShift& ids, Descriptor& place) {
    switch (ids.kind) {
    case IdShift::Kind::none: return {};
    case IdShift::Kind::range: return make_user_namespace(ids, place);
    case IdShift::Kind::own_namespace: break;
    }
    return open_user_namespace(context.child, place);
}

} // namespace

Result<> apply(const HoldTree& step, Context& context) {
    const MountWish& wish = *step.wish;
    Descriptor& tree = context.trees[step.slot];
    Descriptor owners;
    Result<> done = clone_tree(here, wish.source, wish.alone ? 0 : AT_RECURSIVE, tree);
    if (done) done = open_owners(context, wish.ids, owners);
    if (!done) return done;
    return change_mounts(tree, {step.attributes, wish.clear, step.propagation, owners.get()});
}

void describe(Text& out, const HoldTree& step) {
    const MountWish& wish = *step.wish;
    tell(out, "hold %"_t, wish.source);
    describe_flags(out, step.attributes, wish.clear);
    if (wish.ids.kind == IdShift::Kind::own_namespace) {
        out.add(", its ids mapped as the user namespace maps them"_t);
    }
    if (wish.ids.kind != IdShift::Kind::range) return;
    out.add(", its ids "_t).number(wish.ids.disk).add(" shown as "_t).number(wish.ids.seen);
    if (wish.ids.count > 1) out.add(", ").number(wish.ids.count).add(" of each"_t);
}

} // namespace launch

#include "steps/trees.hpp"

#include "steps/id_maps.hpp"
#include "steps/mounts.hpp"
#include "system/signals.hpp"
#include "system/system.hpp"

#include <csignal>
#include <fcntl.h>
#include <linux/sched.h>

namespace launch {

namespace {

/** The user namespace that a process is in. */
Result<Descriptor> open_user_namespace(pid_t process) {
    TextOf<64> path;
    path.add("/proc/").number(static_cast<std::uint64_t>(process)).add("/ns/user");
    auto opened = open_at(here, path.c_str(), O_RDONLY);
    if (!opened) opened.error().object = "user namespace";
    return opened;
}

/** A user namespace that nobody is in, only for its maps: a process makes it, and is ended. */
Result<Descriptor> make_user_namespace(const IdShift& ids) {
    const pid_t caller = own_process();
    const auto maker = fork_into(CLONE_NEWUSER);
    if (!maker) return std::unexpected(maker.error());
    if (*maker == 0) {
        die_with_parent();
        if (parent_process() == caller) wait_for({}, -1);
        exit_now(0);
    }
    Context context;
    context.child = *maker;
    const IdRange range{ids.disk, ids.seen, ids.count};
    const std::span<const IdRange> ranges(&range, 1);
    const auto mapped = apply(IdMap{ranges, ranges, IdMap::Writer::root}, context);
    auto opened = mapped ? open_user_namespace(*maker) : std::unexpected(mapped.error());
    send_signal(*maker, SIGKILL);
    static_cast<void>(reap(*maker, true));
    return opened;
}

} // namespace

Result<> apply(const HoldTree& step, Context& context) {
    const MountWish& wish = *step.wish;
    auto tree = clone_tree(here, wish.source, wish.alone ? 0 : AT_RECURSIVE);
    if (!tree) return std::unexpected(tree.error());
    MountChange change{step.attributes, wish.clear, step.propagation};
    Result<Descriptor> owners;
    if (wish.ids.kind != IdShift::Kind::none) {
        owners = wish.ids.kind == IdShift::Kind::range ? make_user_namespace(wish.ids)
                                                       : open_user_namespace(context.child);
        if (!owners) return std::unexpected(owners.error());
        change.owners = owners->get();
    }
    if (const auto changed = change_mounts(*tree, change); !changed) return changed;
    context.trees[step.slot] = std::move(*tree);
    return {};
}

void describe(Text& out, const HoldTree& step) {
    const MountWish& wish = *step.wish;
    out.add("hold ").add(wish.source);
    describe_flags(out, step.attributes, wish.clear);
    if (wish.ids.kind == IdShift::Kind::own_namespace) {
        out.add(", its ids mapped as the user namespace maps them");
    }
    if (wish.ids.kind != IdShift::Kind::range) return;
    out.add(", its ids ").number(wish.ids.disk).add(" shown as ").number(wish.ids.seen);
    if (wish.ids.count > 1) out.add(", ").number(wish.ids.count).add(" of each");
}

} // namespace launch

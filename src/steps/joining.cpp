#include "steps/joining.hpp"

#include "steps/tell.hpp"
#include "system/credentials.hpp"
#include "system/namespaces.hpp"
#include "system/procfs.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <fcntl.h>
#include <linux/mount.h>

namespace launch {

namespace {

constexpr int detach = 2; ///< MNT_DETACH, which <linux/mount.h> lacks

/** The number of a process, or the path of a file. */
Result<> open_namespace(const NamespaceWish& wish, Descriptor& place) {
    if (const auto process = number(sized(wish.place), 0x7fffffff)) {
        return open_process(static_cast<pid_t>(*process), place);
    }
    const auto opened = open_path(wish.place, O_RDONLY | O_NONBLOCK, place);
    return opened ? check_namespace(place, wish.kind->flag, wish.place) : opened;
}

void add_offset(Text& out, const char* clock, const std::optional<ClockOffset>& offset) {
    if (!offset) return;
    const std::int64_t seconds = offset->seconds;
    out.add(clock).add(seconds < 0 ? " -" : " ");
    out.number(static_cast<std::uint64_t>(seconds < 0 ? -seconds : seconds)).space();
    out.number(offset->nanoseconds).line();
}

/** Says what --monotonic and --boottime said: the nanoseconds of the kernel count forward. */
void describe_offset(Text& out, const char* clock, const std::optional<ClockOffset>& offset) {
    if (!offset) return;
    const bool borrows = offset->seconds < 0 && offset->nanoseconds > 0;
    const std::int64_t seconds = offset->seconds + (borrows ? 1 : 0);
    const std::uint32_t fraction =
        borrows ? 1'000'000'000 - offset->nanoseconds : offset->nanoseconds;
    out.add(clock).add(offset->seconds < 0 ? " -" : " +");
    out.number(static_cast<std::uint64_t>(seconds < 0 ? -seconds : seconds));
    if (fraction == 0) return;
    TextOf<64> digits; // 1 and nine digits, of which the 1 is left out
    out.add(".").add(digits.number(1'000'000'000 + std::uint64_t{fraction}).view().substr(1));
}

} // namespace

Result<> apply(const OpenNamespaces& step, Context& context) {
    Result<> done;
    for (std::size_t index = 0; index < step.wishes.size(); ++index) {
        Descriptor opened;
        if (done) done = open_namespace(step.wishes[index], opened);
        context.joined[index] = opened.release(); // see leave_to_init()
    }
    return done;
}

void describe(Text& out, const OpenNamespaces& step) {
    out.add("open");
    const char* before = " ";
    for (const NamespaceWish& wish : step.wishes) {
        out.add(before);
        tell(out, "%:%"_t, wish.kind->name, wish.place);
        before = ", ";
    }
}

Result<> apply(const Join& step, Context& context) {
    if (step.drop_groups) {
        if (const auto dropped = set_groups({}); !dropped) return dropped;
    }
    return join_namespace(context.joined[step.slot], step.wish.kind->flag);
}

void describe(Text& out, const Join& step) {
    tell(out, "join the % namespace of %"_t, step.wish.kind->name, step.wish.place);
    if (step.drop_groups) out.add(" without supplementary groups"_t);
}

Result<> apply(const BecomeStarter& step, Context& context) {
    Result<> done = set_groups(context.groups);
    if (done) done = set_group(step.group);
    if (done) done = set_user(step.user);
    context.groups.clear();
    forbid_dumping();
    die_with_parent(); // the change of user has cleared that
    return done;
}

void describe(Text& out, const BecomeStarter& step) {
    out.add("become uid "_t).number(step.user).add(" gid ").number(step.group);
    out.add(", who has started the run"_t);
}

Result<> apply(const Enter& step, Context& context) {
    for (const std::uint64_t each : {step.namespaces, step.last}) {
        if (each == 0) continue;
        if (const auto joined = join_namespace(context.target.get(), each); !joined) return joined;
    }
    return {};
}

void describe(Text& out, const Enter& step) {
    out.add("enter the run's namespaces:"_t);
    for (const NamespaceKind& kind : namespace_kinds) {
        if (((step.namespaces | step.last) & kind.flag) != 0) out.space().add(kind.name);
    }
}

Result<> apply(const SetClocks& step, Context&) {
    if (const auto made = unshare_namespaces(step.namespaces); !made) return made;
    TextOf<128> offsets;
    add_offset(offsets, "monotonic", step.spec->monotonic);
    add_offset(offsets, "boottime", step.spec->boottime);
    auto written = write_file(here, "/proc/self/timens_offsets", offsets.view());
    if (!written) written.error().set_action("set clock"_t);
    return written;
}

void describe(Text& out, const SetClocks& step) {
    out.add("set the clocks"_t);
    describe_offset(out, " monotonic", step.spec->monotonic);
    describe_offset(out, " boottime", step.spec->boottime);
}

Result<> apply(const Persist& step, Context& context) {
    const auto made = make_file(here, step.wish.place);
    if (!made && !made.error().is(EEXIST)) return made;
    TextOf<64> path;
    TextOf<64> name;
    name.add("ns/").add(step.wish.kind->file);
    auto kept = mount(proc_path(path, context.child, name.c_str()), step.wish.place, nullptr,
                      MS_BIND, nullptr);
    static_cast<void>(context.kept.push({step.wish.place, made.has_value(), kept.has_value()}));
    if (!kept) kept.error().set_action("keep namespace"_t);
    return kept;
}

void describe(Text& out, const Persist& step) {
    tell(out, "keep the % namespace on %"_t, step.wish.kind->name, step.wish.place);
}

void release_kept(const Context& context) {
    for (const Kept& each : context.kept) {
        if (each.mounted) static_cast<void>(unmount(each.file, detach));
        if (each.made) remove_if_empty(here, each.file);
    }
}

} // namespace launch

#include "steps/id_maps.hpp"

#include "steps/helper.hpp"
#include "system/credentials.hpp"
#include "system/procfs.hpp"
#include "system/system.hpp"

namespace launch {

namespace {

using namespace std::string_view_literals;

/** Writes /proc/PID/`file`. The error names the file, whose path is gone by then. */
Result<> write_map(pid_t process, const char* file, std::string_view content) {
    TextOf<64> path;
    auto written = write_file(here, proc_path(path, process, file), content);
    if (!written) written.error().object = file;
    return written;
}

/** A map can be written once, so all its ranges go in one write. */
Result<> write_ranges(pid_t process, const char* file, std::span<const IdRange> ranges) {
    TextOf<640> lines; // 16 ranges of three numbers with up to 10 digits
    for (const IdRange& range : ranges) {
        lines.number(range.inside).space().number(range.outside).space();
        lines.number(range.count).line();
    }
    return write_map(process, file, lines.view());
}

Result<> run_mapper(const char* name, std::span<const IdRange> ranges, Context& context) {
    Helper helper(name);
    helper.add(static_cast<std::uint32_t>(context.child));
    for (const IdRange& range : ranges) {
        for (const std::uint32_t each : {range.inside, range.outside, range.count}) {
            helper.add(each);
        }
    }
    return helper.run(context.note);
}

void describe_ranges(Text& out, std::span<const IdRange> ranges) {
    const char* before = " ";
    for (const IdRange& range : ranges) {
        out.add(before).number(range.inside).add(" to ").number(range.outside);
        if (range.count > 1) out.add(" (").number(range.count).add(")");
        before = ", ";
    }
}

} // namespace

Result<> write_maps(pid_t process, std::span<const IdRange> users,
                    std::span<const IdRange> groups) {
    const auto written = write_ranges(process, "uid_map", users);
    return written ? write_ranges(process, "gid_map", groups) : written;
}

Result<> apply(const IdMap& step, Context& context) {
    if (step.writer == IdMap::Writer::helpers) {
        const auto users = run_mapper("newuidmap", *step.users, context);
        return users ? run_mapper("newgidmap", *step.groups, context) : users;
    }
    if (step.writer == IdMap::Writer::owner) {
        const auto denied = write_map(context.child, "setgroups", "deny"sv);
        if (!denied) return denied;
    }
    return write_maps(context.child, *step.users, *step.groups);
}

void describe(Text& out, const IdMap& step) {
    out.add("map uid"_t);
    describe_ranges(out, *step.users);
    out.add(" and gid"_t);
    describe_ranges(out, *step.groups);
    if (step.writer == IdMap::Writer::owner) out.add(", without setgroups"_t);
    if (step.writer == IdMap::Writer::helpers) out.add(", by newuidmap and newgidmap"_t);
}

Result<> apply(const BecomeRoot& step, Context&) {
    Result<> done;
    if (step.drop_groups) done = set_groups({});
    if (done) done = set_group(0);
    if (done) done = set_user(0);
    // New credentials undo both (PR_SET_PDEATHSIG(2const); suid_dumpable in proc_sys_fs(5)).
    die_with_parent();
    forbid_dumping();
    return done;
}

void describe(Text& out, const BecomeRoot& step) {
    out.add("become root of the user namespace"_t);
    if (step.drop_groups) out.add(" without supplementary groups"_t);
}

} // namespace launch

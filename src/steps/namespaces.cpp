#include "steps/namespaces.hpp"

#include "system/system.hpp"

namespace launch {

namespace {

/** Writes /proc/PID/`file`. The error names the file, whose path is gone by then. */
Result<> write_map(pid_t process, const char* file, std::string_view content) {
    TextOf<64> path;
    path.add("/proc/").number(static_cast<std::uint64_t>(process)).add("/").add(file);
    auto written = write_file(here, path.c_str(), content);
    if (!written) written.error().object = file;
    return written;
}

Result<> write_range(pid_t process, const char* file, std::uint32_t inside, std::uint32_t outside,
                     std::uint32_t count) {
    TextOf<64> range;
    range.number(inside).add(" ").number(outside).add(" ").number(count).add("\n");
    return write_map(process, file, range.view());
}

void describe_range(Text& out, const char* what, std::uint32_t inside, std::uint32_t outside) {
    out.add(what).number(inside).add(" to ").number(outside);
}

} // namespace

Result<> apply(const HostName& step, Context&) {
    return set_host_name(step.name);
}

void describe(Text& out, const HostName& step) {
    out.add("set the host name to ").add(step.name);
}

Result<> apply(const Loopback&, Context&) {
    return raise_loopback();
}

void describe(Text& out, const Loopback&) {
    out.add("bring the loopback interface up");
}

Result<> apply(const IdMap& step, Context& context) {
    const pid_t child = context.child;
    if (step.deny_setgroups) {
        if (const auto denied = write_map(child, "setgroups", "deny"); !denied) return denied;
    }
    const auto users =
        write_range(child, "uid_map", step.inside_user, step.outside_user, step.count);
    if (!users) return users;
    return write_range(child, "gid_map", step.inside_group, step.outside_group, step.count);
}

void describe(Text& out, const IdMap& step) {
    describe_range(out, "map uid ", step.inside_user, step.outside_user);
    describe_range(out, " and gid ", step.inside_group, step.outside_group);
    if (step.count > 1) out.add(", ").number(step.count).add(" of each");
    if (step.deny_setgroups) out.add(", without setgroups");
}

} // namespace launch

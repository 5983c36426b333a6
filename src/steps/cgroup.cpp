#include "steps/cgroup.hpp"

#include "steps/cgroup_limits.hpp"
#include "steps/guard.hpp"
#include "system/cgroups.hpp"
#include "system/namespaces.hpp"
#include "system/system.hpp"

#include <fcntl.h>

namespace launch {

Result<> apply(const MakeCgroup& step, Context& context) {
    Attempt& attempt = context.attempt;
    Cgroup& cgroup = context.cgroup;
    if (!start_guard(attempt, *step.wish, cgroup)) return attempt.result(false);
    const CgroupPlace& last = cgroup.made.places.end()[-1]; // of cgroup2, if any is
    if (!last.unified) return {};
    return open_path(last.path.data(), O_RDONLY | O_DIRECTORY, cgroup.directory);
}

void describe(Text& out, const MakeCgroup& step) {
    const char* const name = step.wish->name;
    out.add(name == nullptr ? "make a cgroup"_t : "make the cgroup "_t).add(name);
    describe_limits(out, *step.wish);
}

Result<> apply(const EnterCgroup&, Context& context) {
    const bool itself = context.child == 0; // which is what 0 means to the kernel, too
    TextOf<64> number;
    number.number(static_cast<std::uint64_t>(context.child));
    Result<> done;
    for (const CgroupPlace& place : context.cgroup.made.places) {
        if (!done || (itself && place.unified)) continue;
        done = write_in(place.path.data(), itself ? "tasks" : "cgroup.procs", number.view());
    }
    return done;
}

void describe(Text& out, const EnterCgroup&) {
    out.add("enter the cgroup"_t);
}

Result<> apply(const OwnCgroups&, Context&) {
    return unshare_namespaces(CLONE_NEWCGROUP);
}

void describe(Text& out, const OwnCgroups&) {
    out.add("make a cgroup namespace"_t);
}

} // namespace launch

#include "steps/limits.hpp"

#include "steps/tell.hpp"
#include "system/credentials.hpp"
#include "system/limits.hpp"
#include "system/system.hpp"

namespace launch {

namespace {

void add_bound(Text& out, std::uint64_t bound) {
    if (bound == Limit::unlimited) {
        out.add("unlimited"_t);
    } else {
        out.number(bound);
    }
}

void add_signed(Text& out, int value) {
    if (value < 0) out.add("-");
    out.number(static_cast<unsigned>(value < 0 ? -value : value));
}

} // namespace

Result<> apply(const Limit& step, Context&) {
    return set_limit(step.resource, step.soft, step.hard);
}

void describe(Text& out, const Limit& step) {
    out.add("limit "_t).add(name_at(limit_names.text(), step.resource)).add(" to ");
    add_bound(out, step.soft);
    out.add(":");
    add_bound(out, step.hard);
}

Result<> apply(const Umask& step, Context&) {
    set_umask(step.mask); // of this process alone: it does not share its file system attributes
    return {};
}

void describe(Text& out, const Umask& step) {
    out.add("set the umask to 0"_t);
    for (unsigned shift = 9; shift > 0;) out.number(step.mask >> (shift -= 3) & 7);
}

Result<> apply(const OomScore& step, Context&) {
    Descriptor proc;
    // A proc of our own, mounted nowhere: whatever lies at the root's /proc, this is us.
    const auto mounted = detached_mount("proc", {}, 0, proc);
    if (!mounted) return mounted;
    TextOf<64> text;
    add_signed(text, step.value);
    // Only what can be dumped owns its files there. The init, which shares our memory, holds nothing
    // of the host any more, and nothing runs inside yet.
    allow_dumping();
    auto written = write_file(proc.get(), "self/oom_score_adj", text.view());
    forbid_dumping();
    return written;
}

void describe(Text& out, const OomScore& step) {
    out.add("set oom_score_adj to "_t);
    add_signed(out, step.value);
}

Result<> apply(const Affinity& step, Context&) {
    return set_processors(*step.processors);
}

void describe(Text& out, const Affinity& step) {
    tell(out, "run on processors %"_t, step.list);
}

Result<> apply(const Nice& step, Context&) {
    return set_nice(step.value);
}

void describe(Text& out, const Nice& step) {
    out.add("set the nice value to "_t);
    add_signed(out, step.value);
}

Result<> apply(const Domain& step, Context&) {
    std::uint32_t flags = 0;
    for (unsigned kind = 0; kind < std::size(personality_flags); ++kind) {
        if ((step.kinds >> kind & 1) != 0) flags |= personality_flags[kind];
    }
    return set_personality(flags);
}

void describe(Text& out, const Domain& step) {
    out.add("set the personality to "_t);
    add_names(out, personality_names, step.kinds);
}

} // namespace launch

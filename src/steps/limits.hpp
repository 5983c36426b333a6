/** What the command may use, and how it is scheduled. Set while there are rights to do so. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/limits.hpp"
#include "steps/context.hpp"

#include <cstdint>

namespace launch {

/** umask(2) */
struct Umask {
    std::uint32_t mask;
};

/** proc_pid_oom_score_adj(5), of the command alone. */
struct OomScore {
    int value;
};

/** The processors that may be used: sched_setaffinity(2). */
struct Affinity {
    const char* list;
    const ProcessorSet* processors; ///< the Spec's
};

/** The nice value: setpriority(2). */
struct Nice {
    int value;
};

/** The execution domain: personality(2). */
struct Domain {
    NameSet kinds; ///< of personality_names
};

Result<> apply(const Limit& step, Context& context);
Result<> apply(const Umask& step, Context& context);
Result<> apply(const OomScore& step, Context& context);
Result<> apply(const Affinity& step, Context& context);
Result<> apply(const Nice& step, Context& context);
Result<> apply(const Domain& step, Context& context);

void describe(Text& out, const Limit& step);
void describe(Text& out, const Umask& step);
void describe(Text& out, const OomScore& step);
void describe(Text& out, const Affinity& step);
void describe(Text& out, const Nice& step);
void describe(Text& out, const Domain& step);

} // namespace launch

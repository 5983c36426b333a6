/** A cgroup of a run's own: made before there is an init, which enters it, and removed at the end. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/cgroup.hpp"
#include "steps/context.hpp"

namespace launch {

/**
 * Forks the guard, which makes the cgroup and sets its limits. It stays until launch is gone or
 * dismisses it; then it kills what is left in there, and removes it. So there is one place that
 * removes, whatever happens to launch.
 */
struct MakeCgroup {
    const CgroupWish* wish;
};

/**
 * The init enters, or its caller moves it, which the kernel makes wait until no other process is in
 * the midst of a fork. Into that of cgroup2 the init was cloned (clone3(2), CLONE_INTO_CGROUP).
 */
struct EnterCgroup {};

/** A cgroup namespace has the cgroup that its maker is in as its root (cgroup_namespaces(7)). */
struct OwnCgroups {};

Result<> apply(const MakeCgroup& step, Context& context);
Result<> apply(const EnterCgroup& step, Context& context);
Result<> apply(const OwnCgroups& step, Context& context);

void describe(Text& out, const MakeCgroup& step);
void describe(Text& out, const EnterCgroup& step);
void describe(Text& out, const OwnCgroups& step);

} // namespace launch

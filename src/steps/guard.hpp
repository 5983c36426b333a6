/** The guard of a cgroup: a process that outlives launch for the moment that removing takes. */
#pragma once

#include "steps/cgroup_places.hpp"

namespace launch {

/** Forks it and waits until it has made the cgroup; after a failure it is gone, and that, too. */
bool start_guard(Attempt& attempt, const CgroupWish& wish, Cgroup& cgroup);

/** Returns when it has removed the cgroup and is gone, or something in there does not end. */
void dismiss_guard(Cgroup& cgroup);

} // namespace launch

/** The limits of a cgroup, in its two kinds of files. */
#pragma once

#include "base/text.hpp"
#include "steps/cgroup_places.hpp"

namespace launch {

/** The controllers that these limits take. */
NameSet controllers_for(const CgroupWish& wish);

/** Sets those that the controllers of this place have. */
bool set_limits(Attempt& attempt, const CgroupWish& wish, const CgroupPlace& place);

/** Adds " with memory 64m, pids 10". */
void describe_limits(Text& out, const CgroupWish& wish);

} // namespace launch

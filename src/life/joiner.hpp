/**
 * The process between the caller and the init: setns(2) and unshare(2) change whoever calls them,
 * and the caller shall stay where it is.
 */
#pragma once

#include "life/start.hpp"

namespace launch {

/**
 * Runs a joiner to its end: it does its steps and clones the init, as a child of the caller's.
 * @param theirs the init's end of the channel; it is closed here
 * @return       false after a failure; else the init is in `start.context.child`
 */
bool start_joined(Start& start, Descriptor& theirs);

} // namespace launch

/**
 * The process between the caller and the init: setns(2) and unshare(2) change whoever calls them,
 * and the caller shall stay where it is.
 */
#pragma once

#include "life/start.hpp"

namespace launch {

/** The joiner at work: it does its steps and clones the init, as a child of the caller's. */
[[noreturn]] void run_joiner(Start& start);

/**
 * Waits for the end of the joiner, which is `start.context.child` so far.
 * @return false after a failure; else the init is in `start.context.child`
 */
bool await_joiner(Start& start);

} // namespace launch

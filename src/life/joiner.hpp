/**
 * The process between the caller and the init: setns(2) and unshare(2) change whoever calls them,
 * and the caller shall stay where it is.
 */
#pragma once

#include "life/init.hpp"

#include <expected>

namespace launch {

/**
 * Runs a joiner to its end: it does its steps and clones the init, as a child of the caller's.
 * @param channel the init's end is closed here
 * @param root    where the root is put when it lies in a joined mount namespace
 * @return        the number of the init
 */
std::expected<pid_t, Report> start_joined(const Plan& plan, Context& context, Pair& channel,
                                          Descriptor& root, const Inherited& inherited,
                                          Trace trace);

} // namespace launch

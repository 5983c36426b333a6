/** The namespaces' first process: sets up, starts the command, reaps, and reports. */
#pragma once

#include "life/channel.hpp"
#include "plan/plan.hpp"
#include "system/signals.hpp"

namespace launch {

/** Told of every step that is done; null for silence. */
using Trace = void (*)(const Step& step);

/** How the command starts out: as launch itself was started. */
struct Inherited {
    SignalSet blocked = 0;
    bool ignores_children = false;
};

/**
 * Runs in the child right after the clone and ends with it. A parent that dies takes it along, and
 * with it, when it is the first process of a pid namespace, all others in there.
 */
[[noreturn]] void run_init(const Plan& plan, Context& context, Descriptor channel,
                           const Inherited& inherited, bool trace);

} // namespace launch

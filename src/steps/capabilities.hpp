/** The command's capabilities: capabilities(7). */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/capabilities.hpp"
#include "steps/context.hpp"

namespace launch {

/**
 * No execution inside gives more than these: the bounding set. Of those that launch itself lacks,
 * the ones that were asked for by name are an error, and the rest is left out.
 */
struct BoundCapabilities {
    CapabilitySet allowed;
    CapabilitySet demanded; ///< by name
    bool new_privileges;    ///< without no_new_privs the bounding set is all that keeps root in
};

/**
 * What is there from now on, once the user is the command's: root has all that is allowed, another
 * user the ambient ones only. Inheritable are none but these.
 */
struct SetCapabilities {
    CapabilitySet ambient;
};

/** no_new_privs of prctl(2): set-user-id bits and file capabilities have no effect inside. */
struct NoNewPrivileges {};

Result<> apply(const BoundCapabilities& step, Context& context);
Result<> apply(const SetCapabilities& step, Context& context);
Result<> apply(const NoNewPrivileges& step, Context& context);

void describe(Text& out, const BoundCapabilities& step);
void describe(Text& out, const SetCapabilities& step);
void describe(Text& out, const NoNewPrivileges& step);

} // namespace launch

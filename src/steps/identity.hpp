/** Who the command is: credentials(7), with the names of the root's own files. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"
#include "steps/context.hpp"

#include <cstdint>
#include <optional>

namespace launch {

/**
 * Looks up in /etc/passwd and /etc/group of the root what is not a number: it is for the init,
 * before the root switch, so that a bound file counts as it will inside. The home directory of the
 * account becomes HOME.
 */
struct LookUp {
    const Spec* spec;
};

/** credentials(7). In a user namespace without setgroups the groups of the caller stay. */
struct Identity {
    const Spec* spec;
    std::optional<std::uint32_t> group; ///< none: the one that was looked up
    bool sets_groups;
    bool keeps_capabilities; ///< for the ambient ones
};

/** Whether those of /etc/group that have the user as a member become supplementary groups. */
bool takes_groups_of_user(const Spec& spec);

Result<> apply(const LookUp& step, Context& context);
Result<> apply(const Identity& step, Context& context);

void describe(Text& out, const LookUp& step);
void describe(Text& out, const Identity& step);

} // namespace launch

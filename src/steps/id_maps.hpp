/** The ids of a new user namespace (user_namespaces(7)). */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"
#include "steps/context.hpp"

#include <span>

namespace launch {

/** Both maps, each written once, from outside of the namespace. */
struct IdMap {
    enum class Writer : std::uint8_t {
        root,   ///< the caller has rights over all the ids
        owner,  ///< over its own only: setgroups must be denied before the group map
        helpers ///< newuidmap(1) and newgidmap(1), which know what was granted to the caller
    };
    const IdRanges *users, *groups;
    Writer writer;
};

/** For an init whose own ids are not mapped: it becomes 0 of the new namespace. */
struct BecomeRoot {
    bool drop_groups; ///< where they were not dropped before
};

/** Writes both maps of the user namespace that a process is in. */
Result<> write_maps(pid_t process, std::span<const IdRange> users, std::span<const IdRange> groups);

Result<> apply(const IdMap& step, Context& context);
Result<> apply(const BecomeRoot& step, Context& context);

void describe(Text& out, const IdMap& step);
void describe(Text& out, const BecomeRoot& step);

} // namespace launch

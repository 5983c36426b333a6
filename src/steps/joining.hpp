/** Namespaces that outlive a run: those that it joins, and those that it leaves behind. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"
#include "steps/context.hpp"

#include <optional>
#include <span>

namespace launch {

/** Opens all that is to be joined, before anything is changed: a process stays the same from now. */
struct OpenNamespaces {
    std::span<const NamespaceWish> wishes;
};

/** Enters the namespace in `context.joined[slot]`. */
struct Join {
    NamespaceWish wish;
    std::uint8_t slot;
    bool drop_groups; ///< those of root, before it enters a user namespace
};

/** Becomes the user, with the groups in `context.groups`, who has started the run to be entered. */
struct BecomeStarter {
    std::uint32_t user, group;
};

/** Enters namespaces of the process that is held in `context.target`, some of them last. */
struct Enter {
    std::uint64_t namespaces, last; ///< CLONE_NEW*
};

/**
 * Makes a time namespace for the processes cloned from now on; its clocks can be set only while
 * there are none (time_namespaces(7)). The user namespace that shall own it is made with it.
 */
struct SetClocks {
    std::uint64_t namespaces; ///< CLONE_NEWTIME, and CLONE_NEWUSER when that is new
    const Spec* spec;         ///< its `monotonic` and `boottime`
};

/** Keeps a namespace of the init alive by a bind of it on a file, which is made when missing. */
struct Persist {
    NamespaceWish wish;
};

Result<> apply(const OpenNamespaces& step, Context& context);
Result<> apply(const Join& step, Context& context);
Result<> apply(const BecomeStarter& step, Context& context);
Result<> apply(const Enter& step, Context& context);
Result<> apply(const SetClocks& step, Context& context);
Result<> apply(const Persist& step, Context& context);

void describe(Text& out, const OpenNamespaces& step);
void describe(Text& out, const Join& step);
void describe(Text& out, const BecomeStarter& step);
void describe(Text& out, const Enter& step);
void describe(Text& out, const SetClocks& step);
void describe(Text& out, const Persist& step);

/** Undoes what Persist did, after a failure. */
void release_kept(const Context& context);

} // namespace launch

/** Mounts: what the kernel offers by type, and trees bound from the outside. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

#include <cstdint>

namespace launch {

/** No mount made from now on leaves this namespace (mount_namespaces(7), SHARED SUBTREES). */
struct MakePrivate {};

/** Keeps the caller's working directory at hand for the relative sources of binds. */
struct HoldOutside {};

/** A file system of a type, mounted on a place inside the root. */
struct Mount {
    const char* type;
    const char* target;
    std::uint64_t flags; ///< MS_* of mount(2)
    const char* data = nullptr;
    bool wished = false; ///< by the user, at any place
};

/** A tree or file of the outside, shown at a place inside the root with all mounts below it. */
struct Bind {
    const char* source;
    const char* target;
    std::uint64_t attributes; ///< MOUNT_ATTR_* of mount_setattr(2), for the whole tree
};

Result<> apply(const MakePrivate& step, Context& context);
Result<> apply(const HoldOutside& step, Context& context);
Result<> apply(const Mount& step, Context& context);
Result<> apply(const Bind& step, Context& context);

void describe(Text& out, const MakePrivate& step);
void describe(Text& out, const HoldOutside& step);
void describe(Text& out, const Mount& step);
void describe(Text& out, const Bind& step);

/** " (ro,nosuid,nodev)" for MOUNT_ATTR_* flags; they and MS_* agree on these bits. */
void describe_flags(Text& out, std::uint64_t flags);

} // namespace launch

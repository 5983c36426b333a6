/** Mounts: what the kernel offers by type, and trees bound from the outside. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"
#include "steps/context.hpp"

#include <cstdint>
#include <linux/mount.h>

namespace launch {

/**
 * What becomes of mounts made from now on (mount_namespaces(7), SHARED SUBTREES). MS_PRIVATE, and
 * none leaves this namespace; MS_SLAVE, and those of the outside come in besides.
 */
struct Propagate {
    std::uint64_t propagation = MS_PRIVATE;
};

/** Keeps the caller's working directory at hand for the relative sources of binds. */
struct HoldOutside {};

/** A file system of a type, mounted on a place inside the root. */
struct Mount {
    const char* type;
    const char* target;
    std::uint64_t flags; ///< MS_* of mount(2)
    const char* data = nullptr;
};

/** A file system of any type, at a place that the user names. */
struct FileSystem {
    const MountWish* wish;
    std::uint64_t attributes; ///< MOUNT_ATTR_* of fsmount(2), those of the wish among them
};

/** A tree or file of the outside, shown at a place inside the root with all mounts below it. */
struct Bind {
    const char* source;
    const char* target;
    std::uint64_t attributes; ///< MOUNT_ATTR_* of mount_setattr(2), for the whole tree
    std::uint32_t cleared = 0;
    bool alone = false;          ///< without the mounts below it
    std::uint8_t slot = no_slot; ///< where in `context.trees` it is held, all its flags set

    static constexpr std::uint8_t no_slot = 0xff;
};

Result<> apply(const Propagate& step, Context& context);
Result<> apply(const HoldOutside& step, Context& context);
Result<> apply(const Mount& step, Context& context);
Result<> apply(const FileSystem& step, Context& context);
Result<> apply(const Bind& step, Context& context);

void describe(Text& out, const Propagate& step);
void describe(Text& out, const HoldOutside& step);
void describe(Text& out, const Mount& step);
void describe(Text& out, const FileSystem& step);
void describe(Text& out, const Bind& step);

/**
 * " (ro,nosuid,nodev)" for MOUNT_ATTR_* flags that are set or cleared, and parameters behind them;
 * MS_* agree with MOUNT_ATTR_* on the bits that both mouths use.
 */
void describe_flags(Text& out, std::uint64_t set, std::uint64_t cleared,
                    std::string_view parameters = {});
void describe_flags(Text& out, std::uint64_t set); ///< of those that are set only

} // namespace launch

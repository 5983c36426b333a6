/** The /dev inside: a small tmpfs of our own, with devices and known links. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

#include <cstdint>

namespace launch {

/** The tmpfs itself. Nothing of the root's own /dev is ever looked at. */
struct DeviceTree {
    std::uint64_t attributes; ///< MOUNT_ATTR_*; without nodev its nodes are its own, and not bound
};

/**
 * A device: a node of our own, or that of the outside, bound after its numbers were checked, and read-only
 * (which a device may be written to all the same), lest root inside changes its mode for everybody.
 */
struct DeviceNode {
    const char* source;    ///< "/dev/null"
    const char* name;      ///< in the fresh /dev
    unsigned major, minor; ///< 0:0 accepts whatever the source is (the machine's console)
};

/** A file system in a directory of the fresh /dev. */
struct DeviceMount {
    const char* type;
    const char* name;
    std::uint64_t flags;
    const char* data = nullptr;
};

struct DeviceLink {
    const char* name;
    const char* target;
};

/** A device that the user names, bound to a place in the fresh /dev. */
struct DeviceBind {
    const char* source; ///< links are followed: it is an option's value
    const char* name;   ///< "dri/card0": the directories are made
};

Result<> apply(const DeviceTree& step, Context& context);
Result<> apply(const DeviceNode& step, Context& context);
Result<> apply(const DeviceMount& step, Context& context);
Result<> apply(const DeviceLink& step, Context& context);
Result<> apply(const DeviceBind& step, Context& context);

void describe(Text& out, const DeviceTree& step);
void describe(Text& out, const DeviceNode& step);
void describe(Text& out, const DeviceMount& step);
void describe(Text& out, const DeviceLink& step);
void describe(Text& out, const DeviceBind& step);

} // namespace launch

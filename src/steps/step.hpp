/** A step is a value that can be done and can be told; a plan is lists of them. */
#pragma once

#include "steps/command.hpp"
#include "steps/devices.hpp"
#include "steps/id_maps.hpp"
#include "steps/joining.hpp"
#include "steps/mounts.hpp"
#include "steps/namespaces.hpp"
#include "steps/rootfs.hpp"

#include <variant>

namespace launch {

using Step = std::variant<MakePrivate, HoldOutside, Root, Mount, Bind, DeviceTree, DeviceNode,
                          DeviceMount, DeviceLink, HostName, Loopback, IdMap, BecomeRoot,
                          OpenNamespaces, Join, SetClocks, Persist, Pivot, Session, Terminal,
                          Streams, DieWithInit, Identity, Directory, Execute>;

/** Does the step; on failure `context.note` may say more. */
inline Result<> apply_step(const Step& step, Context& context) {
    return std::visit([&](const auto& each) { return apply(each, context); }, step);
}

/** Tells the step in the words that --dry-run, --verbose and errors use: "mount proc on /proc". */
inline void describe_step(Text& out, const Step& step) {
    std::visit([&](const auto& each) { describe(out, each); }, step);
}

} // namespace launch

/** A step is a value that can be done and can be told; a plan is lists of them. */
#pragma once

#include "steps/capabilities.hpp"
#include "steps/cgroup.hpp"
#include "steps/command.hpp"
#include "steps/copy.hpp"
#include "steps/devices.hpp"
#include "steps/id_maps.hpp"
#include "steps/identity.hpp"
#include "steps/image.hpp"
#include "steps/joining.hpp"
#include "steps/landlock.hpp"
#include "steps/limits.hpp"
#include "steps/making.hpp"
#include "steps/masks.hpp"
#include "steps/mounts.hpp"
#include "steps/namespaces.hpp"
#include "steps/overlay.hpp"
#include "steps/rootfs.hpp"
#include "steps/seccomp.hpp"
#include "steps/trees.hpp"
#include "steps/unpack.hpp"

#include <variant>

namespace launch {

using Step =
    std::variant<Propagate, HoldOutside, HoldTree, Root, Image, Prepared, Unpack, Copy, Overlay,
                 Mount, FileSystem, Bind, MakeDirectory, MakeLink, CopyFile, DeviceTree, DeviceNode,
                 DeviceMount, DeviceLink, DeviceBind, Mask, HostName, Loopback, MakeCgroup,
                 EnterCgroup, OwnCgroups, IdMap, BecomeRoot, OpenNamespaces, Join, BecomeStarter,
                 Enter, SetClocks, Persist, Pivot, ChangeRoot, Session, NewTerminal, Group,
                 Foreground, Terminal, Streams, DieWithInit, LookUp, Identity, Limit, Umask,
                 OomScore, Affinity, Nice, Domain, BoundCapabilities, SetCapabilities,
                 NoNewPrivileges, Directory, Landlock, Filter, Execute>;

/** Does the step; on failure `context.note` may say more. */
inline Result<> apply_step(const Step& step, Context& context) {
    return std::visit([&](const auto& each) { return apply(each, context); }, step);
}

/** Tells the step in the words that --dry-run, --verbose and errors use: "mount proc on /proc". */
inline void describe_step(Text& out, const Step& step) {
    std::visit([&](const auto& each) { describe(out, each); }, step);
}

} // namespace launch

/** A step is a value that can be done and can be told; a plan is lists of them. */
#pragma once

#include "steps/capabilities.hpp"
#include "steps/cgroup.hpp"
#include "steps/command.hpp"
#include "steps/copy.hpp"
#include "steps/devices.hpp"
#include "steps/hand_over.hpp"
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
#include "steps/network.hpp"
#include "steps/overlay.hpp"
#include "steps/rootfs.hpp"
#include "steps/seccomp.hpp"
#include "steps/trees.hpp"
#include "steps/unpack.hpp"
#include "steps/user_network.hpp"

#include <array>
#include <utility>
#include <variant>

namespace launch {

using Step =
    std::variant<Propagate, HoldOutside, HoldTree, Root, Image, Prepared, Unpack, Copy, Overlay,
                 Mount, FileSystem, Bind, MakeDirectory, MakeLink, CopyFile, DeviceTree, DeviceNode,
                 DeviceMount, DeviceLink, DeviceBind, Mask, HostName, Loopback, MakeInterface,
                 SetUpInterface, UserNetwork, MakeCgroup, EnterCgroup, OwnCgroups, IdMap,
                 BecomeRoot, OpenNamespaces, Join, BecomeStarter, Enter, SetClocks, Persist, Pivot,
                 ChangeRoot, CheckProgram, TakeOver, FreeInitramfs, Session, NewTerminal, Group,
                 Foreground, Terminal, Streams, DieWithInit, LookUp, Identity, Limit, Umask,
                 OomScore, Affinity, Nice, Domain, BoundCapabilities, SetCapabilities,
                 NoNewPrivileges, Directory, Landlock, Filter, Execute>;

/** How the steps of one kind are done and told: std::visit() would need more for each. */
template <std::size_t kind> struct Doing {
    static const auto& of(const Step& step) {
        if (step.index() != kind) std::unreachable();
        return *std::get_if<kind>(&step);
    }
    static Result<> done(const Step& step, Context& context) { return apply(of(step), context); }
    static void told(Text& out, const Step& step) { describe(out, of(step)); }
};

/** By the index of the kind. */
template <class Kinds> struct DoingAll;
template <std::size_t... kinds> struct DoingAll<std::index_sequence<kinds...>> {
    static constexpr std::array done = {Doing<kinds>::done...};
    static constexpr std::array told = {Doing<kinds>::told...};
};
using Doings = DoingAll<std::make_index_sequence<std::variant_size_v<Step>>>;

/** Does the step; on failure `context.note` may say more. */
inline Result<> apply_step(const Step& step, Context& context) {
    return Doings::done[step.index()](step, context);
}

/** Tells the step in the words that --dry-run, --verbose and errors use: "mount proc on /proc". */
inline void describe_step(Text& out, const Step& step) {
    unpack_texts(); // this table is unpacked with them
    Doings::told[step.index()](out, step);
}

} // namespace launch

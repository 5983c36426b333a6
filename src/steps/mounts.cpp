#include "steps/mounts.hpp"

#include "steps/targets.hpp"
#include "system/system.hpp"

#include <fcntl.h>
#include <linux/mount.h>

namespace launch {

namespace {

struct FlagName {
    std::uint64_t flag;
    const char* name;
};

constexpr FlagName flag_names[] = {
    {MS_RDONLY, "ro"}, {MS_NOSUID, "nosuid"}, {MS_NODEV, "nodev"}, {MS_NOEXEC, "noexec"}};

static_assert(MOUNT_ATTR_RDONLY == MS_RDONLY && MOUNT_ATTR_NOSUID == MS_NOSUID &&
              MOUNT_ATTR_NODEV == MS_NODEV && MOUNT_ATTR_NOEXEC == MS_NOEXEC);

} // namespace

Result<> apply(const MakePrivate&, Context&) {
    return mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
}

void describe(Text& out, const MakePrivate&) {
    out.add("make all mounts private");
}

Result<> apply(const HoldOutside&, Context& context) {
    auto directory = open_at(here, ".", O_PATH | O_DIRECTORY);
    if (!directory) return std::unexpected(directory.error());
    context.outside = std::move(*directory);
    return {};
}

void describe(Text& out, const HoldOutside&) {
    out.add("hold the working directory for sources of binds");
}

Result<> apply(const Mount& step, Context& context) {
    auto target = step.wished ? open_wish(context, step.target, true)
                              : open_target(context, step.target, true);
    if (!target) return std::unexpected(target.error());
    // A working directory is a descriptor, too: "." cannot be redirected by what the root holds.
    if (const auto moved = change_directory(*target); !moved) return moved;
    leave_to_init(*target);
    return mount(step.type, ".", step.type, step.flags, step.data);
}

void describe(Text& out, const Mount& step) {
    out.add("mount ").add(step.type).add(" on ").add(step.target);
    describe_flags(out, step.flags);
}

Result<> apply(const Bind& step, Context& context) {
    const auto tree = clone_tree(context.outside.get(), step.source, AT_RECURSIVE);
    if (!tree) return std::unexpected(tree.error());
    if (const auto set = set_mount_attributes(*tree, step.attributes); !set) return set;
    const auto target = open_wish(context, step.target, is_directory(*tree));
    if (!target) return std::unexpected(target.error());
    return move_tree(*tree, target->get(), "");
}

void describe(Text& out, const Bind& step) {
    out.add("bind ").add(step.source).add(" on ").add(step.target);
    describe_flags(out, step.attributes);
}

void describe_flags(Text& out, std::uint64_t flags) {
    const char* before = " (";
    for (const FlagName& each : flag_names) {
        if ((flags & each.flag) == 0) continue;
        out.add(before).add(each.name);
        before = ",";
    }
    if (*before == ',') out.add(")");
}

} // namespace launch

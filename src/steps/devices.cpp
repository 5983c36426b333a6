#include "steps/devices.hpp"

#include "steps/mounts.hpp"
#include "system/system.hpp"

#include <fcntl.h>
#include <linux/mount.h>

namespace launch {

namespace {

constexpr Mount device_tree = {"tmpfs", "/dev", MS_NOSUID | MS_NODEV | MS_NOEXEC,
                               "mode=0755,size=64k"};

} // namespace

Result<> apply(const DeviceTree&, Context& context) {
    if (const auto mounted = apply(device_tree, context); !mounted) return mounted;
    auto tree = open_in_root(context.root, device_tree.target, O_PATH | O_DIRECTORY);
    if (!tree) return std::unexpected(tree.error());
    context.devices = std::move(*tree);
    return change_directory(context.devices);
}

void describe(Text& out, const DeviceTree&) {
    describe(out, device_tree);
}

Result<> apply(const DeviceNode& step, Context& context) {
    auto device = clone_tree(here, step.source, AT_SYMLINK_NOFOLLOW);
    if (!device) return std::unexpected(device.error());
    if (step.major != 0) {
        const auto checked = check_device(*device, step.major, step.minor);
        if (!checked) return checked;
    }
    const int directory = context.devices.get();
    if (const auto made = make_file(directory, step.name); !made) return made;
    const auto moved = move_tree(*device, directory, step.name);
    leave_to_init(*device);
    return moved;
}

void describe(Text& out, const DeviceNode& step) {
    out.add("bind device ").add(step.source).add(" on /dev/").add(step.name);
}

Result<> apply(const DeviceMount& step, Context& context) {
    const auto made = make_directory(context.devices.get(), step.name);
    if (!made) return made;
    // The working directory is the fresh /dev, which nobody else has reached yet.
    return mount(step.type, step.name, step.type, step.flags, step.data);
}

void describe(Text& out, const DeviceMount& step) {
    out.add("mount ").add(step.type).add(" on /dev/").add(step.name);
    describe_flags(out, step.flags);
}

Result<> apply(const DeviceLink& step, Context& context) {
    return make_link(step.target, context.devices.get(), step.name);
}

void describe(Text& out, const DeviceLink& step) {
    out.add("link /dev/").add(step.name).add(" to ").add(step.target);
}

} // namespace launch

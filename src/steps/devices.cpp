#include "steps/devices.hpp"

#include "steps/mounts.hpp"
#include "steps/targets.hpp"
#include "steps/tell.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <linux/mount.h>

namespace launch {

namespace {

using namespace std::string_view_literals;

constexpr const char* place = "/dev";

/** Makes the directories that lead to `name`; a link among them, /dev/fd say, is refused. */
Result<> make_way(const Descriptor& devices, const char* name) {
    Result<> done;
    for (const char* end = name; done && (end = std::strchr(end, '/')) != nullptr; ++end) {
        TextOf<PATH_MAX> path;
        Descriptor there;
        path.add({name, end});
        done = make_directory(devices.get(), path.c_str());
        if (done.error().is(EEXIST)) {
            constexpr int flags = O_PATH | O_DIRECTORY;
            done = open_in_root(devices, path.c_str(), flags, there, Links::refuse);
        }
        done.error().object = nullptr; // the path ends with this call
    }
    return done;
}

/** Shows a device at a place of the fresh /dev, which is made for it. */
Result<> show(Context& context, Descriptor& device, const char* name, std::uint64_t attributes) {
    const int directory = context.devices.get();
    Result<> done = set_mount_attributes(device, attributes);
    if (done) done = make_file(directory, name);
    if (done) done = move_tree(device, directory, name);
    leave_to_init(device);
    return done;
}

void describe_device(Text& out, const char* source, const char* name) {
    tell(out, "show device % on /dev/%"_t, source, name);
}

} // namespace

Result<> apply(const DeviceTree& step, Context& context) {
    Descriptor target;
    context.own_nodes = (step.attributes & MOUNT_ATTR_NODEV) == 0;
    Descriptor& tree = context.devices;
    Result<> done = open_target(context, place, true, target);
    // Held from before it is attached: whatever happens to the root's /dev, this stays ours.
    if (done) done = detached_mount("tmpfs", "mode=0755"sv, step.attributes, tree);
    if (done) done = move_tree(tree, target.get(), "");
    if (done) done = change_directory(tree);
    leave_to_init(target);
    return done;
}

void describe(Text& out, const DeviceTree& step) {
    tell(out, "mount % on %"_t, "tmpfs", place);
    describe_flags(out, step.attributes);
}

Result<> apply(const DeviceNode& step, Context& context) {
    Descriptor device;
    const bool console = step.major == 0; // whose owner and mode are changed by who logs in there
    if (context.own_nodes && !console) {
        const auto made = make_device(context.devices.get(), step.name, step.major, step.minor);
        if (!made.error().is(EPERM)) return made; // we may not either: bound, it works as well
    }
    Result<> done = clone_tree(here, step.source, AT_SYMLINK_NOFOLLOW, device);
    if (done && !console) done = check_device(device, step.major, step.minor);
    return done ? show(context, device, step.name, console ? 0 : MOUNT_ATTR_RDONLY) : done;
}

void describe(Text& out, const DeviceNode& step) {
    describe_device(out, step.source, step.name);
}

Result<> apply(const DeviceMount& step, Context& context) {
    const auto made = make_directory(context.devices.get(), step.name);
    if (!made) return made;
    // The working directory is the fresh /dev, which nobody else has reached yet.
    return mount(step.type, step.name, step.type, step.flags, step.data);
}

void describe(Text& out, const DeviceMount& step) {
    tell(out, "mount % on /dev/%"_t, step.type, step.name);
    describe_flags(out, step.flags);
}

Result<> apply(const DeviceLink& step, Context& context) {
    return make_link(step.target, context.devices.get(), step.name);
}

Result<> apply(const DeviceBind& step, Context& context) {
    Descriptor device;
    Result<> done = clone_tree(context.outside.get(), step.source, 0, device);
    if (done && !is_device(device)) done = refuse("check"_t, step.source, "not a device"_t);
    if (done) done = make_way(context.devices, step.name);
    return done ? show(context, device, step.name, MOUNT_ATTR_RDONLY) : done;
}

void describe(Text& out, const DeviceBind& step) {
    describe_device(out, step.source, step.name);
}

void describe(Text& out, const DeviceLink& step) {
    tell(out, "link /dev/% to %"_t, step.name, step.target);
}

} // namespace launch

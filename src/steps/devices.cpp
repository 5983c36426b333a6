#include "steps/devices.hpp"

#include "steps/mounts.hpp"
#include "steps/targets.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <linux/mount.h>
#include <string_view>

namespace launch {

namespace {

constexpr const char* place = "/dev";
constexpr std::uint64_t attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;

/** Makes the directories that lead to `name`; a link among them, /dev/fd say, is refused. */
Result<> make_way(const Descriptor& devices, std::string_view name) {
    const unsigned mask = set_umask(022);
    Result<> done;
    for (std::size_t end = name.find('/'); done && end != name.npos;
         end = name.find('/', end + 1)) {
        TextOf<PATH_MAX> path;
        done = make_directory(devices.get(), path.add(name.substr(0, end)).c_str());
        if (!done && done.error().number() == EEXIST) {
            const auto there =
                open_in_root(devices, path.c_str(), O_PATH | O_DIRECTORY, Links::refuse);
            done = there ? Result<>() : std::unexpected(there.error());
        }
        if (!done) done.error().object = nullptr; // the path ends with this call
    }
    set_umask(mask);
    return done;
}

} // namespace

Result<> apply(const DeviceTree&, Context& context) {
    auto target = open_target(context, place, true);
    if (!target) return std::unexpected(target.error());
    // Held from before it is attached: whatever happens to the root's /dev, this stays ours.
    auto tree = detached_mount("tmpfs", "mode=0755", attributes);
    if (!tree) return std::unexpected(tree.error());
    if (const auto moved = move_tree(*tree, target->get(), ""); !moved) return moved;
    leave_to_init(*target);
    context.devices = std::move(*tree);
    return change_directory(context.devices);
}

void describe(Text& out, const DeviceTree&) {
    out.add("mount tmpfs on ").add(place);
    describe_flags(out, attributes);
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

Result<> apply(const DeviceBind& step, Context& context) {
    auto device = clone_tree(context.outside.get(), step.source, 0);
    if (!device) return std::unexpected(device.error());
    if (!is_device(*device)) return refuse("check", step.source, "not a device");
    if (const auto made = make_way(context.devices, step.name); !made) return made;
    if (const auto made = make_file(context.devices.get(), step.name); !made) return made;
    const auto moved = move_tree(*device, context.devices.get(), step.name);
    leave_to_init(*device);
    return moved;
}

void describe(Text& out, const DeviceBind& step) {
    out.add("bind device ").add(step.source).add(" on /dev/").add(step.name);
}

void describe(Text& out, const DeviceLink& step) {
    out.add("link /dev/").add(step.name).add(" to ").add(step.target);
}

} // namespace launch

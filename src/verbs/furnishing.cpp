#include "verbs/furnishing.hpp"

#include "plan/tables.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <fcntl.h>
#include <linux/magic.h>

namespace launch {

namespace {

// <linux/mount.h> lacks these two.
constexpr int no_link = 8; ///< UMOUNT_NOFOLLOW
constexpr int detach = 2;  ///< MNT_DETACH

constexpr Step system_tree[] = {Mount{"sysfs", "/sys", no_programs | MS_RDONLY}};
static_assert(std::holds_alternative<Mount>(standard_mounts[0])); // proc; the rest is /dev

/** The name that a step has mounted in /dev; null when it has not. */
const char* name_of_mount(const Step& step) {
    if (const auto* const node = std::get_if<DeviceNode>(&step)) return node->name;
    if (const auto* const tree = std::get_if<DeviceMount>(&step)) return tree->name;
    return nullptr;
}

} // namespace

constinit const std::array<Furnishing, furnishing_count> furnishings = {{
    {"/sys", SYSFS_MAGIC, system_tree},
    {"/proc", PROC_SUPER_MAGIC, std::span(standard_mounts).first<1>()},
    {"/dev", TMPFS_MAGIC, std::span(standard_mounts).subspan<1>()},
}};

Result<> look(const Context& context, const Furnishing& furnishing, State& state) {
    Descriptor place, device;
    state = State::bare;
    const auto opened = open_in_root(context.root, furnishing.place, O_PATH, place, Links::refuse);
    if (!opened) return opened.error().is(ENOENT) ? Result<>() : opened;
    const std::uint32_t type = mounted_type(place);
    if (type == 0) return {};
    state = type == furnishing.type ? State::ours : State::foreign;
    if (state == State::foreign || furnishing.steps.size() == 1) return {};
    if (!open_at(place.get(), "null", O_PATH | O_NOFOLLOW, device)) state = State::foreign;
    if (state == State::foreign || mounted_type(device) != 0) return {};
    state = check_device(device, 1, 3) ? State::foreign : State::half;
    return {};
}

// Names are one component, below directories that are held: no link can redirect them.
Result<> take_down(const Context& context, const Furnishing& furnishing, bool half) {
    const int flags = half ? no_link | detach : no_link;
    Descriptor place;
    Result<> done = open_in_root(context.root, furnishing.place, O_PATH, place, Links::refuse);
    if (done) done = change_directory(place);
    place.close(); // it would keep the mount busy
    for (auto step = furnishing.steps.rbegin(); done && step != furnishing.steps.rend(); ++step) {
        const char* const name = name_of_mount(*step);
        if (name == nullptr) continue;
        done = unmount(name, flags);
        if (done.error().is(EINVAL) || done.error().is(ENOENT)) done = {};
    }
    if (done) done = change_directory(context.root);
    if (done) done = unmount(furnishing.place + 1, flags); // "proc"
    if (!done) done.error().object = furnishing.place;
    return done;
}

} // namespace launch

#include "system/loops.hpp"

#include "system/check.hpp"
#include "system/system.hpp"

#include <linux/loop.h>

namespace launch {

namespace {

/** How often somebody else may be faster to take the device that the kernel has found free. */
constexpr int most_tries = 64;

} // namespace

Result<> attach_loop(const Descriptor& image, bool readonly, Text& path, Descriptor& device) {
    constexpr const char* control_path = "/dev/loop-control";
    Descriptor control;
    Result<> opened = open_path(control_path, O_RDWR, control);
    if (!opened) return opened;
    loop_config wish{};
    wish.fd = static_cast<std::uint32_t>(image.get());
    wish.info.lo_flags = readonly ? LO_FLAGS_AUTOCLEAR | LO_FLAGS_READ_ONLY : LO_FLAGS_AUTOCLEAR;
    for (int tries = 0; tries < most_tries; ++tries) {
        const long number = ask_device(control.get(), LOOP_CTL_GET_FREE);
        if (number < 0) return failed(number, "find a free loop device"_t);
        TextOf<64> name;
        name.add("/dev/loop").number(static_cast<std::uint64_t>(number));
        const int flags = readonly ? O_RDONLY : O_RDWR;
        opened = open_path(name.c_str(), flags, device);
        if (!opened) opened.error().object = "a loop device"_t.packed;
        if (!opened) return opened;
        const long set_up = ask_device(device.get(), LOOP_CONFIGURE, &wish);
        if (set_up == 0) {
            path.add(name.view());
            return {};
        }
        if (set_up != -EBUSY) return failed(set_up, "set up a loop device"_t);
    }
    return refuse("set up a loop device"_t, "others took 64 that had been free"_t);
}

bool detach_loop(int directory, const char* name) {
    Descriptor device;
    static_cast<void>(open_at(directory, name, O_RDONLY, device));
    return ask_device(device.get(), LOOP_CLR_FD) == 0;
}

} // namespace launch

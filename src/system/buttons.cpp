#include "system/buttons.hpp"

#include "system/check.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <csignal>
#include <linux/input.h>

namespace launch {

namespace {

/** Of all kinds of events keys, and of all keys the one: nothing else wakes us (EVIOCSMASK). */
bool choose(const Descriptor& device) {
    static constexpr std::uint64_t bits[] = {1 << EV_KEY, 0, std::uint64_t{1} << (KEY_POWER - 64)};
    for (unsigned kind = 0; kind <= EV_KEY; ++kind) { // 0 stands for the kinds themselves
        const auto place = reinterpret_cast<std::uintptr_t>(&bits[kind]); // NOLINT(*-cast)
        const input_mask mask{kind, 8U << kind, place};
        if (ask_device(device.get(), EVIOCSMASK, &mask) < 0) return false;
    }
    return true;
}

/** Nobody reads it: that there is something to read is all there is to know, and sends the signal. */
bool listen_to(void* folder, const char* name) {
    Descriptor device;
    const int directory = static_cast<const Descriptor*>(folder)->get();
    const auto opened = open_at(directory, name, O_RDONLY | O_NONBLOCK, device);
    if (!opened || !choose(device)) return true;
    const int kept = device.release();
    call(SYS_fcntl, kept, F_SETOWN, own_process());
    call(SYS_fcntl, kept, F_SETSIG, SIGPWR);
    call(SYS_fcntl, kept, F_SETFL, O_NONBLOCK | O_ASYNC);
    return true;
}

} // namespace

void listen_to_power_buttons() {
    Descriptor folder;
    const auto opened = open_path("/dev/input", O_RDONLY | O_DIRECTORY, folder);
    if (opened) static_cast<void>(each_entry(folder, listen_to, &folder));
}

} // namespace launch

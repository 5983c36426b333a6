#include "system/watchdog.hpp"

#include "system/check.hpp"
#include "system/system.hpp"

#include <csignal>
#include <ctime>
#include <linux/watchdog.h>

namespace launch {

namespace {

/** timer_create(2): the signal's value is the watchdog's number. */
void start_feeding(const Descriptor& watchdog, std::uint32_t seconds) {
    sigevent event{};
    event.sigev_signo = SIGALRM;
    event.sigev_value.sival_int = watchdog.get();
    int timer = 0;
    call(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer);
    const timespec half{seconds / 2, seconds % 2 * 500'000'000L};
    const itimerspec times{half, half};
    call(SYS_timer_settime, timer, 0, &times, nullptr);
}

} // namespace

Result<> open_watchdog(std::uint32_t seconds, Descriptor& place) {
    constexpr const char* device = "/dev/watchdog";
    const auto opened = open_path(device, O_WRONLY, place);
    if (!opened) return opened;
    const long set = ask_device(place.get(), WDIOC_SETTIMEOUT, &seconds);
    if (set < 0) ask_device(place.get(), WDIOC_GETTIMEOUT, &seconds);
    start_feeding(place, seconds);
    return done(set, "set time-out of"_t, device);
}

void close_watchdog(Descriptor& watchdog) {
    call(SYS_write, watchdog.get(), "V", 1);
    watchdog.close();
}

} // namespace launch

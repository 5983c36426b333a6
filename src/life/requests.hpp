/** What a signal to an init asks for. */
#pragma once

#include "spec/life.hpp"
#include "system/system.hpp"

#include <csignal>
#include <optional>

namespace launch {

struct Request {
    std::uint8_t signal, dialects; ///< bits by Dialect
    Power power;
};

constexpr std::uint8_t busybox = 1 << static_cast<int>(Dialect::busybox);
constexpr std::uint8_t systemd = 1 << static_cast<int>(Dialect::systemd);
constexpr std::uint8_t every = 0xff;
constexpr std::uint8_t realtime = 34; ///< SIGRTMIN of glibc, and so of systemd

/** busybox: init/halt.c; systemd: systemd(1), SIGNALS; of any init: init(8) of sysvinit. */
inline constexpr Request requests[] = {
    {SIGINT, every, Power::reboot}, // Ctrl-Alt-Del
    {SIGPWR, every, Power::off},    // the power fails
    {SIGTERM, busybox, Power::reboot},     {SIGUSR1, busybox, Power::halt},
    {SIGUSR2, busybox, Power::off},        {realtime + 3, systemd, Power::halt},
    {realtime + 4, systemd, Power::off},   {realtime + 5, systemd, Power::reboot},
    {realtime + 6, systemd, Power::kexec}, {realtime + 13, systemd, Power::halt},
    {realtime + 14, systemd, Power::off},  {realtime + 15, systemd, Power::reboot},
};

/** What `signal` asks an init for that speaks `dialect`; null: nothing. */
[[gnu::noinline]] inline const Power* requested_power(Dialect dialect, int signal) {
    for (const Request& each : requests) {
        const bool spoken = (each.dialects >> static_cast<int>(dialect) & 1) != 0;
        if (spoken && each.signal == signal) return &each.power;
    }
    return nullptr;
}

} // namespace launch

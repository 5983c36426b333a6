/** What a signal to an init asks for, in the dialect of busybox's init. */
#pragma once

#include "system/system.hpp"

#include <csignal>
#include <optional>

namespace launch {

constexpr std::optional<Power> requested_power(int signal) {
    switch (signal) {
    case SIGTERM: return Power::reboot; // busybox reboot
    case SIGINT: return Power::reboot;  // Ctrl-Alt-Del
    case SIGUSR1: return Power::halt;   // busybox halt
    case SIGUSR2: return Power::off;    // busybox poweroff
    case SIGPWR: return Power::off;     // the power fails
    default: return std::nullopt;
    }
}

} // namespace launch

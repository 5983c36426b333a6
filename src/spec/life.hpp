/** How long the command lives, and with whom. */
#pragma once

#include <cstdint>

namespace launch {

/** Whether the command gets a pseudo terminal: by itself, when 0 and 1 are a terminal. */
enum class Tty : std::uint8_t { automatic, yes, no };

/** Whose signals to an init ask it for the machine's end. */
enum class Dialect : std::uint8_t { busybox, systemd, workload };

struct Life {
    std::uint32_t timeout = 0;  ///< milliseconds; 0: for as long as it likes
    std::uint32_t grace = 5000; ///< milliseconds from TERM to KILL
    Tty tty = Tty::automatic;
    Dialect dialect = Dialect::busybox;
    bool dies_with_parent = false; ///< launch itself, and so all that it started
    bool lingers = false;          ///< until all that the command left behind have ended, too
    bool no_init = false;          ///< the command is the first process of its pid namespace
    bool subreaper = false;        ///< nothing is isolated: launch reaps and forwards, that is all
    bool detached = false;         ///< launch goes on behind its caller's back
};

} // namespace launch

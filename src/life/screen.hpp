/** The caller's terminal, while the command has one of its own: bytes, size, and modes. */
#pragma once

#include "life/relay.hpp"
#include "system/system.hpp"

#include <span>

namespace launch {

/** Does nothing until it is opened. */
class Screen {
public:
    /** Starts to relay between 0 and 1 and the command's terminal. */
    void open(Descriptor& opened, Relay::Buffers& buffers); ///< `opened` is taken over
    explicit operator bool() const { return terminal >= 0; }

    /** Fills in what to wait for. */
    void wishes(std::span<pollfd, 2> watched) const;
    void move(std::span<const pollfd, 2> watched);
    /** Makes the caller's terminal raw; stops in the background, where it is somebody else's. */
    void claim();
    /** Gives the caller's terminal back as it was. */
    void release();
    void resize(); ///< makes the command's terminal as large as the caller's
    /** After the command's end: hands on what it wrote, and releases. */
    void finish();

private:
    int terminal = -1; ///< the command's, which `input` owns
    bool is_raw = false;
    bool in_front = false; ///< we may read
    bool at_end = false;   ///< what is typed has ended
    TerminalMode before{}; ///< of the caller's
    OutputRelay input, output;
};

} // namespace launch

/**
 * The command's descriptors 0, 1 and 2 on serial lines of a machine: raw bytes out, frames in.
 * A line has no end of file and no flow control of its own, so input comes as frames (two bytes of
 * length, most significant first, then as many bytes; length 0 is the end), and the host sends no
 * more than it was granted by "input N" on the report line.
 */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <poll.h>
#include <string_view>

namespace launch {

/** What both directions have in common: two ends, and a buffer in between. */
class Relay {
public:
    /** Where the bytes wait: apart, for relays that are not connected touch no page of it. */
    using Buffer = std::array<char, 4096>;
    /** For a machine's lines, or for a terminal of the command's own, which no machine's command gets. */
    using Buffers = std::array<Buffer, 3>;

    /** Takes both ends over. */
    [[gnu::noinline]] void connect(Descriptor& source, Descriptor& target, Buffer& memory);

protected:
    /** Reads into an empty buffer; false when there is nothing yet. The end closes `from`. */
    bool fill();

    Descriptor from, to;
    std::size_t start = 0, end = 0;
    Buffer* buffer = nullptr; ///< what waits in it is from `start` to `end`
};

/** Copies what the command writes to a line. */
class OutputRelay : public Relay {
public:
    [[nodiscard]] pollfd wish() const; ///< what to wait for; descriptor -1 when it is finished
    /** Moves what can be moved without blocking; true when something was. */
    bool move();
    [[nodiscard]] bool finished() const { return !from && start == end; }
    /** When it is finished: the end is to follow, as it is typed. */
    void append_ends();
};

/** Unpacks frames of a line into the command's input. */
class InputRelay : public Relay {
public:
    [[nodiscard]] pollfd wish() const;
    /** Moves what can be moved without blocking; answers how many bytes to grant anew. */
    std::size_t move();

    static constexpr std::size_t first_grant = 4096;

private:
    void unpack();
    std::size_t pass_on();

    std::size_t payload = 0;   ///< bytes of the current frame still to come
    std::uint32_t header = 0;  ///< the length as far as it was read
    unsigned header_bytes = 0; ///< how many bytes of it
};

} // namespace launch

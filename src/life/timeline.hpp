/** When each stage of a machine's life began: the host is told, and can draw it. */
#pragma once

#include "base/text.hpp"

#include <array>
#include <cstdint>

namespace launch {

/** In the order of time; one that is never reached has not begun. The kernel's own begins at 0. */
enum class Stage : std::uint8_t { mounts, modules, root, start, command, processes, unmount, off };

class Timeline {
public:
    void reach(Stage stage); ///< the first time counts
    /** "timeline mounts 512345 modules ...", in microseconds of CLOCK_MONOTONIC, and a newline. */
    void record(Text& out) const;

private:
    std::array<std::uint64_t, 8> began{};
};

} // namespace launch

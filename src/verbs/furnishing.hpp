/** What `launch mount` puts into a root, how it is found there, and how it is taken away. */
#pragma once

#include "steps/step.hpp"

#include <array>
#include <span>

namespace launch {

/** A place in the root, what statfs(2) says of the file system there, and the steps to mount it. */
struct Furnishing {
    const char* place;
    std::uint32_t type;
    std::span<const Step> steps;
};

constexpr std::size_t furnishing_count = 3;
extern const std::array<Furnishing, furnishing_count> furnishings;

/** Half of /dev is what an interrupted `unmount` leaves: it goes on there, `mount` does not. */
enum class State { bare, ours, half, foreign };

/** Our /dev is told from any other by a device that is a mount of its own, on a plain file. */
Result<> look(const Context& context, const Furnishing& furnishing, State& state);

/**
 * Unmounts what is mounted at the place, and at first what the steps have mounted in it.
 * @param half what failed half-way is detached, for we hold descriptors of it
 */
Result<> take_down(const Context& context, const Furnishing& furnishing, bool half);

} // namespace launch

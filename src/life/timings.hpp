/** --timings: when launch has done what. */
#pragma once

#include "base/list.hpp"
#include "plan/plan.hpp"

#include <cstdint>

namespace launch {

/** Something that is done now. */
struct Stamp {
    std::uint64_t time; ///< nanoseconds of CLOCK_MONOTONIC; 0: not to be said
    const Step* step;   ///< null: what is no step, but said by `stage`
    Literal stage;
};

/**
 * Stamps of all of launch's processes, in memory that these share. They take turns: none does anything
 * that is noted while another one might. Without --timings there is no memory, and nothing is noted.
 */
class Timings {
public:
    Result<> begin();
    void note(Literal stage, const Step* step = nullptr) const;
    /** Says all of it, and begins anew. */
    void conclude(void (*say)(const Stamp& stamp)) const;

private:
    using Log = List<Stamp, 2048>; ///< more than a plan has steps

    Log* log = nullptr;
};

} // namespace launch

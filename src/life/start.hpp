/** A start of the command: what the caller, the joiner and the init have in common. */
#pragma once

#include "life/channel.hpp"
#include "life/timings.hpp"
#include "plan/plan.hpp"
#include "system/signals.hpp"

namespace launch {

/** Told of every step that is done; null for silence. */
using Trace = void (*)(const Step& step);

/** How the command starts out: as launch itself was started. */
struct Inherited {
    SignalSet blocked = 0;
    bool ignores_children = false;
};

struct Start {
    const Plan& plan;
    Context& context;
    const Inherited& inherited;
    const Timings& timings;
    Trace trace;
    const Descriptor* signals = nullptr; ///< what may end the set-up; null: they wait
    Descriptor channel{};                ///< this process's end
    bool failed = false;
    int ended_by = 0; ///< the signal that has ended the set-up
    Report why{};     ///< once it has failed

    /** Notes where and why it has failed; answers false. */
    bool stop(Place place, std::size_t step, Error error);
    bool stop(const Report& report);
    /** --timings: notes that a step is done, or something else that has a name. */
    void note(Literal stage, const Step* step = nullptr) const;
    /** Does one step; on failure `why` says it. */
    bool do_step(Place place, std::size_t step);
    /** Does all steps of a place, and tells of each. */
    bool do_all(Place place);
    /** Tells the caller, which may be us, of a step that is done, if it wants to know. */
    void tell_did(Place place, std::size_t step) const;
    /** Tells the caller why, and ends this process. */
    [[noreturn]] void give_up() const;
};

} // namespace launch

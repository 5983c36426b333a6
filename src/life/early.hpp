/** Signals that come while the command does not run yet. */
#pragma once

#include "life/start.hpp"

namespace launch {

/**
 * A set-up may take long: an archive is unpacked, a FIFO is read. What would end a program ends it,
 * too, unless the command runs within the patience: then that gets what came, for it was meant.
 */
class Early {
public:
    explicit Early(Start& start) : start(start) {}
    /** Waits until the channel has something to say; meanwhile takes signals. */
    void wait();
    /** The command runs: it gets what came before. */
    void pass_on() const;

private:
    void take(const Descriptor& signals);

    Start& start;
    SignalSet came = 0;
    std::uint64_t deadline = 0; ///< then the set-up ends; 0 before a signal that wants that
};

} // namespace launch

#include "life/timings.hpp"

#include "system/system.hpp"

namespace launch {

Result<> Timings::begin() {
    std::span<char> memory;
    const auto mapped = shared_memory(sizeof(Log), memory);
    // Zeros are an empty list.
    log = reinterpret_cast<Log*>(memory.data()); // NOLINT(*-reinterpret-cast)
    return mapped;
}

void Timings::note(Literal stage, const Step* step) const {
    if (log == nullptr) return;
    static_cast<void>(log->push({nanoseconds_now(), step, stage})); // all of a plan has room
}

void Timings::conclude(void (*say)(const Stamp& stamp)) const {
    if (log == nullptr) return;
    note("end"_t);
    for (const Stamp& stamp : *log) say(stamp);
    log->clear();
}

} // namespace launch

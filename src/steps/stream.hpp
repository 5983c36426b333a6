/** The bytes of an archive, plain or gzip, from the first to the last, once. */
#pragma once

#include "steps/attempt.hpp"
#include "steps/inflate.hpp"
#include "system/descriptor.hpp"

#include <cstdint>
#include <span>

namespace launch {

class Stream {
public:
    static constexpr std::size_t memory_size = 4 * Inflate::history;

    /**
     * @param file   at its start; it must live longer
     * @param memory `memory_size` bytes
     * @param most   so many bytes may come out
     */
    Stream(Attempt& attempt, const Descriptor& file, bool compressed, std::span<char> memory,
           std::uint64_t most);

    /** The next bytes, at most `wanted`; empty at the end. They hold until the next call. */
    std::span<const char> take(std::uint64_t wanted);
    bool at_end();
    /** Fills `memory`; an end before that is a failure. */
    bool fill(std::span<char> memory);
    bool skip(std::uint64_t count);
    /** Reads on to the end, where a checksum may be. */
    bool finish();
    bool fail(Literal reason); ///< to read it; answers false
    bool fail_early();         ///< because it ends too early, or for the failure that was before

private:
    void refill();

    Attempt& attempt;
    const Descriptor& file;
    bool compressed;
    std::span<char> input;
    std::span<const char> piece{}; ///< what is not taken yet
    std::uint64_t left;            ///< how much may still come
    Inflate inflate;
};

} // namespace launch

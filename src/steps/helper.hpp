/** Programs that do for the caller what it has no rights to: newuidmap(1), pasta(1). */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "system/descriptor.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <sys/types.h>

namespace launch {

/**
 * Starts such a program, found in fixed directories: ENOENT when it is in none. A null pointer
 * follows the last word. All of its three streams are a pipe, of which `said` becomes the end to
 * read; it has no other descriptor. Signals are blocked in it as they are here: a terminal's do not
 * end it.
 */
Result<> start_helper(std::span<char* const> words, Descriptor& said, pid_t& process);

/** One call of such a program, whose words are numbers. */
class Helper {
public:
    explicit Helper(const char* name);
    void add(std::uint32_t number); ///< one more word; there is room for 64
    /** Runs it to its end. On failure `note` has what it said on its standard error. */
    Result<> run(Text& note);

private:
    const char* name;
    std::array<char, 1024> memory;
    std::array<char*, 66> words{};
    std::size_t used = 0, count = 0;
};

} // namespace launch

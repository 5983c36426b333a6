/** Programs that do for the caller what it has no rights to: newuidmap(1), newgidmap(1). */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"

#include <array>
#include <cstdint>

namespace launch {

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

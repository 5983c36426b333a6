/** Command lines as lists of words, and what the runner tells the tests. */
#pragma once

#include <cstdlib>
#include <string>
#include <vector>

namespace launch_test {

using Words = std::vector<std::string>;

/** A variable that the runner has set, such as LAUNCH; empty without. */
inline std::string setting(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

inline Words operator+(Words left, const Words& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

} // namespace launch_test

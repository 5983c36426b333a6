/** Starting a program in a session of its own, on pipes or on a new terminal. */
#pragma once

#include "support/process.hpp"

namespace launch_test {

/** A child and our ends of its descriptors; -1 where it has none of its own. */
struct Started {
    pid_t process = -1;
    int input = -1;
    int output = -1;
    int errors = -1;
};

Started start(const std::vector<std::string>& words, const Options& options);

} // namespace launch_test

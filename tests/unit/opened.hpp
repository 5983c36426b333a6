/** A file that a test stands on, opened. */
#pragma once

#include "sentences.hpp"
#include "system/system.hpp"

#include <string>

namespace launch_test {

/** Without it the test ends. */
inline launch::Descriptor opened(const std::string& path, int flags) {
    launch::Descriptor place;
    const auto done = launch::open_at(launch::here, path.c_str(), flags, place);
    BOOST_REQUIRE_MESSAGE(done, path << ": " << sentence(done));
    return place;
}

} // namespace launch_test

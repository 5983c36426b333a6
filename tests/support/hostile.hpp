/** Roots that are broken or mean harm, as scripts that make them of a plain one. */
#pragma once

#include <ostream>
#include <span>
#include <string>

namespace launch_test {

/**
 * One of them. The script runs in the root, which has /probe and the usual empty directories;
 * "$O" is a directory outside that nobody may touch. What is asked for later is below /place.
 */
struct HostileRoot {
    const char* name;
    const char* script;
};

std::span<const HostileRoot> hostile_roots();

/** Makes a root with /probe in `path`, and bends it; a script of null leaves it plain. */
void build_root(const std::string& path, const std::string& outside, const char* script);

inline std::ostream& operator<<(std::ostream& out, const HostileRoot& root) {
    return out << root.name;
}

} // namespace launch_test

/**
 * The states of named runs: a file each, with the text that --info-fd is told, in a folder that only
 * its owner can write to. Whoever was killed leaves one behind: a state counts while the process
 * that it names lives, which has its number and its start.
 */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "system/descriptor.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <sys/types.h>

namespace launch {

constexpr std::size_t longest_state = 8192;

/**
 * Opens /run/launch, or the caller's $XDG_RUNTIME_DIR/launch, and locks it until it is closed.
 * @param make whether it is made when it is missing
 */
Result<> open_states(bool make, Descriptor& folder);

/** Whether it could be opened; leaves nothing that was not there. */
Result<> try_states();

/** The text of a state that counts, in `memory`; empty when there is none. */
std::string_view read_state(const Descriptor& folder, const char* name, std::span<char> memory);

/** Writes a file whole, in the place of an older one: nobody sees half of it. */
Result<> write_whole(int directory, const char* path, std::string_view content);

} // namespace launch

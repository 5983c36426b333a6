/** Roots in memory: the tmpfs that holds one, and whether it will be large enough. */
#pragma once

#include "base/error.hpp"
#include "steps/context.hpp"

#include <cstdint>

namespace launch {

/** An empty tmpfs that nobody else sees. @param size as in tmpfs(5); null: half of the memory */
Result<> make_tmpfs(const char* size, Descriptor& place);

/** How many bytes fit: into the tmpfs, and into the memory that is left. */
std::uint64_t room_in(const Descriptor& tmpfs);

/** What a file takes of a tmpfs. */
constexpr std::uint64_t pages_of(std::uint64_t size) {
    return (size + 4095) / 4096 * 4096;
}

/** Refuses what will not fit before anything is written; the note says how much is missing. */
Result<> check_room(Context& context, std::uint64_t needed, std::uint64_t room);

/** Notes at which entry something failed: no Error may hold a name that is found on the way. */
void note_entry(Context& context, std::string_view path);

/** " of 64m"; nothing when no size is given. */
void describe_size(Text& out, const char* size);

} // namespace launch

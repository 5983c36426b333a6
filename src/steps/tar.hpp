/**
 * Reading a tar archive: ustar and pax (POSIX.1-2001, pax(1)), and GNU tar's long names. Its
 * content is hostile: every number and length is checked, and names are only handed on.
 */
#pragma once

#include "base/error.hpp"
#include "base/list.hpp"
#include "steps/stream.hpp"
#include "system/trees.hpp"

#include <array>
#include <climits>
#include <span>
#include <string_view>

namespace launch {

/** A name of up to 4095 bytes. */
class Name {
public:
    bool set(std::string_view name); ///< false when it is too long or holds a NUL
    [[nodiscard]] const char* c_str() const { return bytes.data(); }
    [[nodiscard]] std::string_view view() const { return sized(bytes.data()); }

private:
    std::array<char, PATH_MAX> bytes;
};

/** One member of an archive: `Member{}` before the first. */
struct Member {
    Entry entry;
    bool hard_link;
    Name path;
    Name target;               ///< of a link of either kind
    List<char, 32> capability; ///< security.capability; empty without
};

/** Whether a file that starts like this is a tar archive: its first header's checksum tells. */
bool is_tar(std::span<const char> head);

class TarReader {
public:
    static constexpr std::size_t block_size = 512;
    static constexpr std::size_t memory_size = 65536; ///< the most that a pax header may take

    /** @param memory `memory_size` bytes, for pax headers */
    TarReader(Stream& stream, std::span<char> memory) : stream(stream), memory(memory) {}

    /** Goes on to the next member; false at the archive's end, or after a failure. */
    bool next(Member& member);
    /** The next bytes of a file's content; empty at its end. */
    std::span<const char> content();

private:
    using Block = std::array<char, block_size>;

    /** What stood before the header itself, and wins over it. */
    struct Given {
        bool path = false, target = false, size = false, time = false, user = false, group = false;
    };

    bool read_extension(char type, Member& member);
    bool read_records(std::string_view text, Member& member);
    bool take_record(std::string_view key, std::string_view value, Member& member);
    bool take_number(unsigned key, std::string_view value, Entry& entry);
    bool read_header(const Block& block, Member& member);
    void read_kind(const Block& block, Member& member);

    Stream& stream;
    std::span<char> memory;
    std::uint64_t left = 0;    ///< of the content
    std::uint64_t padding = 0; ///< behind it, up to a whole block
    Given given;
};

} // namespace launch

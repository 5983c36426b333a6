/** What a root is that is no directory. */
#include "plan/survey.hpp"

#include "steps/tar.hpp"

#include <cstring>

namespace launch {

namespace {

/** The bytes that tell a format, and where they are. */
struct Magic {
    std::uint16_t at;
    std::uint8_t size;
    RootKind kind;
    char bytes[4];
};

constexpr Magic magics[] = {
    {0, 4, RootKind::squashfs, {'h', 's', 'q', 's'}},             // SQUASHFS_MAGIC, <linux/magic.h>
    {1024, 4, RootKind::erofs, {'\xe2', '\xe1', '\xf5', '\xe0'}}, // EROFS_SUPER_MAGIC_V1
    {1024 + 56, 2, RootKind::ext4, {'\x53', '\xef'}},             // EXT4_SUPER_MAGIC, and others'
    {0, 3, RootKind::gzip, {'\x1f', '\x8b', '\x08'}},             // RFC 1952, 2.3.1
};

} // namespace

RootKind kind_of(std::span<const char> head) {
    for (const Magic& magic : magics) {
        const bool long_enough = head.size() >= std::size_t{magic.at} + magic.size;
        if (long_enough && std::memcmp(&head[magic.at], magic.bytes, magic.size) == 0) {
            return magic.kind;
        }
    }
    return is_tar(head) ? RootKind::tar : RootKind::unknown;
}

} // namespace launch

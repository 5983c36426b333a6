/** What a root is that is no directory. */
#include "plan/survey.hpp"

#include "steps/tar.hpp"

#include <string_view>

namespace launch {

namespace {

/** The bytes that tell a format, and where they are. */
struct Magic {
    std::size_t at;
    std::string_view bytes;
    RootKind kind;
};

constexpr Magic magics[] = {
    {0, "hsqs", RootKind::squashfs},             // SQUASHFS_MAGIC, <linux/magic.h>
    {1024, "\xe2\xe1\xf5\xe0", RootKind::erofs}, // EROFS_SUPER_MAGIC_V1
    {1024 + 56, "\x53\xef", RootKind::ext4},     // EXT4_SUPER_MAGIC, and its forerunners'
    {0, "\x1f\x8b\x08", RootKind::gzip},         // RFC 1952, 2.3.1
};

} // namespace

RootKind kind_of(std::span<const char> head) {
    const std::string_view text(head.data(), head.size());
    for (const Magic& magic : magics) {
        const bool long_enough = text.size() >= magic.at + magic.bytes.size();
        if (long_enough && text.substr(magic.at, magic.bytes.size()) == magic.bytes) {
            return magic.kind;
        }
    }
    return is_tar(head) ? RootKind::tar : RootKind::unknown;
}

} // namespace launch

#include "spec/mount_names.hpp"

#include "base/names.hpp"
#include "spec/values.hpp"

#include <linux/mount.h>

namespace launch {

namespace {

constexpr const char* known_types = "tmpfs\0proc\0devpts\0sysfs\0mqueue\0";
/** In the same order. */
constexpr const char* parameters[] = {
    "size\0nr_blocks\0nr_inodes\0mode\0uid\0gid\0huge\0mpol\0inode32\0inode64\0noswap\0",
    "hidepid\0subset\0gid\0", "newinstance\0ptmxmode\0mode\0uid\0gid\0max\0", "", ""};

} // namespace

Literal read_mode(const char* value, std::uint16_t& mode) {
    std::uint64_t number = 0;
    const bool right = read_number(sized(value), 07777, number, 8);
    mode = static_cast<std::uint16_t>(number);
    return right ? fine : "not an octal number up to 7777"_t;
}

Literal check_parameter(std::string_view name, const char* value) {
    std::uint16_t mode = 0;
    if (ends(name, "mode")) return read_mode(value, mode);
    if (ends(name, "id") && !is_same(name, "hidepid")) {
        return number(sized(value), highest_id) ? fine : "not a number from 0 to 4294967294"_t;
    }
    const bool size = is_same(name, "size") || begins(name, "nr_");
    if (!size || is_memory_size(value)) return fine;
    return "not a number from 1, with k, m, g or t behind it and below 2^63, nor 1% to 100%"_t;
}

const char* parameter_names(const char* type) {
    const unsigned number = find_name(known_types, type);
    return number == no_name ? nullptr : parameters[number];
}

constinit const std::array<Attribute, 15> attributes = {{
    {MOUNT_ATTR_RDONLY, 0},
    {0, MOUNT_ATTR_RDONLY},
    {MOUNT_ATTR_NOSUID, 0},
    {0, MOUNT_ATTR_NOSUID},
    {MOUNT_ATTR_NODEV, 0},
    {0, MOUNT_ATTR_NODEV},
    {MOUNT_ATTR_NOEXEC, 0},
    {0, MOUNT_ATTR_NOEXEC},
    {MOUNT_ATTR_NOATIME, MOUNT_ATTR__ATIME},
    {MOUNT_ATTR_RELATIME, MOUNT_ATTR__ATIME},
    {MOUNT_ATTR_STRICTATIME, MOUNT_ATTR__ATIME},
    {MOUNT_ATTR_NODIRATIME, 0},
    {0, MOUNT_ATTR_NODIRATIME},
    {MOUNT_ATTR_NOSYMFOLLOW, 0},
    {0, MOUNT_ATTR_NOSYMFOLLOW},
}};

} // namespace launch

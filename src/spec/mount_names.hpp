/** The words that mount options know: flags of mounts, and parameters of well-known types. */
#pragma once

#include "base/error.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace launch {

/** Mount options that are flags of the mount, not of its file system (mount(8)); base/names.hpp. */
constexpr const char* attribute_names =
    "ro\0rw\0nosuid\0suid\0nodev\0dev\0noexec\0exec\0noatime\0relatime\0strictatime\0"
    "nodiratime\0diratime\0nosymfollow\0symfollow\0";

struct Attribute {
    std::uint32_t set, clear; ///< MOUNT_ATTR_*
};
/** What each of them does, in the same order. */
extern const std::array<Attribute, 15> attributes;

/** The table (base/names.hpp) of what a well-known type takes; null for all other types. */
const char* parameter_names(const char* type);

/** What is wrong with a value that the kernel would wrap or misunderstand: a size, mode or id. */
Literal check_parameter(std::string_view name, const char* value);

/** Reads the permissions of a file, in octal; answers what is wrong with them. */
Literal read_mode(const char* value, std::uint16_t& mode);

} // namespace launch

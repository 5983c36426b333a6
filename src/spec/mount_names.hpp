/** The words that mount options know: flags of mounts, and parameters of well-known types. */
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace launch {

/** A mount option that is a flag of the mount, not of its file system (mount(8)). */
struct AttributeWord {
    const char* name;
    std::uint32_t set, clear; ///< MOUNT_ATTR_*
};

extern const std::span<const AttributeWord> attribute_words;

/** The table (base/names.hpp) of what a well-known type takes; null for all other types. */
const char* parameter_names(const char* type);

/** What is wrong with a value that the kernel would wrap or misunderstand: a size, mode or id. */
Literal check_parameter(std::string_view name, const char* value);

/** Reads the permissions of a file, in octal; answers what is wrong with them. */
Literal read_mode(const char* value, std::uint16_t& mode);

} // namespace launch

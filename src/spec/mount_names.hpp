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
const char* parameter_names(std::string_view type);

/**
 * Refuses values that the kernel would wrap or misunderstand: sizes, modes and ids.
 * @param whole the word for the refusal, "size=0"
 * @param given the value; null without "="
 */
Result<> check_parameter(const char* whole, std::string_view name, const char* given);

} // namespace launch

/** What the start of a block device says of the file system on it. All of it may be hostile. */
#pragma once

#include "base/text.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace launch {

/** How much of a device is looked at. */
constexpr std::size_t super_block_bytes = 2048;

/**
 * Adds the type, then "UUID=..." and "LABEL=..." if there are some, a NUL behind each. The type is
 * empty when it is none of ext4 (and its forerunners), squashfs, erofs and vfat.
 */
void add_super_block(Text& tags, std::span<const char> head);

/** Adds a byte in hexadecimal. */
void add_byte(Text& out, unsigned char byte);

/**
 * Adds a word, and a NUL, with bytes in hexadecimal: 'a' in the pattern stands for the first one, 'b'
 * for the second, and so on to 'p'; all else is added as it is.
 */
void add_hex(Text& out, const char* bytes, const char* pattern);

/** Adds "KEYVALUE" and a NUL. */
void add_word(Text& tags, const char* key, std::string_view value);
/** The same, unless there is no value. */
void add_tag(Text& tags, const char* key, std::string_view value);

} // namespace launch

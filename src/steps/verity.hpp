/**
 * dm-verity: a block device of which each block is compared, when it is read, with a tree of hashes on
 * another device, and the top of that tree with a hash that the caller trusts (veritysetup(8)). The
 * super block of the hashes may be hostile.
 */
#pragma once

#include "base/text.hpp"

#include <cstdint>

namespace launch {

/** What the device of the hashes begins with; numbers have their least byte first. */
struct VeritySuperBlock {
    char magic[8];
    std::uint32_t version;
    std::uint32_t hash_type; ///< 1; 0 is for Chrome OS alone
    char id[16];
    char algorithm[32];
    std::uint32_t data_block_size, hash_block_size; ///< in bytes
    std::uint64_t data_blocks;
    std::uint16_t salt_size;
    char unused[6];
    unsigned char salt[256];
    char rest[168];
};
static_assert(sizeof(VeritySuperBlock) == 512);

/** Adds the words that the kernel takes for such a device, of the paths of two others; false for a super
 *  block that is none, or is damaged. */
bool add_verity_table(Text& out, VeritySuperBlock& block, const char* data, const char* hashes,
                      const char* root_hash);

/**
 * Makes `mapped_device` of those at two paths, read-only. Its first block is compared at once.
 * @return what is wrong; null when all is well
 */
Literal open_verity(const char* data, const char* hashes, const char* root_hash);

} // namespace launch

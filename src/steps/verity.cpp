#include "steps/verity.hpp"

#include "base/names.hpp"
#include "steps/superblock.hpp"
#include "steps/tell.hpp"
#include "system/mapper.hpp"
#include "system/system.hpp"

#include <cstring>

namespace launch {

bool add_verity_table(Text& out, VeritySuperBlock& block, const char* data, const char* hashes,
                      const char* root_hash) {
    constexpr char magic[] = "verity\0\0\1\0\0\0\1\0\0"; // of version 1 and type 1
    block.algorithm[sizeof block.algorithm - 1] = '\0';
    // The kernel checks the numbers. But it parts words at blanks: one in the name would be followed by
    // words that whoever made the super block likes better, another root hash among them.
    if (std::memcmp(&block, magic, sizeof magic) != 0 || !is_plain_name(block.algorithm) ||
        block.salt_size > sizeof block.salt) {
        return false;
    }
    tell(out, "1 % % "_t, data, hashes);
    out.number(block.data_block_size).space().number(block.hash_block_size).space();
    out.number(block.data_blocks); // the hashes are in the next block behind the super block, 1
    tell(out, " 1 % % "_t, block.algorithm, root_hash);
    if (block.salt_size == 0) out.add("-");
    for (unsigned at = 0; at < block.salt_size; ++at) add_byte(out, block.salt[at]);
    return true;
}

Literal open_verity(const char* data, const char* hashes, const char* root_hash) {
    union {
        VeritySuperBlock block;
        char memory[sizeof(VeritySuperBlock)];
    };
    MapRequest request{};
    Text table(request.table);
    if (read_in(here, hashes, memory).empty() ||
        !add_verity_table(table, block, data, hashes, root_hash)) {
        return "its hashes have no super block, or a damaged one"_t;
    }
    table.c_str();
    std::memcpy(request.target.target_type, block.magic, sizeof block.magic); // which is the name
    request.target.length = block.data_blocks * (block.data_block_size / 512);
    if (!map_device(request)) {
        return "the kernel refuses: see its log, or it needs modules=dm_verity"_t;
    }
    if (read_in(here, mapped_device, memory).empty()) return "it does not fit the root hash"_t;
    return {nullptr};
}

} // namespace launch

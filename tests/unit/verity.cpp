/** The super block of dm-verity and the words that the kernel gets: against veritysetup(8), and hostile. */
#include "steps/verity.hpp"

#include "sentences.hpp"
#include "support/files.hpp"
#include "support/process.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <random>
#include <string>

using namespace launch;
using launch_test::run;
using launch_test::TemporaryDirectory;
using launch_test::text_of;

namespace {

/** The words for two devices called D and H; "refused" for a super block that is none. */
std::string table_of(VeritySuperBlock block) {
    bool sound = false;
    const auto words =
        text_of([&](Text& out) { sound = add_verity_table(out, block, "D", "H", "beef"); });
    return sound ? words : "refused";
}

VeritySuperBlock usual() {
    VeritySuperBlock block{};
    std::memcpy(block.magic, "verity\0", 8);
    std::memcpy(block.algorithm, "sha256", 7);
    block.version = block.hash_type = 1;
    block.data_block_size = block.hash_block_size = 4096;
    block.data_blocks = 6144;
    block.salt_size = 3;
    std::memcpy(block.salt, "\x0a\xff\x00", 3);
    return block;
}

/** The same, with another name of the algorithm. */
VeritySuperBlock named(const std::string& name) {
    VeritySuperBlock block = usual();
    std::memset(block.algorithm, 0, sizeof block.algorithm);
    std::ranges::copy(name, block.algorithm);
    return block;
}

} // namespace

BOOST_AUTO_TEST_SUITE(verity)

BOOST_AUTO_TEST_CASE(what_the_kernel_gets_is_what_veritysetup_has_written) {
    const std::pair<std::string, std::string> formats[] = {
        {"--salt=0aff00", "1 D H 4096 4096 16 1 sha256 beef 0aff00"},
        {"--salt=- --hash=sha512", "1 D H 4096 4096 16 1 sha512 beef -"},
        {"--salt=- --data-block-size=1024 --hash-block-size=512",
         "1 D H 1024 512 64 1 sha256 beef -"},
        {"--salt=- --data-blocks=5", "1 D H 4096 4096 5 1 sha256 beef -"}};
    for (const auto& [options, expected] : formats) {
        const TemporaryDirectory host;
        const auto made = run({"sh", "-c",
                               "cd \"$0\"; truncate -s 64K data; PATH=$PATH:/usr/sbin:/sbin "
                               "veritysetup format data hashes " +
                                   options,
                               host.path()});
        BOOST_TEST_REQUIRE(made.status == 0, made.err);
        VeritySuperBlock block;
        std::memcpy(&block, host.read("hashes").data(), sizeof block);
        BOOST_TEST(table_of(block) == expected);
    }
}

BOOST_AUTO_TEST_CASE(a_salt_may_have_all_of_its_room_and_no_more) {
    VeritySuperBlock block = usual();
    BOOST_TEST(table_of(block) == "1 D H 4096 4096 6144 1 sha256 beef 0aff00");
    block.salt_size = sizeof block.salt;
    BOOST_TEST(table_of(block).ends_with(" 0aff00" + std::string(506, '0')));
    for (const unsigned size : {257U, 65535U}) {
        block.salt_size = static_cast<std::uint16_t>(size);
        BOOST_TEST(table_of(block) == "refused");
    }
}

BOOST_AUTO_TEST_CASE(a_name_cannot_bring_words_of_its_own_along) {
    for (const std::string name : {"", "sha256 0123 -", "sha256\t0123", "sha256\n", "sha256\\ ",
                                   "\xa0", "sha256,", "-sha256", "%", "hmac(sha256)"}) {
        BOOST_TEST(table_of(named(name)) == "refused", name);
    }
    const std::string longest(sizeof usual().algorithm, 'x'); // without an end
    BOOST_TEST(table_of(named(longest)).contains(" 1 " + longest.substr(1) + " beef"));
    BOOST_TEST(table_of(named("blake2b-256")).contains(" 1 blake2b-256 beef "));
}

BOOST_AUTO_TEST_CASE(another_magic_version_or_type_is_refused) {
    VeritySuperBlock block = usual();
    block.magic[7] = 'x';
    BOOST_TEST(table_of(block) == "refused");
    block = usual();
    block.version = 2;
    BOOST_TEST(table_of(block) == "refused");
    block = usual();
    block.hash_type = 0;
    BOOST_TEST(table_of(block) == "refused");
    BOOST_TEST(table_of({}) == "refused");
}

BOOST_AUTO_TEST_CASE(whatever_it_holds_the_kernel_gets_ten_words) {
    std::mt19937 random(1); // NOLINT: the same each time
    for (int round = 0; round < 2000; ++round) {
        VeritySuperBlock block = usual();
        auto* const bytes = reinterpret_cast<unsigned char*>(&block); // NOLINT
        for (int changed = 0; changed < 8; ++changed) {
            bytes[16 + random() % 330] = static_cast<unsigned char>(random());
        }
        const auto table = table_of(block);
        if (table == "refused") continue;
        BOOST_REQUIRE(std::ranges::count(table, ' ') == 9);
        BOOST_REQUIRE(
            std::ranges::all_of(table, [](char byte) { return byte >= ' ' && byte < 127; }));
        BOOST_REQUIRE(table.contains(" beef "));
    }
}

BOOST_AUTO_TEST_SUITE_END()

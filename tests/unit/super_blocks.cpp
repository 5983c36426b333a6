/** Super blocks and tables of partitions: against blkid(8) and sfdisk(8), and damaged ones. */
#include "steps/block_devices.hpp"
#include "steps/partitions.hpp"
#include "steps/superblock.hpp"
#include "system/system.hpp"

#include "opened.hpp"
#include "sentences.hpp"
#include "support/files.hpp"
#include "support/process.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <random>
#include <string>
#include <vector>

using namespace launch;
using launch_test::opened;
using launch_test::run;
using launch_test::TemporaryDirectory;
using launch_test::text_of;

namespace {

/** What is read from the start of a device; its memory ends where what was read does. */
std::string raw_tags_of(const std::string& head) {
    const std::vector<char> memory(head.begin(), head.end());
    return text_of([&](Text& out) { add_super_block(out, memory); });
}

/** A line for each. */
std::string tags_of(const std::string& head) {
    auto tags = raw_tags_of(head);
    std::ranges::replace(tags, '\0', '\n');
    return tags;
}

/** What stands between "PARTUUID=" and NUL; nothing without a tag. */
std::string id_of(const std::string& path, std::uint64_t number) {
    const auto disk = opened(path, O_RDONLY);
    const auto tag = text_of([&](Text& out) { add_partition_id(out, disk, number); });
    if (tag.empty()) return tag;
    BOOST_REQUIRE((tag.starts_with("PARTUUID=") && tag.back() == '\0'));
    return tag.substr(9, tag.size() - 10);
}

/** What a shell script makes in a directory of its own. */
struct Scratch : TemporaryDirectory {
    explicit Scratch(const std::string& script) {
        const auto made =
            run({"sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; set -e; cd \"$0\"; " + script, path()});
        BOOST_REQUIRE_MESSAGE(made.status == 0, made.err);
    }
    [[nodiscard]] std::string head(const std::string& name) const {
        return read(name).substr(0, super_block_bytes);
    }
};

/** Makes one file system, as `image`. */
const std::string makers[] = {
    "mke2fs -q -t ext4 -L alpha image 4M",
    "mke2fs -q -t ext2 -L 0123456789abcdef image 4M",
    "mke2fs -q -t ext3 -j image 8M",
    "mkfs.erofs --quiet image tree",
    "mksquashfs tree image -quiet -no-progress",
    "truncate -s 2M image; mkfs.vfat -F 12 -n 'A B' image",
    "truncate -s 20M image; mkfs.vfat -F 16 -n SIXTEEN image",
    "truncate -s 40M image; mkfs.vfat -F 32 -n THIRTYTWO image",
};

/** The same as blkid sees it; vfat's id is in capital letters there. */
const std::string look = R"(
    tell() { blkid -p -s $1 -o value image; }
    type=$(tell TYPE); case $type in ext?) type=ext4; esac; echo $type
    id=$(tell UUID | tr A-F a-f); [ -z "$id" ] || echo "UUID=$id"
    label=$(tell LABEL); [ -z "$label" ] || echo "LABEL=$label")";

const std::string table = R"(
    truncate -s 8M gpt mbr
    printf 'label: gpt\nsize=1M, uuid=AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE\nsize=1M\nsize=1M\n' |
        sfdisk -q gpt
    sfdisk -q --delete gpt 2
    printf 'label: dos\nlabel-id: 0x00c0ffee\nsize=1M\nsize=3M, type=5\nsize=1M\n' | sfdisk -q mbr)";

} // namespace

BOOST_AUTO_TEST_SUITE(super_blocks)

BOOST_AUTO_TEST_CASE(they_are_read_as_blkid_reads_them) {
    for (const std::string& maker : makers) {
        const Scratch made("mkdir tree; echo text > tree/file; " + maker + " > /dev/null; { " +
                           look + "; } > seen");
        BOOST_TEST(tags_of(made.head("image")) == made.read("seen"), maker);
        BOOST_TEST(made.read("seen").size() > 4, maker);
    }
}

BOOST_AUTO_TEST_CASE(what_is_none_or_too_short_has_an_empty_type) {
    const Scratch made(makers[0]);
    BOOST_TEST(tags_of("") == "\n");
    BOOST_TEST(tags_of(std::string(super_block_bytes, '\0')) == "\n");
    BOOST_TEST(tags_of(made.head("image").substr(0, super_block_bytes - 1)) == "\n");
}

BOOST_AUTO_TEST_CASE(damaged_ones_stay_within_their_bytes) {
    std::mt19937 random(1); // NOLINT: the same each time
    for (const std::string& maker : makers) {
        const Scratch made("mkdir tree; echo text > tree/file; " + maker + " > /dev/null");
        const std::string whole = made.head("image");
        for (int round = 0; round < 1000; ++round) {
            std::string damaged = whole;
            for (int bytes = 0; bytes < 40; ++bytes) {
                damaged[1024 * (random() % 2) + random() % 256] = static_cast<char>(random());
            }
            damaged.resize(round % 10 == 0 ? random() % damaged.size() : damaged.size());
            const auto tags = raw_tags_of(damaged);
            BOOST_REQUIRE(tags.size() < 80);
            BOOST_REQUIRE(std::ranges::count(tags, '\0') <= 3);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_label_of_all_its_bytes_ends_where_they_do) {
    std::string head(super_block_bytes, 'x');
    head.replace(1024 + 56, 2, "\x53\xef");
    BOOST_TEST(tags_of(head).ends_with("\nLABEL=" + std::string(16, 'x') + "\n"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(partitions)

BOOST_AUTO_TEST_CASE(their_ids_are_those_of_sfdisk) {
    const Scratch made(table + "; sfdisk --part-uuid gpt 3 | tr A-F a-f | tr -d '\\n' > third");
    BOOST_TEST(id_of(made.path("gpt"), 1) == "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");
    BOOST_TEST(id_of(made.path("gpt"), 3) == made.read("third"));
    BOOST_TEST(made.read("third").size() == 36U);
    BOOST_TEST(id_of(made.path("mbr"), 1) == "00c0ffee-01");
    BOOST_TEST(id_of(made.path("mbr"), 5) == "00c0ffee-05");
}

BOOST_AUTO_TEST_CASE(a_disk_of_large_sectors_has_its_table_elsewhere) {
    const Scratch made(table);
    const std::string small = made.read("gpt");
    std::string large(64 * 1024, '\0');
    large.replace(0, 512, small, 0, 512);
    large.replace(4096, 512, small, 512, 512);
    large.replace(2 * 4096, 128, small, 1024, 128); // the header says: sector 2
    made.write("large", large);
    BOOST_TEST(id_of(made.path("large"), 1) == "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");
}

BOOST_AUTO_TEST_CASE(a_number_that_the_table_does_not_have_has_no_id) {
    const Scratch made(table + "; head -c 600 gpt > cut; head -c 100 gpt > shorter; : > empty");
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{129}, most_bytes}) {
        BOOST_TEST(id_of(made.path("gpt"), number) == "");
    }
    for (const std::string name : {"cut", "shorter", "empty"}) {
        BOOST_TEST(id_of(made.path(name), 1) == "");
    }
}

BOOST_AUTO_TEST_CASE(damaged_tables_lead_nowhere_else) {
    const Scratch made(table);
    std::mt19937_64 random(1); // NOLINT: the same each time
    for (const std::string name : {"gpt", "mbr"}) {
        const std::string whole = made.read(name).substr(0, 4096);
        for (int round = 0; round < 500; ++round) {
            std::string damaged = whole;
            const std::size_t header = name == "gpt" ? 512 + 72 : 440; // place, count and size
            for (int bytes = 0; bytes < 6; ++bytes) {
                damaged[header + random() % (name == "gpt" ? 16 : 72)] =
                    static_cast<char>(round % 2 == 0 ? random() : 0xff);
            }
            made.write("damaged", damaged);
            const auto id = id_of(made.path("damaged"), round % 3 == 0 ? random() : random() % 200);
            BOOST_REQUIRE((id.empty() || id.size() == 11 || id.size() == 36));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(block_devices)

BOOST_AUTO_TEST_CASE(a_tag_is_the_wanted_one_as_a_whole_and_ids_in_any_case) {
    using namespace std::string_view_literals;
    constexpr auto tags = "/dev/sda1\0ext4\0UUID=00ab-cd\0LABEL=Home\0PARTUUID=FF-01\0"sv;
    for (const auto wanted :
         {"/dev/sda1"sv, "UUID=00AB-cD"sv, "LABEL=Home"sv, "PARTUUID=ff-01"sv}) {
        BOOST_TEST(has_tag(tags, wanted), wanted);
    }
    for (const auto wanted : {"/dev/sda"sv, "/dev/sda12"sv, "UUID=00ab-c"sv, "UUID=00ab-cde"sv,
                              "LABEL=home"sv, "PARTUUID=00ab-cd"sv, "/dev/SDA1"sv}) {
        BOOST_TEST(!has_tag(tags, wanted), wanted);
    }
    BOOST_TEST(next_tag(tags.data()) == "ext4"sv);
}

BOOST_AUTO_TEST_SUITE_END()

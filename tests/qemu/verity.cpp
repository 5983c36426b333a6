/** Roots that dm-verity checks against the hash on the kernel's line: sound, changed, and without hashes. */
#include "vm.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

/** A root of ext4 with a file of a block of its own, or of squashfs, and its hashes. */
class Verified {
public:
    explicit Verified(const std::string& type = "ext4") {
        const auto made = run({"sh", "-c", R"(PATH=$PATH:/usr/sbin:/sbin; set -e; cd "$0"
            cp -a "$LAUNCH_ROOT" root
            { echo MARK; head -c 8000 /dev/zero; } > root/file
            case $1 in
            ext4) mke2fs -q -t ext4 -b 4096 -L whole -d root data 24M 2> mke2fs || { cat mke2fs >&2; exit 1; };;
            *) mksquashfs root data -quiet -no-progress
            esac
            veritysetup format data hashes | sed -n 's/^Root hash:[[:space:]]*//p' | tr -d '\n' > top)",
                               host.path(), type});
        BOOST_TEST_REQUIRE(made.status == 0, made.err);
        BOOST_TEST_REQUIRE(top().size() == 64U);
    }

    [[nodiscard]] std::string top() const { return host.read("top"); }
    /** Boots with DATA and HASHES as disks; the words for the kernel come on top of these options. */
    [[nodiscard]] Outcome boot(const std::string& script, const std::string& append,
                               const Words& options = {}) const {
        return vm_script(script, Words{"--disk", host.path("data"), "--disk", host.path("hashes"),
                                       "--module", "dm_verity", "--append", append} +
                                     options);
    }
    /** The same for a root that is none: what is said. */
    [[nodiscard]] std::string refusal(const std::string& append) const {
        const auto outcome =
            boot("true", append + " root=/dev/nvme0n1", {"--record", host.path("record")});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(host.read("record").contains("\"outcome\": \"no-root\""));
        BOOST_TEST(!outcome.err.contains("/dev/dm-0"), outcome.err); // it is no device any more
        return without_note(outcome.err);
    }
    /** Changes a byte of the data. */
    void damage(std::size_t at) const {
        auto data = host.read("data");
        data[at] = static_cast<char>(data[at] ^ 1);
        host.write("data", data);
    }
    void lose_hashes() const { host.write("hashes", std::string(64 * 1024, '\0')); }
    [[nodiscard]] std::string path(const std::string& name) const { return host.path(name); }
    /** Where the file with the mark is. */
    [[nodiscard]] std::size_t place() const { return host.read("data").find("MARK\n"); }

private:
    TemporaryDirectory host;
};

const std::string devices = "verity=/dev/nvme0n1,/dev/nvme1n1,";

} // namespace

BOOST_AUTO_TEST_SUITE(verified_roots)

BOOST_AUTO_TEST_CASE(one_boots_read_only_whatever_else_is_said_of_the_root) {
    const Verified disk;
    const auto outcome = disk.boot(
        "head -n 1 /file; grep ' / ' /proc/mounts; touch /new",
        "rw root=/dev/nvme0n1 verity=LABEL=whole,/dev/nvme1n1," + disk.top(), {"--verbose"});
    BOOST_TEST(outcome.out.starts_with("MARK\n/dev/dm-0 / ext4 ro,"), outcome.out + outcome.err);
    BOOST_TEST(outcome.err.contains("touch: /new: Read-only file system"), outcome.err);
    BOOST_TEST(outcome.err.contains("reboot: Power down"));
    BOOST_TEST(!outcome.err.contains("launch: detach"), outcome.err);
}

BOOST_AUTO_TEST_CASE(one_of_squashfs_below_an_overlay_in_memory_boots) {
    const Verified disk("squashfs");
    const auto outcome =
        disk.boot("head -n 1 /file; echo new > /file; cat /file",
                  devices + disk.top() + " rootfstype=erofs,squashfs overlay=tmpfs",
                  {"--module", "squashfs", "--module", "overlay"});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out == "MARK\nnew\n");
}

BOOST_AUTO_TEST_CASE(a_block_that_was_changed_cannot_be_read) {
    const Verified disk;
    disk.damage(disk.place());
    const auto outcome = disk.boot("cat /file; echo $?", devices + disk.top());
    BOOST_TEST(outcome.out == "1\n");
    const bool said_so =
        outcome.err.contains("I/O error") || outcome.err.contains("Input/output error");
    BOOST_TEST(said_so, outcome.err);
    disk.damage(1024); // and the super block
    const auto said = disk.refusal(devices + disk.top());
    BOOST_TEST(said.contains("launch: verify /dev/nvme0n1: it does not fit the root hash ("), said);
}

BOOST_AUTO_TEST_CASE(another_root_hash_is_refused) {
    const Verified disk;
    auto top = disk.top();
    top[63] = top[63] == '0' ? '1' : '0';
    const auto said = disk.refusal(devices + top);
    BOOST_TEST(said.contains("launch: verify /dev/nvme0n1: it does not fit the root hash ("), said);
}

BOOST_AUTO_TEST_CASE(what_is_no_root_hash_the_kernel_refuses) {
    const Verified disk;
    for (const std::string top : {"", "beef", "x"}) {
        const auto said = disk.refusal(devices + top);
        BOOST_TEST(said.contains("launch: verify /dev/nvme0n1: the kernel refuses: "), said);
    }
}

BOOST_AUTO_TEST_CASE(a_word_without_its_parts_is_no_root_and_not_ignored) {
    const Verified disk;
    for (const std::string word : {"verity=", "verity=/dev/nvme0n1", "verity=/dev/nvme0n1,beef"}) {
        const auto said = disk.refusal(word);
        BOOST_TEST(said.contains(": not DATA,HASHES,ROOTHASH ("), said);
    }
    const auto said = disk.refusal("rootwait=1 verity=LABEL=whole,/dev/sda," + disk.top());
    BOOST_TEST(said.contains("launch: find /dev/sda: it did not appear in time ("), said);
}

BOOST_AUTO_TEST_CASE(hashes_without_a_super_block_are_refused) {
    const Verified disk;
    disk.lose_hashes();
    const auto said = disk.refusal(devices + disk.top());
    BOOST_TEST(said.contains("launch: verify /dev/nvme0n1: its hashes have no super block, or a "
                             "damaged one ("),
               said);
}

BOOST_AUTO_TEST_CASE(without_the_kernels_module_the_sentence_names_it) {
    const Verified disk;
    const auto outcome = vm_script("true", {"--disk", disk.path("data"), "--disk",
                                            disk.path("hashes"), "--append", devices + disk.top()});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(
        outcome.err.contains("the kernel refuses: see its log, or it needs modules=dm_verity"),
        outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()

/** Roots that the kernel's own words name: on disks, in partitions, read-only or not. */
#include "vm.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <sstream>

using namespace launch_test;

namespace {

/** Disks, made once: each root holds its name in /name. */
class Disks {
public:
    Disks() {
        const auto made = run({"sh", "-c", R"(PATH=$PATH:/usr/sbin:/sbin; set -e; cd "$0"
            cp -a "$LAUNCH_ROOT" root
            for name in whole gpt mbr; do
                echo $name > root/name
                mke2fs -q -t ext4 -L $name \
                    -d root $name.ext4 24M 2> mke2fs || { cat mke2fs >&2; exit 1; }
            done
            truncate -s 28M gpt mbr
            printf 'label: gpt\nsize=1M, name=first\nname="my root", uuid=%s\n' \
                AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE | sfdisk -q gpt
            printf 'label: dos\nlabel-id: 0x00c0ffee\nsize=1M\ntype=83\n' | sfdisk -q mbr
            for name in gpt mbr; do
                dd if=$name.ext4 of=$name bs=1M seek=2 conv=notrunc status=none
            done
            truncate -s 2M data; mkfs.vfat -n DATA -i 1234ABCD data > /dev/null)",
                               host.path()});
        BOOST_TEST_REQUIRE(made.status == 0, made.err);
    }
    /** Adds a disk, and all of them, read-only, as options. */
    [[nodiscard]] Words all() const {
        Words words;
        for (const std::string name : {"whole.ext4", "gpt", "mbr", "data"}) {
            words = words + Words{"--disk", host.path(name) + ",ro"};
        }
        return words;
    }
    [[nodiscard]] std::string path(const std::string& name) const { return host.path(name); }

private:
    TemporaryDirectory host;
};

const Disks& disks() {
    static const Disks made;
    return made;
}

/** The lines of launch's own on the console. */
std::string said(const std::string& console) {
    std::string lines;
    std::istringstream all(console);
    for (std::string line; std::getline(all, line);) {
        while (line.ends_with('\r')) line.pop_back();
        const auto start = line.find("] launch: "); // behind the kernel's time
        if (start != std::string::npos) lines += line.substr(start + 2) + "\n";
    }
    return lines;
}

} // namespace

BOOST_AUTO_TEST_SUITE(boot_roots)

BOOST_AUTO_TEST_CASE(it_is_found_by_each_of_its_names) {
    const std::pair<std::string, std::string> names[] = {
        {"/dev/nvme0n1", "whole"},
        {"/dev/nvme1n1p2", "gpt"},
        {"LABEL=mbr", "mbr"},
        {"\"PARTLABEL=my root\"", "gpt"},
        {"PARTUUID=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "gpt"},
        {"PARTUUID=00C0FFEE-02", "mbr"},
    };
    for (const auto& [root, name] : names) {
        const auto outcome = vm_script("cat /name; grep ' / ' /proc/mounts",
                                       disks().all() + Words{"--append", "root=" + root});
        BOOST_TEST(outcome.status == 0, outcome.err);
        BOOST_TEST(outcome.out.starts_with(name + "\n/dev/nvme"), root << ": " << outcome.out);
        BOOST_TEST(outcome.out.contains(" ext4 ro,"), outcome.out);
    }
}

BOOST_AUTO_TEST_CASE(one_that_does_not_appear_is_said_with_what_was_seen) {
    const auto outcome =
        vm_script("true", disks().all() + Words{"--append", "root=LABEL=none rootwait=1"});
    BOOST_TEST(outcome.status == 125);
    const auto& said = outcome.err;
    BOOST_TEST(said.contains("launch: find LABEL=none: it did not appear in time (block devices: "),
               said);
    for (const std::string seen :
         {"/dev/nvme0n1 ext4 UUID=", " LABEL=whole", "/dev/nvme1n1p1 PARTLABEL=first PARTUUID=",
          " PARTLABEL=my root PARTUUID=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
          "/dev/nvme2n1p2 ext4 UUID=", " LABEL=mbr PARTUUID=00c0ffee-02",
          "/dev/nvme3n1 vfat UUID=1234-abcd LABEL=DATA"}) {
        BOOST_TEST(said.contains(seen), seen << " is missing in " << said);
    }
}

BOOST_AUTO_TEST_CASE(a_machine_without_disks_says_so) {
    const auto outcome = vm_script("true", {"--append", "root=/dev/sda1 rootwait=1"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains(
                   "launch: find /dev/sda1: it did not appear in time (block devices: none)\n"),
               outcome.err);
}

BOOST_AUTO_TEST_CASE(wrong_words_are_said_and_ignored_and_launchs_own_root_wins) {
    const auto outcome =
        vm_script("cat /name; mount | grep ' / '",
                  Words{"--disk", disks().path("whole.ext4") + ",ro", "--verbose", "--root",
                        setting("LAUNCH_ROOT"), "-o", "--root=/roots/root", "--append",
                        "root=LABEL=whole rootfoo=bar rootdelay=x rootwait=y overlay=sda ro=2"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.out.starts_with("rootfs on / type "), outcome.out);
    BOOST_TEST(said(outcome.err)
                   .starts_with("launch: ignore rootdelay=x: not a number of seconds up to 999999\n"
                                "launch: ignore rootwait=y: not a number of seconds up to 999999\n"
                                "launch: ignore overlay=sda: neither tmpfs[:SIZE] nor a device\n"
                                "launch: ignore ro=2: takes no value\n"),
               outcome.err);
}

BOOST_AUTO_TEST_CASE(a_file_system_that_is_not_known_is_said_to_want_rootfstype) {
    const auto outcome =
        vm_script("true", {"--disk", disks().path("gpt") + ",ro", "--append", "root=/dev/nvme0n1"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(
        outcome.err.contains("launch: mount /dev/nvme0n1: its file system is not known: name it "
                             "by rootfstype= (block devices: "),
        outcome.err);
}

BOOST_AUTO_TEST_CASE(what_is_read_only_stays_as_it_was_to_the_byte) {
    const TemporaryDirectory host;
    run({"cp", disks().path("whole.ext4"), host.path("disk")});
    const auto outcome = vm_script("touch /new 2>&1; cat /name",
                                   {"--disk", host.path("disk"), "--append", "root=LABEL=whole"});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out == "touch: /new: Read-only file system\nwhole\n");
    BOOST_TEST(run({"cmp", disks().path("whole.ext4"), host.path("disk")}).status == 0);
}

BOOST_AUTO_TEST_CASE(a_disk_is_clean_after_a_hand_over_that_failed) {
    const Words failures[] = {{"--", "/nothing"}, {"-o", "--timeout=5", "--", "/bin/sh"}};
    for (const Words& words : failures) {
        const TemporaryDirectory host;
        run({"cp", disks().path("whole.ext4"), host.path("disk")});
        const auto outcome = vm(Words{"--verbose", "--exec", "--disk", host.path("disk"),
                                      "--append", "root=LABEL=whole rw"} +
                                words);
        const auto head = run({"dumpe2fs", "-h", host.path("disk")}).out;
        BOOST_TEST(outcome.status != 0, outcome.err);
        BOOST_TEST(!head.contains("needs_recovery"), outcome.err);
        BOOST_TEST(head.contains("  clean\n"), head);
    }
}

BOOST_AUTO_TEST_CASE(what_is_written_is_on_the_disk_and_the_file_system_is_clean) {
    const std::pair<std::string, std::string> ends[] = {{"exit 0", "--grace=10"},
                                                        {"poweroff; sleep 100", "--grace=10"},
                                                        {"kill -9 $$", "--grace=10"},
                                                        {"sleep 100", "--timeout=0.5"},
                                                        {"exit 3", "--shutdown-timeout=0"}};
    for (const auto& [end, option] : ends) {
        const TemporaryDirectory host;
        run({"cp", disks().path("whole.ext4"), host.path("disk")});
        vm_script("sleep 1000 > /held & echo written > /new; " + end,
                  {"--disk", host.path("disk"), "-o", option, "--append",
                   "root=LABEL=whole rw rootflags=noatime,data=journal"});
        const auto check =
            run({"sh", "-c",
                 "PATH=$PATH:/usr/sbin:/sbin; e2fsck -fn \"$0\" && dumpe2fs -h \"$0\" | "
                 "grep -E 'state|features' && debugfs -R 'cat /new' \"$0\"",
                 host.path("disk")});
        BOOST_TEST(check.status == 0, check.out);
        BOOST_TEST(check.out.contains("written\n"), check.out);
        BOOST_TEST(check.out.contains("  clean\n"), check.out);
        BOOST_TEST(!check.out.contains("needs_recovery"), check.out);
    }
}

BOOST_AUTO_TEST_CASE(a_loop_device_that_the_command_leaves_is_detached_from_the_disk) {
    const TemporaryDirectory host;
    const auto made = run({"sh", "-c",
                           "PATH=$PATH:/usr/sbin:/sbin; set -e; cd \"$0\"; cp \"$1\" disk; "
                           "mke2fs -q -t ext4 image 4M; debugfs -w -R 'write image image' disk",
                           host.path(), disks().path("whole.ext4")});
    BOOST_TEST_REQUIRE(made.status == 0, made.err);
    const auto outcome =
        vm_script("mkdir -p /mnt; losetup /dev/loop0 /image && mount -t ext4 /dev/loop0 /mnt && "
                  "echo kept > /mnt/kept && "
                  "echo attached; exit 3",
                  {"--verbose", "--disk", host.path("disk"), "--module", "loop", "-o",
                   "--privileged", "-o", "--device=/dev/loop0", "--append", "root=LABEL=whole rw"});
    BOOST_TEST(outcome.status == 3);
    BOOST_TEST(outcome.out == "attached\n", outcome.err);
    BOOST_TEST(!said(outcome.err).contains("launch: unmount"), outcome.err);
    const auto check =
        run({"sh", "-c",
             "PATH=$PATH:/usr/sbin:/sbin; cd \"$0\"; debugfs -R 'dump /image image' disk; "
             "for each in disk image; do e2fsck -fn $each && dumpe2fs -h $each; done | "
             "grep -E 'state|needs_recovery'; debugfs -R 'cat /kept' image",
             host.path()});
    BOOST_TEST(std::ranges::count(check.out, '\n') == 3, check.out); // two states and what was kept
    BOOST_TEST(!check.out.contains("needs_recovery"), check.out);
    BOOST_TEST(check.out.ends_with("  clean\nkept\n"), check.out);
}

BOOST_AUTO_TEST_CASE(squashfs_and_erofs_boot_with_their_modules) {
    const TemporaryDirectory host;
    for (const std::string type : {"squashfs", "erofs"}) {
        const auto made = run({"sh", "-c",
                               type == "erofs" ? "mkfs.erofs --quiet \"$0\" \"$1\""
                                               : "mksquashfs \"$1\" \"$0\" -quiet -no-progress",
                               host.path(type), setting("LAUNCH_ROOT")});
        BOOST_TEST_REQUIRE(made.status == 0, made.err);
        const auto outcome = vm_script(
            "grep ' / ' /proc/mounts; touch /new",
            {"--disk", host.path(type) + ",ro", "--module", type, "--append", "root=/dev/nvme0n1"});
        BOOST_TEST(outcome.out.starts_with("/dev/nvme0n1 / " + type + " ro,"),
                   outcome.out + outcome.err);
        BOOST_TEST(outcome.err.contains("Read-only file system"), outcome.err);
    }
}

BOOST_AUTO_TEST_CASE(an_overlay_in_memory_leaves_the_disk_as_it_was) {
    const TemporaryDirectory host;
    run({"cp", disks().path("whole.ext4"), host.path("disk")});
    const auto outcome = vm_script("echo new > /name; cat /name; df -m / | tail -n 1",
                                   {"--disk", host.path("disk"), "--module", "overlay", "--append",
                                    "root=LABEL=whole overlay=tmpfs:7m"});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out.starts_with("new\nnone      "), outcome.out);
    BOOST_TEST(outcome.out.contains(" 7 "), outcome.out);
    BOOST_TEST(run({"cmp", disks().path("whole.ext4"), host.path("disk")}).status == 0);
}

BOOST_AUTO_TEST_CASE(an_overlay_on_a_disk_keeps_what_is_changed_and_is_clean) {
    const TemporaryDirectory host;
    run({"sh", "-c", "/sbin/mke2fs -q -L changes \"$0\" 8M", host.path("disk")});
    for (const std::string seen : {"whole\n", "changed\n"}) {
        const auto outcome = vm_script("cat /name; echo changed > /name",
                                       {"--disk", disks().path("whole.ext4") + ",ro", "--disk",
                                        host.path("disk"), "--module", "overlay", "--append",
                                        "root=LABEL=whole overlay=LABEL=changes"});
        BOOST_TEST(outcome.status == 0, outcome.err);
        BOOST_TEST(outcome.out == seen);
        const auto check = run({"sh", "-c",
                                "/sbin/dumpe2fs -h \"$0\" | grep state; /sbin/e2fsck -fn \"$0\" && "
                                "/sbin/debugfs -R 'cat /upper/name' \"$0\"",
                                host.path("disk")});
        BOOST_TEST(check.status == 0, check.out);
        BOOST_TEST(check.out.contains("  clean\n"), check.out);
        BOOST_TEST(check.out.ends_with("\nchanged\n"), check.out);
    }
}

BOOST_AUTO_TEST_CASE(handed_over_with_an_overlay_on_a_disk_the_initramfs_is_freed) {
    const TemporaryDirectory host;
    run({"sh", "-c", "/sbin/mke2fs -q -L changes \"$0\" 8M", host.path("disk")});
    const std::string tell = "echo held=$(sed -n 's/^Shmem: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo) "
                             "> /dev/console; sync; poweroff -f";
    const auto outcome =
        vm({"--exec", "--disk", disks().path("whole.ext4") + ",ro", "--disk", host.path("disk"),
            "--module", "overlay", "--append", "root=LABEL=whole overlay=LABEL=changes", "--",
            "/bin/sh", "-c", tell});
    const auto held = value(outcome.out, "held");
    BOOST_TEST(!held.empty(), outcome.out + outcome.err);
    BOOST_TEST(std::atol(held.c_str()) < 1000,
               held << " KiB are held in memory"); // it has more than 5000
}

BOOST_AUTO_TEST_CASE(an_image_that_lies_on_a_disk_is_a_root_and_modules_have_parameters) {
    const TemporaryDirectory host;
    const auto made = run({"sh", "-c", R"(set -e; cd "$0"; mkdir tree
        mksquashfs "$LAUNCH_ROOT" tree/image -quiet -no-progress
        /sbin/mke2fs -q -L images -d tree disk 24M)",
                           host.path()});
    BOOST_TEST_REQUIRE(made.status == 0, made.err);
    const auto outcome =
        vm_script("grep -o 'squashfs ro' /proc/mounts; cat /sys/module/loop/parameters/max_loop",
                  {"--disk", host.path("disk"), "--module", "loop", "--module", "squashfs", "-o",
                   "--root=/sysroot/image", "--append", "root=LABEL=images rw loop.max_loop=3"});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out == "squashfs ro\n3\n");
    const auto check = run({"sh", "-c", "/sbin/dumpe2fs -h \"$0\"", host.path("disk")});
    BOOST_TEST(!check.out.contains("needs_recovery"), check.out);
}

BOOST_AUTO_TEST_CASE(modules_load_after_what_they_need_and_one_that_is_missing_is_said) {
    const auto outcome = vm_script(
        "cut -d ' ' -f 1 /proc/modules | tr '\\n' ' '",
        {"--verbose", "--module", "erofs", "--append", "modules=no_such-one,libcrc32c,erofs"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.out == "erofs libcrc32c ");
    BOOST_TEST(
        said(outcome.err)
            .starts_with("launch: load module no_such_one: the image has none of this name\n"),
        outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()

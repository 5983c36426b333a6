/** How machines go down: what is still in use, and what hangs, is named and cannot stop it. */
#include "vm.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

using namespace launch_test;

namespace {

/** A machine whose PID 1 has a disk of ext4 mounted, which is used in some way at the end. */
class Burdened {
public:
    Burdened() {
        std::filesystem::create_directory(host.path("add"));
        host.write("add/probe", read_file(setting("LAUNCH_PROBE")), 0755);
        const auto made = run({"sh", "-c",
                               "PATH=$PATH:/usr/sbin:/sbin; set -e; cd \"$0\"; mkdir -p tree/on; "
                               "mkfs.ext4 -q tree/image 8M; mkfs.ext4 -q -d tree disk 24M",
                               host.path()});
        BOOST_REQUIRE_MESSAGE(made.status == 0, made.err);
    }

    [[nodiscard]] Outcome end(const std::string& use, const Words& options = {}) const {
        return vm(Words{"--verbose", "--add", host.path("add"), "--disk", host.path("disk"), "-o",
                        "--privileged", "-o", "--share=pid"} +
                  options + Words{"--", "/probe", "burden", "/dev/nvme0n1", use});
    }

    /** fsck alone is content with one that was never unmounted, when its journal is empty. */
    [[nodiscard]] bool is_clean(const std::string& name = "disk") const {
        const auto head = run({"dumpe2fs", "-h", host.path(name)}).out;
        return !head.contains("needs_recovery") && head.contains(" clean\n") &&
               run({"fsck.ext4", "-fn", host.path(name)}).status == 0;
    }
    /** The same of the file system in its file. */
    [[nodiscard]] bool is_clean_inside() const {
        run({"debugfs", "-R", "dump /image " + host.path("inner"), host.path("disk")});
        return is_clean("inner");
    }
    [[nodiscard]] std::string kept() const {
        return run({"debugfs", "-R", "cat /kept", host.path("disk")}).out;
    }

private:
    TemporaryDirectory host;
};

} // namespace

BOOST_AUTO_TEST_SUITE(going_down)

BOOST_AUTO_TEST_CASE(what_PID_1_has_mounted_is_written_out_and_unmounted) {
    const Burdened machine;
    const auto outcome = machine.end("none");
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.err.contains("reboot: Power down"));
    BOOST_TEST(!outcome.err.contains("launch: unmount"), outcome.err);
    BOOST_TEST(machine.is_clean());
    BOOST_TEST(machine.kept() == "kept");
}

BOOST_AUTO_TEST_CASE(a_file_system_that_is_still_in_use_is_named_and_becomes_read_only) {
    const Burdened machine;
    const auto outcome = machine.end("swap");
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.err.contains("launch: unmount /disk: Resource busy"), outcome.err);
    BOOST_TEST(outcome.err.contains("reboot: Power down"));
    BOOST_TEST(machine.is_clean());
    BOOST_TEST(machine.kept() == "kept");
}

BOOST_AUTO_TEST_CASE(a_process_that_not_even_KILL_ends_is_named_and_left) {
    const Burdened machine;
    const auto outcome = machine.end("frozen", {"-o", "--grace=0.1"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.err.contains("/probe: it is still there"), outcome.err);
    BOOST_TEST(outcome.err.contains("reboot: Power down"));
    BOOST_TEST(machine.is_clean());
    BOOST_TEST(machine.kept() == "kept");
}

BOOST_AUTO_TEST_CASE(the_deadline_of_the_shutdown_is_kept) {
    const Burdened machine;
    const auto outcome = machine.end("none", {"-o", "--shutdown-timeout=0"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.err.contains("launch: unmount file systems: it takes too long"),
               outcome.err);
    BOOST_TEST(outcome.err.contains("reboot: Power down"));
    BOOST_TEST(machine.is_clean());
    BOOST_TEST(machine.kept() == "kept");
}

BOOST_AUTO_TEST_CASE(loop_and_mapped_devices_are_detached_each_when_what_is_on_it_is_gone) {
    const Burdened machine;
    const auto outcome = machine.end("layers", {"--module", "loop", "--module", "dm_mod"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.err.contains("reboot: Power down"));
    BOOST_TEST(!outcome.err.contains("launch: unmount"), outcome.err);
    BOOST_TEST(!outcome.err.contains("launch: detach"), outcome.err);
    BOOST_TEST(machine.is_clean());
    BOOST_TEST(machine.is_clean_inside());
    BOOST_TEST(machine.kept() == "kept");
}

BOOST_AUTO_TEST_CASE(what_stays_attached_is_named) {
    const Burdened machine;
    const auto outcome = machine.end("held", {"--module", "loop", "--module", "dm_mod"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.err.contains("launch: unmount /disk: Resource busy"), outcome.err);
    BOOST_TEST(outcome.err.contains("launch: detach dm-0: it is still in use"), outcome.err);
    BOOST_TEST(outcome.err.contains("launch: detach loop0: it is still in use"), outcome.err);
    BOOST_TEST(!outcome.err.contains("launch: detach loop1"), outcome.err);
    BOOST_TEST(outcome.err.contains("reboot: Power down"));
    BOOST_TEST(machine.is_clean());
    BOOST_TEST(machine.kept() == "kept");
}

BOOST_AUTO_TEST_SUITE_END()

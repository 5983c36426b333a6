/** behaviours.md 13, 15, 16, 18: what is mounted inside, and that the outside stays as it was. */
#include "host.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <sys/stat.h>

using namespace launch_test;

namespace {

/** The mount points inside, one a line. */
std::string mount_points(const Words& options = {}) {
    return inside("awk '{print $5}' /proc/self/mountinfo", options).out;
}

const std::string standard = "/\n/sys\n/proc\n/dev\n/dev/pts\n/dev/shm\n/dev/mqueue\n";
/** Where they are bound from outside. */
const std::string bound = "/dev/null\n/dev/zero\n/dev/full\n/dev/random\n/dev/urandom\n/dev/tty\n";

/** What is covered or made read-only, as far as this kernel has it. */
std::string masks() {
    std::string points;
    for (const std::string place :
         {"/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
          "/proc/sched_debug", "/proc/timer_list", "/proc/acpi", "/proc/asound", "/proc/scsi",
          "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger",
          "/sys/devices/virtual/powercap", "/sys/firmware"}) {
        if (std::filesystem::exists(place)) points += place + "\n";
    }
    return points;
}

unsigned mode_of(const std::string& path) {
    struct stat entry {};
    return stat(path.c_str(), &entry) == 0 ? entry.st_mode & 07777 : 0;
}

} // namespace

BOOST_AUTO_TEST_SUITE(mounts)

BOOST_AUTO_TEST_CASE(mountinfo_shows_only_the_new_tree) {
    BOOST_TEST(mount_points() == standard + masks());
    BOOST_TEST(mount_points({"--cap-add=mknod"}) == standard + bound + masks());
}

BOOST_AUTO_TEST_CASE(nothing_inside_leads_back_to_the_old_root) {
    BOOST_TEST(inside("ls /proc/1/root/..", {"--cap-add=sys_ptrace"}).out == inside("ls /").out);
    const auto outcome = probe({"escape"});
    BOOST_TEST(outcome.out == "inside\n");
    BOOST_TEST(outcome.status == 0);
}

BOOST_AUTO_TEST_CASE(a_mount_inside_does_not_show_outside) {
    const auto before = run({"cat", "/proc/self/mountinfo"}).out;
    const auto outcome = run({"unshare", "-m", "--propagation", "shared", "sh", "-c",
                              "cat /proc/self/mountinfo | wc -l; "
                              "\"$0\" --privileged --root \"$1\" sh -c 'mount -t tmpfs x /mnt'; "
                              "cat /proc/self/mountinfo | wc -l",
                              setting("LAUNCH"), setting("LAUNCH_ROOT")});
    const auto middle = outcome.out.size() / 2;
    BOOST_TEST(outcome.out.substr(0, middle) == outcome.out.substr(middle));
    BOOST_TEST(run({"cat", "/proc/self/mountinfo"}).out == before);
}

BOOST_AUTO_TEST_CASE(sys_is_read_only_unless_privileged) {
    const std::string look = "grep ' /sys ' /proc/self/mounts";
    BOOST_TEST(inside(look).out.contains(" ro,nosuid,nodev,noexec"));
    BOOST_TEST(inside(look, {"--privileged"}).out.contains(" rw,nosuid,nodev,noexec"));
}

BOOST_AUTO_TEST_CASE(root_inside_changes_the_mode_of_no_device_of_the_hosts) {
    const Words ways[] = {{}, {"--privileged"}, {"--cap-add=mknod"}, {"--unshare=user"}};
    for (const Words& words : ways) {
        const auto outcome = inside("chmod 640 /dev/full; echo x > /dev/full", words);
        BOOST_TEST(outcome.err.contains("No space left on device"), outcome.err);
        BOOST_TEST(mode_of("/dev/full") == 0666U);
        chmod("/dev/full", 0666);
    }
    const auto named = inside("chmod 640 /dev/mine", {"--device=/dev/full:/dev/mine"});
    BOOST_TEST(named.err.contains("Read-only file system"), named.err);
    BOOST_TEST(mode_of("/dev/full") == 0666U);
    chmod("/dev/full", 0666);
}

BOOST_AUTO_TEST_CASE(who_may_make_device_nodes_inside_makes_none_that_work) {
    const std::string make = "mknod /dev/mine c 1 7 && echo made; echo x > /dev/mine";
    const auto outcome = inside(make, {"--cap-add=mknod"});
    BOOST_TEST(outcome.out == "made\n");
    BOOST_TEST(outcome.err.contains("Permission denied"), outcome.err);
    BOOST_TEST(inside(make).out == "");
}

BOOST_AUTO_TEST_CASE(the_standard_devices_work_and_no_other_is_there) {
    const auto outcome = inside("echo x > /dev/null; head -c 3 /dev/zero | od -An -tx1; "
                                "head -c 8 /dev/urandom | wc -c; echo y > /dev/full; ls /dev");
    BOOST_TEST(outcome.out == " 00 00 00\n8\nfd\nfull\nmqueue\nnull\nptmx\npts\nrandom\nshm\n"
                              "stderr\nstdin\nstdout\ntty\nurandom\nzero\n");
    BOOST_TEST(outcome.err.contains("No space left on device"));
}

BOOST_AUTO_TEST_CASE(device_nodes_of_the_root_do_not_work) {
    const std::string make =
        "mknod /tmp/null c 1 3 && echo x > /tmp/null; mknod /dev/x c 1 3; echo x > /dev/x";
    const auto outcome = inside(make, {"--cap-add=mknod", "--tmpfs", "/tmp"});
    BOOST_TEST(outcome.err.contains("can't create /tmp/null: Permission denied"));
    BOOST_TEST(outcome.err.contains("can't create /dev/x: Permission denied"));
}

BOOST_AUTO_TEST_CASE(readonly_covers_the_root_but_not_what_is_mounted_in_it) {
    const auto outcome =
        inside("touch /x; touch /tmp/y && echo written", {"--readonly", "--tmpfs", "/tmp"});
    BOOST_TEST(outcome.err.contains("Read-only file system"));
    BOOST_TEST(outcome.out == "written\n");
}

BOOST_AUTO_TEST_CASE(a_bind_is_writable_and_a_ro_bind_is_not) {
    const TemporaryDirectory host;
    const auto writable = inside("echo content > /mnt/file", {"--bind", host.path() + ":/mnt"});
    BOOST_TEST(writable.status == 0);
    BOOST_TEST(host.read("file") == "content\n");
    const auto readonly =
        inside("cat /mnt/file; echo other > /mnt/file", {"--ro-bind", host.path() + ":/mnt"});
    BOOST_TEST(readonly.out == "content\n");
    BOOST_TEST(readonly.err.contains("Read-only file system"));
}

BOOST_AUTO_TEST_CASE(a_ro_bind_covers_the_mounts_below) {
    const TemporaryDirectory host;
    const auto outcome =
        run({"unshare", "-m", "sh", "-c",
             "mkdir $2/sub && mount -t tmpfs x $2/sub && "
             "exec \"$0\" --root \"$1\" --ro-bind $2:/mnt sh -c 'touch /mnt/sub/x'",
             setting("LAUNCH"), setting("LAUNCH_ROOT"), host.path()});
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(outcome.err.contains("Read-only file system"));
}

BOOST_AUTO_TEST_CASE(mounts_act_in_the_order_given) {
    const TemporaryDirectory host;
    host.write("file", "content\n");
    const std::string bind = host.path() + ":/mnt/deep";
    BOOST_TEST(inside("cat /mnt/deep/file", {"--tmpfs", "/mnt", "--bind", bind}).status == 0);
    BOOST_TEST(inside("cat /mnt/deep/file", {"--bind", bind, "--tmpfs", "/mnt"}).status == 1);
}

BOOST_AUTO_TEST_CASE(a_thousand_binds_are_all_there_and_too_many_are_refused) {
    const TemporaryDirectory host;
    host.write("shown", "here");
    Words words{"--bind", host.path() + ":/mnt"};
    for (int number = 0; number < 1000; ++number) {
        const std::string name = "/" + std::to_string(number);
        host.write(name.substr(1), "");
        words.push_back("--ro-bind=" + host.path() + "/shown:/mnt" + name);
    }
    const auto outcome =
        inside("grep -c ' /mnt/' /proc/self/mountinfo; cat /mnt/0 /mnt/999", words);
    BOOST_TEST(outcome.out == "1000\nherehere");
    BOOST_TEST(outcome.err == "");
    for (int more = 0; more < 24; ++more) words.push_back("--tmpfs=/tmp");
    const auto refused = launch(words + Words{"true"});
    BOOST_TEST(refused.err == "launch: read --tmpfs /tmp: more than 1024 mounts\n");
    BOOST_TEST(refused.status == 125);
}

BOOST_AUTO_TEST_CASE(a_relative_source_starts_at_the_callers_directory) {
    const TemporaryDirectory host;
    host.write("file", "content\n");
    const auto outcome = run(launch_words({"--bind", "./file:/mnt/file", "--bind", ".:/srv", "cat",
                                           "/mnt/file", "/srv/file"}),
                             {.directory = host.path()});
    BOOST_TEST(outcome.out == "content\ncontent\n");
    run({"rm", "-f", setting("LAUNCH_ROOT") + "/mnt/file"});
}

BOOST_AUTO_TEST_CASE(a_missing_source_is_named) {
    const auto outcome = launch({"--bind", "/no/such:/mnt", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(
        outcome.err ==
        "launch: bind /no/such on /mnt (nosuid,nodev): open /no/such: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(missing_mount_points_are_made_with_plain_modes) {
    const TemporaryDirectory host;
    host.write("file", "content\n");
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path() + "/root"});
    const auto outcome = run({"sh", "-c", "umask 077; exec \"$0\" \"$@\"", setting("LAUNCH"),
                              "--root", host.path() + "/root", "--tmpfs", "/new/place", "--bind",
                              host.path() + "/file:/a/b", "sh", "-c", "umask; cat /a/b"});
    BOOST_TEST(outcome.out == "0077\ncontent\n");
    BOOST_TEST(mode_of(host.path() + "/root/new") == 0755U);
    BOOST_TEST(mode_of(host.path() + "/root/new/place") == 0755U);
    BOOST_TEST(mode_of(host.path() + "/root/a/b") == 0644U);
}

/** vfat, which few hosts of tests have, makes its modes of the umask of who mounts it. */
BOOST_AUTO_TEST_CASE(file_systems_are_mounted_with_the_callers_umask) {
    const auto traced =
        run(Words{"sh", "-c", "umask 027; exec strace -f -e trace=umask,fsconfig \"$@\"", "sh"} +
            launch_words({"--mount=type=tmpfs,target=/mnt,size=64k", "sh", "-c", "umask"}));
    BOOST_TEST(traced.out == "0027\n");
    const auto place = traced.err.find("\"size\"");
    BOOST_REQUIRE(place != std::string::npos);
    BOOST_TEST(traced.err.substr(traced.err.rfind("umask(", place)).starts_with("umask(027)"));
    BOOST_TEST(traced.err.substr(traced.err.find("umask(", place)).starts_with("umask(000)"));
}

BOOST_AUTO_TEST_CASE(a_failure_half_way_leaves_nothing_behind) {
    const auto before = run({"find", setting("LAUNCH_ROOT")}).out;
    const Words failing[] = {
        {"--tmpfs", "/new/place", "--bind", "/etc/passwd:/a/b", "/no/such/command"},
        {"--tmpfs", "/new/place", "--bind", "/no/such:/a/b", "true"},
        {"--tmpfs", "/new/place", "--chdir", "/no/such", "true"}};
    for (const Words& words : failing) {
        BOOST_TEST(launch(words).status >= 125);
        BOOST_TEST(run({"find", setting("LAUNCH_ROOT")}).out == before);
    }
}

BOOST_AUTO_TEST_CASE(a_missing_mount_point_under_a_read_only_root_is_named) {
    const auto outcome = launch({"--readonly", "--tmpfs", "/new/place", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(
        outcome.err.contains("/new/place: Read-only file system (hint: make it in the root"));
}

BOOST_AUTO_TEST_CASE(links_of_the_root_resolve_inside_it) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path() + "/root"});
    const std::string root = host.path() + "/root";
    run({"mkdir", host.path() + "/outside"});
    run({"ln", "-s", host.path() + "/outside", root + "/absolute"});
    run({"ln", "-s", "../../../../../../../.." + host.path() + "/outside", root + "/relative"});
    run({"ln", "-s", "/run", root + "/link"});
    for (const std::string target : {"/absolute/x", "/relative/x"}) {
        const auto outcome = run({setting("LAUNCH"), "--root", root, "--tmpfs", target, "true"});
        BOOST_TEST(outcome.status == 125);
    }
    BOOST_TEST(run({"ls", "-A", host.path() + "/outside"}).out == "");
    const auto inner = run({setting("LAUNCH"), "--root", root, "--tmpfs", "/link/place", "sh", "-c",
                            "grep -c ' /run/place ' /proc/self/mounts"});
    BOOST_TEST(inner.out == "1\n");
}

BOOST_AUTO_TEST_CASE(a_root_whose_own_dev_proc_and_sys_are_links_reaches_nothing_outside) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path() + "/root"});
    run({"mkdir", host.path() + "/outside"});
    for (const std::string name : {"dev", "proc", "sys"}) {
        const std::string place = host.path() + "/root/" + name;
        run({"sh", "-c", "rm -rf --one-file-system \"$0\"; ln -s \"$1\" \"$0\"", place,
             host.path() + "/outside"});
        const auto outcome = run({setting("LAUNCH"), "--root", host.path() + "/root", "true"});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.contains("/" + name));
        BOOST_TEST(run({"ls", "-A", host.path() + "/outside"}).out == "");
        run({"sh", "-c", "rm \"$0\"; mkdir \"$0\"", place});
    }
}

BOOST_AUTO_TEST_CASE(devices_in_the_roots_own_dev_are_never_looked_at) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path() + "/root"});
    run({"mkdir", host.path() + "/outside"});
    for (const std::string name : {"null", "console", "ptmx", "pts", "shm", "mqueue", "tty"}) {
        run({"sh", "-c", "rm -rf --one-file-system \"$0\"; ln -s \"$1\" \"$0\"",
             host.path() + "/root/dev/" + name, host.path() + "/outside/" + name});
    }
    const auto outcome = run({setting("LAUNCH"), "--root", host.path() + "/root", "sh", "-c",
                              "echo x > /dev/null && test -c /dev/tty && test -d /dev/pts"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(run({"ls", "-A", host.path() + "/outside"}).out == "");
}

BOOST_AUTO_TEST_CASE(the_root_itself_cannot_be_covered) {
    for (const std::string target : {"/", "/.", "/..", "//", ".", "/etc/..", "a/../.."}) {
        BOOST_TEST(launch({"--tmpfs", target, "true"}).status == 125);
    }
}

BOOST_AUTO_TEST_CASE(a_link_to_the_root_inside_it_is_no_way_to_cover_it) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path() + "/root"});
    run({"ln", "-s", "/", host.path() + "/root/loop"});
    for (const Words& wish : {Words{"--tmpfs", "/loop"}, Words{"--bind", "/etc:/loop"}}) {
        const auto outcome =
            run(Words{setting("LAUNCH"), "--root", host.path() + "/root"} + wish + Words{"true"});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.contains("open /loop: a link of the root makes it the root itself"));
    }
}

BOOST_AUTO_TEST_CASE(a_file_cannot_be_shown_at_a_directory_nor_the_other_way_round) {
    BOOST_TEST(launch({"--bind", "/etc/passwd:/mnt", "true"})
                   .err.ends_with("open /mnt: a directory, where a file is to be shown\n"));
    BOOST_TEST(launch({"--bind", "/etc:/etc/passwd", "true"})
                   .err.ends_with("open /etc/passwd: Not a directory\n"));
}

BOOST_AUTO_TEST_CASE(a_place_that_is_renamed_all_the_time_is_found) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path() + "/root"});
    const std::string first = host.path() + "/root/a";
    const std::string second = host.path() + "/root/b";
    for (int round = 0; round < 150; ++round) {
        // Anew each time: once both names hold something, no rename works any more.
        run({"rm", "-rf", "--one-file-system", first, second});
        const Running storm({setting("LAUNCH_PROBE"), "storm", first, second});
        pause_microseconds(3000);
        const auto outcome = run({setting("LAUNCH"), "--root", host.path() + "/root", "--tmpfs",
                                  "/a/deep/place", "true"});
        BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    }
}

BOOST_AUTO_TEST_CASE(the_root_may_be_named_by_a_link) {
    const TemporaryDirectory host;
    run({"ln", "-s", setting("LAUNCH_ROOT"), host.path("link")});
    const auto outcome = run({setting("LAUNCH"), "--root", host.path("link"), "true"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.status == 0);
}

BOOST_AUTO_TEST_CASE(the_whole_host_can_be_the_root) {
    const auto outcome = run({setting("LAUNCH"), "--root", "/", "sh", "-c", "echo $PPID $$"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "1 2\n");
}

BOOST_AUTO_TEST_SUITE_END()

/** `launch mount`, `launch unmount` and --chroot: the plain ways, without namespaces. */
#include "host.hpp"
#include "support/hostile.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

/** A root that is torn down whatever the test did. */
struct PlainRoot {
    TemporaryDirectory host;
    std::string path = host.path("root");

    PlainRoot() { build_root(path, host.path(), nullptr); }
    PlainRoot(const PlainRoot&) = delete;
    PlainRoot& operator=(const PlainRoot&) = delete;
    ~PlainRoot() {
        run({"sh", "-c", "cd \"$0\" && umount -R dev; umount -R proc; umount -R sys", path});
    }

    [[nodiscard]] Outcome verb(const std::string& name) const {
        return run({setting("LAUNCH"), name, path});
    }
    /** The mount points below it, one a line. */
    [[nodiscard]] std::string mounted() const {
        return run({"sh", "-c", "awk '{print $5}' /proc/self/mountinfo | sed -n \"s,^$0/,,p\"",
                    path})
            .out;
    }
};

const std::string furnished = "sys\nproc\ndev\ndev/pts\ndev/shm\ndev/mqueue\ndev/null\ndev/zero\n"
                              "dev/full\ndev/random\ndev/urandom\ndev/tty\n";

Outcome chrooted(const std::string& root, const Words& words) {
    return run(Words{setting("LAUNCH"), "--chroot", root} + words);
}

} // namespace

BOOST_AUTO_TEST_SUITE(furnish)

BOOST_AUTO_TEST_CASE(mount_and_unmount_leave_a_root_as_it_was) {
    const PlainRoot root;
    const auto before = run({"find", root.path}).out;
    const auto mounted = root.verb("mount");
    BOOST_TEST(mounted.err == "");
    BOOST_TEST(mounted.status == 0);
    BOOST_TEST(root.mounted() == furnished);
    const auto used = run({"chroot", root.path, "/probe", "descriptors", "/dev/null"});
    BOOST_TEST(used.status == 0);
    const auto unmounted = root.verb("unmount");
    BOOST_TEST(unmounted.err == "");
    BOOST_TEST(unmounted.status == 0);
    BOOST_TEST(root.mounted() == "");
    BOOST_TEST(run({"find", root.path}).out == before);
}

BOOST_AUTO_TEST_CASE(twice_is_fine_and_said_so) {
    const PlainRoot root;
    BOOST_TEST(root.verb("unmount").err == "launch: nothing of launch is mounted there\n");
    BOOST_TEST(root.verb("mount").status == 0);
    const auto again = root.verb("mount");
    BOOST_TEST(again.status == 0);
    BOOST_TEST(again.err == "launch: sys, proc and dev are mounted there already\n");
    BOOST_TEST(root.mounted() == furnished);
    BOOST_TEST(root.verb("unmount").status == 0);
    BOOST_TEST(root.verb("unmount").status == 0);
    BOOST_TEST(root.mounted() == "");
}

BOOST_AUTO_TEST_CASE(many_at_once_mount_once) {
    const PlainRoot root;
    const std::string crowd = "for i in 1 2 3 4 5; do \"$0\" mount \"$1\" 2>&1 & done; wait";
    for (int round = 0; round < 60; ++round) { // to have them meet
        const auto outcome = run({"sh", "-c", crowd, setting("LAUNCH"), root.path});
        BOOST_TEST(std::ranges::count(outcome.out, '\n') == 4); // these found it done
        BOOST_REQUIRE(root.mounted() == furnished);
        BOOST_REQUIRE(root.verb("unmount").status == 0);
        BOOST_REQUIRE(root.mounted() == "");
    }
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_mounted_besides_what_is_there) {
    const PlainRoot root;
    run({"mount", "-t", "proc", "proc", root.path + "/proc"});
    run({"rmdir", root.path + "/sys"});
    BOOST_TEST(root.verb("mount").status == 0);
    BOOST_TEST(root.mounted().size() == furnished.size());
    BOOST_TEST(root.verb("unmount").status == 0);
    BOOST_TEST(root.mounted() == "");
}

BOOST_AUTO_TEST_CASE(what_somebody_else_has_mounted_is_not_touched) {
    for (const std::string name : {"dev", "proc", "sys"}) {
        const PlainRoot root;
        const bool bound = name == "dev";
        run(bound ? Words{"mount", "--bind", "/dev", root.path + "/dev"}
                  : Words{"mount", "-t", "tmpfs", "x", root.path + "/" + name});
        for (const std::string verb : {"mount", "unmount"}) {
            const auto outcome = root.verb(verb);
            BOOST_TEST(outcome.status == 125);
            BOOST_TEST(outcome.err ==
                       "launch: look at /" + name + ": something else is mounted there\n");
            BOOST_TEST(root.mounted() == name + "\n");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_mount_that_is_used_is_named_and_can_be_unmounted_later) {
    const PlainRoot root;
    BOOST_TEST(root.verb("mount").status == 0);
    {
        const Running user({"sleep", "60"}, {.directory = root.path + "/dev"});
        const auto busy = root.verb("unmount");
        BOOST_TEST(busy.status == 125);
        BOOST_TEST(busy.err == "launch: unmount /dev: Resource busy (hint: a process uses it, or "
                               "something else is mounted below it)\n");
        const auto half = root.verb("mount");
        BOOST_TEST(half.status == 125);
        BOOST_TEST(half.err.contains("look at /dev: half of it is there: launch unmount"));
    }
    const auto again = root.verb("unmount");
    BOOST_TEST(again.err == "");
    BOOST_TEST(root.mounted() == "");
}

BOOST_AUTO_TEST_CASE(a_failure_half_way_undoes_what_was_mounted) {
    const PlainRoot root;
    run({"sh", "-c", "cd \"$0\" && rmdir dev sys && touch dev", root.path});
    const auto outcome = root.verb("mount");
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("open /dev: Not a directory"));
    BOOST_TEST(root.mounted() == "");
    BOOST_TEST(run({"test", "-e", root.path + "/sys"}).status == 1);
}

BOOST_AUTO_TEST_CASE(a_failure_for_want_of_descriptors_leaves_nothing_mounted) {
    const PlainRoot root;
    int failed = 0;
    for (int most = 5; most < 15; ++most) {
        const auto outcome = run({"sh", "-c", "ulimit -n $1; exec \"$2\" mount \"$0\"", root.path,
                                  std::to_string(most), setting("LAUNCH")});
        failed += outcome.status == 125 ? 1 : 0;
        if (outcome.status == 0) BOOST_TEST(root.verb("unmount").status == 0);
        BOOST_TEST(root.mounted() == "");
    }
    BOOST_TEST(failed > 0);
}

BOOST_AUTO_TEST_CASE(the_root_that_launch_is_in_and_wrong_words_are_refused) {
    const PlainRoot root;
    run({"mount", "--rbind", "/", root.path + "/tmp"});
    const auto before = run({"cat", "/proc/self/mountinfo"}).out;
    for (const std::string verb : {"mount", "unmount"}) {
        for (const Words& words : {Words{"/"}, Words{"/tmp/.."}, Words{root.path + "/tmp"}}) {
            const auto outcome = run(Words{setting("LAUNCH"), verb} + words);
            BOOST_TEST(outcome.status == 125);
            BOOST_TEST(outcome.err.ends_with("this is the root that launch itself is in\n"));
        }
        for (const Words& words :
             {Words{}, Words{"a", "b"}, Words{"/no/such"}, Words{"/etc/passwd"}}) {
            BOOST_TEST(run(Words{setting("LAUNCH"), verb} + words).status == 125);
        }
    }
    BOOST_TEST(run({"cat", "/proc/self/mountinfo"}).out == before);
    run({"umount", "-l", root.path + "/tmp"});
}

BOOST_AUTO_TEST_CASE(without_a_proc_on_the_host_they_work) {
    const PlainRoot root;
    const auto outcome = run({"unshare", "-m", "sh", "-c",
                              "while [ -e /proc/self ]; do umount -l /proc; done; \"$0\" mount "
                              "\"$1\" && \"$0\" --chroot \"$1\" "
                              "/probe mask && \"$0\" unmount \"$1\" && \"$0\" unmount \"$1\"",
                              setting("LAUNCH"), root.path});
    BOOST_TEST(outcome.err == "launch: nothing of launch is mounted there\n");
    BOOST_TEST(outcome.out.contains("SigBlk"));
    BOOST_TEST(outcome.status == 0);
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_is_told_why) {
    const PlainRoot root;
    const Words nobody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                          setting("LAUNCH")};
    const auto mounted = run(nobody + Words{"mount", root.path});
    BOOST_TEST(mounted.err ==
               "launch: mount sysfs on /sys (ro,nosuid,nodev,noexec): Operation not permitted\n");
    const auto changed = run(nobody + Words{"--chroot", root.path, "/probe", "exit", "0"});
    BOOST_TEST(changed.err == "launch: change the root to " + root.path +
                                  ": Operation not permitted (hint: this needs root)\n");
}

BOOST_AUTO_TEST_CASE(chroot_changes_the_root_and_nothing_else) {
    const std::string look = "for kind in mnt pid net ipc uts cgroup; do ls -l "
                             "/proc/self/ns/$kind | sed 's/.* -> //'; done; ";
    const std::string root = setting("LAUNCH_ROOT");
    const PlainRoot plain;
    run({"cp", "-a", root + "/bin", root + "/lib", plain.path});
    BOOST_TEST(plain.verb("mount").status == 0);
    const auto outside = run({"sh", "-c", look}).out;
    const auto inner = chrooted(plain.path, {"sh", "-c", look + "echo /*; pwd; echo $HOME"});
    BOOST_TEST(inner.err == "");
    BOOST_TEST(inner.out == outside + "/bin /dev /etc /lib /probe /proc /sys /tmp\n/\n/root\n");
}

BOOST_AUTO_TEST_CASE(chroot_takes_credentials_environment_and_directory) {
    const auto outcome =
        chrooted(setting("LAUNCH_ROOT"), {"--uid", "7", "--gid", "8", "--env", "A=b", "--chdir",
                                          "/etc", "sh", "-c", "id -u; id -g; id -G; pwd; echo $A"});
    BOOST_TEST(outcome.out == "7\n8\n8\n/etc\nb\n");
}

BOOST_AUTO_TEST_CASE(chroot_keeps_exit_codes_signals_and_descriptors) {
    const std::string root = setting("LAUNCH_ROOT");
    BOOST_TEST(chrooted(root, {"sh", "-c", "exit 42"}).status == 42);
    BOOST_TEST(chrooted(root, {"sh", "-c", "kill -9 $$"}).status == 137);
    BOOST_TEST(chrooted(root, {"/no/such"}).status == 127);
    BOOST_TEST(chrooted(root, {"/etc/passwd"}).status == 126);
    BOOST_TEST(chrooted("/no/such", {"true"}).err ==
               "launch: open root /no/such: No such file or directory\n");
    Running program({setting("LAUNCH"), "--chroot", root, "sh", "-c",
                     "trap 'echo got; exit 3' TERM; echo ready; while :; do sleep 0.05; done"});
    BOOST_TEST(program.read_until("ready"));
    program.kill(15);
    const auto outcome = program.wait();
    BOOST_TEST(outcome.out == "ready\ngot\n");
    BOOST_TEST(outcome.status == 3);
    const PlainRoot plain;
    const auto open =
        run({"sh", "-c", "exec 7</etc 8</; exec \"$0\" --chroot \"$1\" /probe descriptors",
             setting("LAUNCH"), plain.path});
    BOOST_TEST(open.out == "0 1 2\n");
}

BOOST_AUTO_TEST_CASE(what_does_not_go_with_chroot_is_refused) {
    for (const std::string option :
         {"--root=/", "--readonly", "--tmpfs=/x", "--bind=/x:/y", "--hostname=x", "--share=net",
          "--unshare=user", "--propagation=slave"}) {
        const auto outcome = chrooted(setting("LAUNCH_ROOT"), {option, "true"});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.ends_with(": a chroot has no mounts and namespaces of its own\n"));
    }
}

BOOST_AUTO_TEST_SUITE_END()

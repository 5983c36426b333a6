/** One machine, seen from inside the isolated command and from beside PID 1. */
#include "vm.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <array>

using namespace launch_test;

namespace {

const std::array<std::string, 6> kinds = {"mnt", "pid", "net", "ipc", "uts", "cgroup"};

/** One boot, isolated as by default; the facts that the cases below look at. */
const std::string& inside() {
    static const auto outcome =
        vm_script(R"(
        for kind in mnt pid net ipc uts cgroup user; do
            echo inner-$kind=$(readlink /proc/self/ns/$kind)
        done
        echo pid-1=$(cat /proc/1/comm)
        echo self=$$
        set -- /proc/[0-9]*; echo processes=$*
        echo mounts=$(awk '{print $5}' /proc/self/mountinfo)
        echo interfaces=$(ls /sys/class/net)
        echo hostname=$(hostname)
        hostname changed-inside
        echo leak=$LEAK$init_word
        echo variables=$(env | cut -d= -f1 | grep -vE '^(PWD|SHLVL|_)$' | sort)
        echo descriptors=$(ls /proc/self/fd | head -3)
        echo signals=$(grep -E 'Sig(Blk|Ign)' /proc/self/status | cut -f2)
        echo ppid-tty=$(tty)
        echo mqueue=$(grep -c ' /dev/mqueue ' /proc/mounts)
        echo cgroup=$(cat /proc/self/cgroup)
        echo lo=$(ping -c 1 -W 2 127.0.0.1 > /dev/null && echo up)
        echo filter=$(grep -E '^(Seccomp|NoNewPrivs):' /proc/self/status | cut -f2)
        for file in sysrq-trigger sys/kernel/panic; do
            echo write-${file##*/}=$( (echo h > /proc/$file) 2>&1)
        done
        echo empty=$(cat /proc/kcore /proc/keys /proc/timer_list | wc -c; ls -A /sys/firmware)
        echo reboot=$(reboot -f 2>&1) mount=$(mount -t tmpfs x /tmp 2>&1)
        echo landlock=$(touch /tmp/x 2>&1)
    )",
                  {"-o", "--hostname=elsewhere", "-o", "--cap-add=sys_admin,net_raw", "--append",
                   "LEAK=1 init_word=2", "-o", "--landlock-ro=/", "-o", "--landlock-rw=/dev", "-o",
                   "--landlock-rw=/proc"});
    return outcome.out;
}

/** One boot beside PID 1, which starts an isolated command of its own and looks at both. */
const std::string& beside() {
    static const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT"), host.path("root")});
    run({"install", setting("LAUNCH_PROBE"), host.path("root/probe")});
    static const auto outcome =
        vm_script(R"script(
        for kind in mnt pid net ipc uts cgroup; do echo pid1-$kind=$(readlink /proc/1/ns/$kind); done
        echo pid1-name=$(cat /proc/1/comm)
        echo pid1-directory=$(readlink /proc/1/cwd)
        echo pid1-mounts=$(awk '{print $5}' /proc/1/mountinfo)
        echo pid1-flags=$(awk '$5 ~ "^/(proc|sys|dev/shm|run|tmp)$" {print $5 ":" $6}' /proc/1/mountinfo)
        echo hostname-before=$(hostname)
        sleeping() { # not every busybox has pgrep
            for process in /proc/[0-9]*; do
                [ "$(tr '\0' ' ' < $process/cmdline)" = "/bin/busybox sleep 987 " ] && echo ${process#/proc/}
            done
        }
        /launch --root / --hostname nested /bin/sh -c '
            echo self=$$; echo name=$(hostname); set -- /proc/[0-9]*; echo inner=$#
            hostname changed
            /bin/busybox sleep 987 & wait' > /tmp/nested &
        launcher=$!
        for try in 1 2 3 4 5 6 7 8 9; do sleep 0.2; [ -n "$(sleeping)" ] && break; done
        command=$(sleeping)
        for kind in mnt pid net ipc uts cgroup; do echo outer-$kind=$(readlink /proc/$command/ns/$kind); done
        sleep 0.3
        echo nested=$(cat /tmp/nested)
        echo hostname-after=$(hostname)
        kill -TERM $launcher
        wait $launcher
        echo nested-status=$?
        echo left=$(sleeping)
        (
            ulimit -n 1000000
            /probe high 999999 /bin/sh -c 'echo given=$(ls /proc/self/fd | wc -l)'
            /probe high 999999 /launch --root / /bin/sh -c 'echo passed=$(ls /proc/self/fd | wc -l)'
        )
        for i in $(seq 1000); do (true &); done
        sleep 1
        echo zombies=$(grep -l "^State:.Z" /proc/[0-9]*/status 2>/dev/null | wc -l)
    )script",
                  beside_pid_1() + Words{"-o", "--tmpfs=/tmp", "--root", host.path("root")});
    return outcome.out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(isolation)

BOOST_DATA_TEST_CASE(each_of_the_six_namespaces_differs_from_PID_1s, kinds, kind) {
    BOOST_TEST(value(beside(), "outer-" + kind).starts_with(kind + ":["));
    BOOST_TEST(value(beside(), "outer-" + kind) != value(beside(), "pid1-" + kind));
}

BOOST_AUTO_TEST_CASE(the_machines_own_command_is_not_in_the_initial_namespaces) {
    // The numbers are the kernel's own: include/linux/proc_ns.h.
    BOOST_TEST(value(beside(), "pid1-pid") == "pid:[4026531836]");
    BOOST_TEST(value(beside(), "pid1-uts") == "uts:[4026531838]");
    for (const std::string& kind : kinds) {
        BOOST_TEST(value(inside(), "inner-" + kind).starts_with(kind + ":["));
        BOOST_TEST(value(inside(), "inner-" + kind) != value(beside(), "pid1-" + kind));
    }
    BOOST_TEST(value(inside(), "inner-user") == "user:[4026531837]");
}

BOOST_AUTO_TEST_CASE(pid_1_inside_is_ours) {
    BOOST_TEST(value(inside(), "pid-1") == "init");
    BOOST_TEST(value(inside(), "self") == "2");
    BOOST_TEST(value(beside(), "pid1-name") == "init");
}

BOOST_AUTO_TEST_CASE(mountinfo_inside_shows_only_the_new_tree) {
    BOOST_TEST(
        value(inside(), "mounts") ==
        "/ /sys /proc /dev /dev/pts /dev/shm /dev/mqueue /proc/interrupts "
        "/proc/kcore /proc/keys /proc/timer_list /proc/acpi /proc/bus /proc/fs /proc/irq /proc/sys "
        "/proc/sysrq-trigger /sys/firmware");
}

BOOST_AUTO_TEST_CASE(a_machines_command_has_the_default_posture) {
    BOOST_TEST(value(inside(), "filter") == "1 2");
    BOOST_TEST(value(inside(), "write-sysrq-trigger").contains("Read-only file system"));
    BOOST_TEST(value(inside(), "write-panic").contains("Read-only file system"));
    BOOST_TEST(value(inside(), "empty") == "0");
    BOOST_TEST(
        value(inside(), "reboot")
            .ends_with(": Operation not permitted mount=mount: permission denied (are you root?)"));
}

BOOST_AUTO_TEST_CASE(landlock_works_with_an_older_version_of_it) {
    BOOST_TEST(value(inside(), "landlock").contains("Permission denied"));
}

BOOST_AUTO_TEST_CASE(PID_1_has_mounted_what_a_machine_needs) {
    BOOST_TEST(value(beside(), "pid1-mounts") ==
               "/ /proc /dev /sys /run /dev/pts /dev/shm /dev/mqueue /tmp /sys/fs/cgroup");
    const auto flags = value(beside(), "pid1-flags");
    BOOST_TEST(flags.contains("/proc:rw,nosuid,nodev,noexec,relatime"));
    BOOST_TEST(flags.contains("/sys:rw,nosuid,nodev,noexec,relatime"));
    BOOST_TEST(flags.contains("/dev/shm:rw,nosuid,nodev,relatime"));
    BOOST_TEST(flags.contains("/run:rw,nosuid,nodev,relatime"));
    BOOST_TEST(flags.contains("/tmp:rw,nosuid,nodev,relatime"));
}

BOOST_AUTO_TEST_CASE(the_host_name_does_not_leak) {
    BOOST_TEST(value(inside(), "hostname") == "elsewhere");
    BOOST_TEST(value(beside(), "hostname-before") != "nested");
    BOOST_TEST(value(beside(), "hostname-after") == value(beside(), "hostname-before"));
}

BOOST_AUTO_TEST_CASE(only_lo_exists_and_it_is_up) {
    BOOST_TEST(value(inside(), "interfaces") == "lo");
    BOOST_TEST(value(inside(), "lo") == "up");
}

BOOST_AUTO_TEST_CASE(proc_shows_only_the_inner_processes) {
    BOOST_TEST(value(inside(), "processes") == "/proc/1 /proc/2");
}

BOOST_AUTO_TEST_CASE(what_the_kernel_made_of_its_command_line_does_not_leak) {
    BOOST_TEST(value(inside(), "leak") == "");
    BOOST_TEST(value(inside(), "variables") == "HOME PATH TERM");
}

BOOST_AUTO_TEST_CASE(the_command_starts_with_an_empty_mask_and_default_dispositions) {
    BOOST_TEST(value(inside(), "signals") == "0000000000000000 0000000000000000");
}

BOOST_AUTO_TEST_CASE(PID_1s_directory_is_its_root) {
    BOOST_TEST(value(beside(), "pid1-directory") == "/");
}

BOOST_AUTO_TEST_CASE(the_cgroup_namespace_starts_at_the_commands_own) {
    BOOST_TEST(value(inside(), "cgroup") == "0::/");
}

BOOST_AUTO_TEST_CASE(a_nested_launch_isolates_and_pivots_again) {
    BOOST_TEST(value(beside(), "nested") == "self=2 name=nested inner=2");
    BOOST_TEST(value(beside(), "nested-status") == "143");
    BOOST_TEST(value(beside(), "left") == "");
}

BOOST_AUTO_TEST_CASE(a_user_namespace_cannot_uncover_the_initramfs) {
    const auto outcome = vm_script("umount -l / 2> /dev/null && echo uncovered || echo locked",
                                   {"-o", "--unshare=user", "-o", "--seccomp=none"});
    BOOST_TEST(outcome.out == "locked\n");
}

BOOST_AUTO_TEST_CASE(a_thousand_orphans_leave_no_zombie) {
    BOOST_TEST(value(beside(), "zombies") == "0");
}

BOOST_AUTO_TEST_CASE(PID_1_is_spared_when_memory_runs_short_and_the_command_is_not) {
    const auto outcome = vm_script(
        "cat /proc/self/oom_score_adj /proc/1/oom_score_adj; readlink /proc/1/cwd", beside_pid_1());
    BOOST_TEST(outcome.out == "0\n-1000\n/\n", outcome.out + outcome.err);
}

BOOST_AUTO_TEST_CASE(of_a_million_possible_descriptors_none_passes) {
    BOOST_TEST(value(beside(), "given") == "5"); // 0, 1, 2, the high one and the directory itself
    BOOST_TEST(value(beside(), "passed") == "4");
}

BOOST_AUTO_TEST_SUITE_END()

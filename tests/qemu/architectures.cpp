/** Machines of other kinds: microvm, and aarch64, where one boot has to tell much. */
#include "jobs.hpp"

#include <boost/test/data/test_case.hpp>

#include <array>

using namespace launch_test;

namespace {

const Words microvm = {"--machine", "microvm"};
const Words aarch64 = {"--arch", "aarch64"};
const std::array<std::string, 6> kinds = {"mnt", "pid", "net", "ipc", "uts", "cgroup"};

/** A program for aarch64, which is a file of bytes of all values, too. */
std::string probe() {
    return read_file(setting("LAUNCH_AARCH64") + "/tests/probe");
}

/** One boot, isolated as by default: the probe passes in and out, and then asks the kernel. The
 *  capabilities are there so that only the filter can refuse. */
const Outcome& inside() {
    static const auto outcome =
        vm(aarch64 + Words{"-o", "--cap-add=sys_admin,sys_boot", "--", "sh", "-c", R"(
            tee /tmp/probe /dev/stderr
            chmod 755 /tmp/probe
            errnos() { for call in $*; do /tmp/probe call $call; done; }
            echo
            echo machine=$(uname -m)
            for kind in mnt pid net ipc uts cgroup user; do
                echo inner-$kind=$(readlink /proc/self/ns/$kind)
            done
            echo pid-1=$(cat /proc/1/comm)
            echo filter=$(grep -E '^(Seccomp|NoNewPrivs):' /proc/self/status | cut -f2)
            echo mount-unshare-setns-reboot-bpf=$(errnos 40 97 268 142 280)
            echo clone3-244-600-5000-0x40000000=$(errnos 435 244 600 5000 0x40000000)
            echo getpid-getuid=$(errnos 172 174)
            echo mknod=$(mknod /tmp/device c 1 3 2>&1)
            echo panic=$( (echo 1 > /proc/sys/kernel/panic) 2>&1)
            echo orphans=$(/tmp/probe orphans 300)
            exit 42
        )"},
           {.input = probe()});
    return outcome;
}

/** One boot beside PID 1, which starts an isolated command of its own, and dies of a signal. */
const Outcome& beside() {
    static const auto outcome = vm_script(R"(
        for kind in mnt pid net ipc uts cgroup; do echo pid1-$kind=$(readlink /proc/1/ns/$kind); done
        /launch --root / sh -c '
            for kind in mnt pid net ipc uts cgroup; do echo outer-$kind=$(readlink /proc/self/ns/$kind); done
            trap "echo term=here; exit 9" TERM; echo ready > /tmp/ready; sleep 100 & wait' &
        launcher=$!
        for try in $(seq 100); do [ -e /tmp/ready ] && break; sleep 0.1; done
        kill -TERM $launcher
        wait $launcher
        echo nested=$?
        tar -cz -f /tmp/root.tar.gz -C / $(cd /; ls -d bin lib)
        echo unpacked=$(/launch --root /tmp/root.tar.gz /bin/uname -m)
        echo user=$(/launch --root / --unshare=user id -u)
        echo terminal=$(/launch --root / --tty=yes tty | tr -d '\r')
        echo limits=$(/launch --root / --rlimit nofile=99 --umask 077 sh -c 'ulimit -n; umask')
        echo entered=$(/launch --root / --name run sleep 100 & sleep 1; /launch enter run cat /proc/1/comm; /launch kill run; wait)
        kill -SEGV $$
    )",
                                          aarch64 + beside_pid_1());
    return outcome;
}

} // namespace

BOOST_AUTO_TEST_SUITE(architectures)

BOOST_AUTO_TEST_CASE(a_microvm_carries_streams_and_status_as_any_machine) {
    const std::string bytes = probe();
    const auto outcome =
        vm(microvm + Words{"--", "sh", "-c", "tee /dev/stderr; exit 42"}, {.input = bytes});
    BOOST_TEST(outcome.status == 42);
    BOOST_TEST((outcome.out == bytes));
    BOOST_TEST(outcome.err.ends_with(bytes));
}

BOOST_AUTO_TEST_CASE(a_microvms_panic_and_reboot_are_told_apart) {
    const auto panic = vm_script("echo c > /proc/sysrq-trigger; sleep 1000",
                                 microvm + Words{"-o", "--privileged"});
    BOOST_TEST(panic.status == 123);
    const auto reboot = vm_script("reboot; sleep 1000", microvm + Words{"--verbose"});
    BOOST_TEST(reboot.status == 0);
    BOOST_TEST(reboot.err.contains("launch: reboot was asked for from inside"));
}

BOOST_AUTO_TEST_CASE(a_machine_of_aarch64_runs_programs_of_its_kind) {
    BOOST_TEST(value(inside().out, "machine") == "aarch64");
    BOOST_TEST(value(inside().out, "pid-1") == "init");
    BOOST_TEST(inside().status == 42);
}

BOOST_AUTO_TEST_CASE(on_aarch64_streams_pass_in_and_out_unchanged) {
    BOOST_TEST(inside().out.starts_with(probe() + "\n"));
    BOOST_TEST(inside().err.ends_with(probe()));
}

BOOST_DATA_TEST_CASE(on_aarch64_each_of_the_six_namespaces_differs_from_PID_1s, kinds, kind) {
    for (const std::string whose : {"inner-", "outer-"}) {
        const auto& out = whose == "inner-" ? inside().out : beside().out;
        BOOST_TEST(value(out, whose + kind).starts_with(kind + ":["));
        BOOST_TEST(value(out, whose + kind) != value(beside().out, "pid1-" + kind));
    }
    BOOST_TEST(value(inside().out, "inner-user") == "user:[4026531837]"); // the kernel's first
}

BOOST_AUTO_TEST_CASE(on_aarch64_the_default_posture_is_the_same) {
    BOOST_TEST(value(inside().out, "filter") == "1 2");
    BOOST_TEST(value(inside().out, "mount-unshare-setns-reboot-bpf") == "1 1 1 1 1");      // EPERM
    BOOST_TEST(value(inside().out, "clone3-244-600-5000-0x40000000") == "38 38 38 38 38"); // ENOSYS
    BOOST_TEST(value(inside().out, "getpid-getuid") == "0 0");
    BOOST_TEST(value(inside().out, "mknod").contains("Operation not permitted"));
    BOOST_TEST(value(inside().out, "panic").contains("Read-only file system"));
}

BOOST_AUTO_TEST_CASE(on_aarch64_orphans_are_reaped) {
    BOOST_TEST(value(inside().out, "orphans") == "zombies 0");
}

BOOST_AUTO_TEST_CASE(on_aarch64_signals_pass_to_the_command_and_are_reported) {
    BOOST_TEST(value(beside().out, "term") == "here");
    BOOST_TEST(value(beside().out, "nested") == "9");
    BOOST_TEST(beside().status == 128 + 11);
}

BOOST_AUTO_TEST_CASE(on_aarch64_archives_users_terminals_limits_and_enter_work) {
    BOOST_TEST(value(beside().out, "unpacked") == "aarch64");
    BOOST_TEST(value(beside().out, "user") == "0");
    BOOST_TEST(value(beside().out, "terminal") == "/dev/pts/0");
    BOOST_TEST(value(beside().out, "limits") == "99 0077");
    BOOST_TEST(value(beside().out, "entered") == "launch");
}

BOOST_AUTO_TEST_CASE(on_aarch64_the_terminal_has_job_control) {
    check_job_control(aarch64);
}

BOOST_AUTO_TEST_CASE(a_kind_of_machine_that_there_is_not_is_refused) {
    const auto arch = vm({"--arch", "sparc", "--", "true"});
    BOOST_TEST(arch.status == 125);
    BOOST_TEST(arch.err == "qemu/run: read option --arch: 'sparc' is none of x86_64 and aarch64\n");
    const auto machine = vm(aarch64 + microvm + Words{"--", "true"});
    BOOST_TEST(machine.status == 125);
    BOOST_TEST(machine.err == "qemu/run: read option --machine: aarch64 has virt, no microvm\n");
}

BOOST_AUTO_TEST_SUITE_END()

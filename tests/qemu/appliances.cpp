/** What a machine needs that nobody looks after: watchdog, power button, seed, rescue, next kernel. */
#include "vm.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <unistd.h>

using namespace launch_test;

namespace {

/** Words for a root that has the probe in it. */
class Probed {
public:
    Probed() {
        std::filesystem::create_directory(host.path("add"));
        host.write("add/probe", read_file(setting("LAUNCH_PROBE")), 0755);
    }
    void file(const std::string& name, const std::string& content) const {
        host.write("add/" + name, content);
    }
    [[nodiscard]] Words words() const { return {"--verbose", "--add", host.path("add")}; }

private:
    TemporaryDirectory host;
};

/** Freezes PID 1, which no signal stops. */
const std::string freeze = "mkdir /c && mount -t cgroup2 none /c && mkdir /c/x && "
                           "echo 1 > /c/x/cgroup.procs && echo 1 > /c/x/cgroup.freeze";

Words watched(const std::string& seconds) {
    return {"--verbose", "--module", "softdog", "-o", "--watchdog=" + seconds};
}

std::string socket_name(const std::string& name) {
    return "/tmp/launch-" + name + "-" + std::to_string(getpid());
}

/** A root on a disk of ext4, called so, with what a script adds to root/. */
void make_disk(const TemporaryDirectory& host, const std::string& script) {
    const auto made = run({"sh", "-c",
                           "set -e; cd \"$0\"; cp -a \"$LAUNCH_ROOT\" root; " + script +
                               "; /sbin/mke2fs -q -t ext4 -d root disk 24M",
                           host.path()});
    BOOST_TEST_REQUIRE(made.status == 0, made.err);
}

/** Tells QEMU's monitor to press the power button. */
bool press_power_button(const std::string& socket) {
    const bool told = tell_monitor(socket, "system_powerdown");
    unlink(socket.c_str());
    return told;
}

} // namespace

BOOST_AUTO_TEST_SUITE(appliances)

BOOST_AUTO_TEST_CASE(a_watchdog_is_fed_while_PID_1_lives_and_stopped_in_the_end) {
    const auto outcome =
        vm_script("cd /sys/class/watchdog/watchdog0; cat timeout state; sleep 5", watched("2"));
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.out == "2\nactive\n");
    BOOST_TEST(outcome.err.contains("reboot: Power down"));
    BOOST_TEST(!outcome.err.contains("watchdog did not stop"), outcome.err);
}

BOOST_AUTO_TEST_CASE(a_watchdog_resets_a_machine_whose_PID_1_hangs_in_the_shutdown) {
    // What ignores TERM, and is not of the command's group, is waited for in the shutdown.
    const auto outcome = vm_script(
        "(trap '' TERM; exec setsid sh -c 'sleep 3; " + freeze +
            "; sleep 60' > /dev/null 2>&1) & sleep 1; kill -USR2 1; exec sleep 60",
        watched("3") + Words{"-o", "--privileged", "-o", "--share=pid", "-o", "--grace=20"});
    BOOST_TEST(outcome.status == 0); // what was asked for had been reported
    BOOST_TEST(outcome.err.contains("launch: poweroff was asked for from inside"), outcome.err);
    BOOST_TEST(outcome.err.contains("softdog: Initiating system reboot"), outcome.err);
    BOOST_TEST(!outcome.err.contains("Power down"));
}

BOOST_AUTO_TEST_CASE(a_watchdog_that_is_missing_or_refuses_is_said_and_no_more) {
    const auto missing = vm_script("true", {"--verbose", "-o", "--watchdog"});
    BOOST_TEST(missing.status == 0);
    BOOST_TEST(missing.err.contains("launch: open /dev/watchdog: No such file or directory"));
    const auto refusing = vm_script("cat /sys/class/watchdog/watchdog0/timeout", watched("99999"));
    BOOST_TEST(refusing.status == 0);
    BOOST_TEST(refusing.out == "60\n");
    BOOST_TEST(refusing.err.contains("launch: set time-out of /dev/watchdog: Invalid argument"),
               refusing.err);
    BOOST_TEST(!refusing.err.contains("watchdog did not stop"), refusing.err);
}

BOOST_AUTO_TEST_CASE(the_power_button_powers_off_in_order) {
    const auto socket = socket_name("monitor");
    Running machine(vm_words({"--monitor", socket, "--module", "button", "--module", "evdev",
                              "--tty", "--", "sh", "-c", "echo re''ady; exec sleep 1000"}),
                    {.timeout = Seconds(100), .terminal = true});
    BOOST_REQUIRE(machine.read_until("ready", Seconds(60)));
    BOOST_TEST(press_power_button(socket));
    BOOST_TEST(machine.read_until("launch: poweroff was asked for", Seconds(20)));
    BOOST_TEST(machine.read_until("reboot: Power down", Seconds(20)));
    BOOST_TEST(machine.wait().status == 0);
}

BOOST_AUTO_TEST_CASE(random_numbers_are_there_at_once_with_a_seed_which_is_another_one_then) {
    const Probed root;
    const std::string seed(64, 's');
    root.file("seed", seed);
    const auto words = root.words() + Words{"--root", setting("LAUNCH_ROOT"), "--append",
                                            "random.trust_cpu=off random.trust_bootloader=off"};
    const std::string script = "/probe random; cat /seed";
    const auto blind = vm_script(script, words);
    BOOST_TEST(blind.out == "Resource temporarily unavailable\n" + seed);
    const auto seeded = vm_script(script, words + Words{"-o", "--seed=/roots/root/seed"});
    BOOST_TEST(seeded.out.starts_with("ready\n"), seeded.out);
    BOOST_TEST(seeded.out.size() == 6 + seed.size());
    BOOST_TEST(!seeded.out.contains("sss"), "the seed is still the old one");
}

BOOST_AUTO_TEST_CASE(a_seed_on_the_disk_is_written_anew_where_the_root_is_writable) {
    const TemporaryDirectory host;
    make_disk(host, "install \"$LAUNCH_PROBE\" root/probe; printf %064d 0 > root/seed");
    const std::string old(64, '0');
    const auto boot = [&](const std::string& mode) {
        const auto outcome = vm_script(
            "/probe random", {"--disk", host.path("disk"), "-o", "--seed=/sysroot/seed", "--append",
                              "random.trust_cpu=off random.trust_bootloader=off "
                              "root=/dev/nvme0n1 " +
                                  mode});
        BOOST_TEST(outcome.out == "ready\n", outcome.out + outcome.err);
        return run({"/sbin/debugfs", "-R", "cat /seed", host.path("disk")}).out;
    };
    BOOST_TEST(boot("ro") == old);
    const auto first = boot("rw");
    BOOST_TEST(first.size() == old.size());
    BOOST_TEST(first != old);
    BOOST_TEST(boot("rw") != first);
}

BOOST_AUTO_TEST_CASE(a_seed_that_is_none_is_said_and_left_alone) {
    const auto device = vm_script("true", {"--verbose", "-o", "--seed=/dev/nvme0n1"});
    BOOST_TEST(device.status == 0);
    BOOST_TEST(device.err.contains("launch: open /dev/nvme0n1: No such file or directory"),
               device.err);
    const auto zeros = vm_script("true", {"--verbose", "-o", "--seed=/dev/zero"});
    BOOST_TEST(zeros.status == 0);
    BOOST_TEST(zeros.err.contains("launch: read /dev/zero: not a regular file"), zeros.err);
    const auto link = vm_script("true", {"--verbose", "-o", "--seed=/proc/self/exe"});
    BOOST_TEST(link.err.contains("launch: open /proc/self/exe: "), link.err);
}

BOOST_AUTO_TEST_CASE(a_kernel_that_was_loaded_is_the_next_one_and_without_one_it_restarts) {
    const Probed root;
    const auto words = root.words() + Words{"-o", "--privileged", "-o", "--signals=systemd"};
    const auto next = vm_script("/probe kexec || exit; kill -40 1; sleep 1000", words);
    BOOST_TEST(next.status == 0);
    BOOST_TEST(next.err.contains("launch: kexec was asked for from inside"), next.err);
    BOOST_TEST(next.err.contains("\nNEXT\n"), next.err);
    BOOST_TEST(!next.err.contains("reboot: Restarting system"), next.err);
    const auto none = vm_script("kill -40 1; sleep 1000", words);
    BOOST_TEST(none.status == 0);
    BOOST_TEST(none.err.contains("reboot: Restarting system"), none.err);
}

BOOST_AUTO_TEST_CASE(where_no_root_has_a_shell_a_few_words_are_answered) {
    const TemporaryDirectory host;
    std::filesystem::create_directory(host.path("empty"));
    Running prompt(vm_words({"--root", host.path("empty"), "--tty", "-o", "--on-failure=shell",
                             "--", "/nothing"}),
                   {.timeout = Seconds(100), .terminal = true});
    BOOST_REQUIRE(prompt.read_until("launch: state, log or reboot?", Seconds(60)));
    prompt.write("state\r");
    BOOST_TEST(prompt.read_until("launch: execute /nothing: No such file", Seconds(20)));
    BOOST_TEST(prompt.read_until("\nproc /proc proc ", Seconds(20)));
    prompt.write("log\r");
    BOOST_TEST(prompt.read_until("Run /init as init process", Seconds(20)));
    prompt.write("reboot\r");
    BOOST_TEST(prompt.read_until("reboot: Restarting system", Seconds(20)));
    BOOST_TEST(prompt.wait().status == 127);
}

BOOST_AUTO_TEST_CASE(the_rescue_shell_is_that_of_the_root_on_the_disk) {
    const TemporaryDirectory host;
    std::filesystem::create_directory(host.path("empty"));
    make_disk(host, "true");
    Running shell(
        vm_words({"--root", host.path("empty"), "--disk", host.path("disk") + ",ro", "--append",
                  "root=/dev/nvme0n1", "--tty", "-o", "--on-failure=shell", "--", "/nothing"}),
        {.timeout = Seconds(100), .terminal = true});
    BOOST_TEST(shell.read_until("launch: execute /nothing: No such file", Seconds(60)));
    BOOST_REQUIRE(shell.read_until("# ", Seconds(20)));
    shell.write("grep ' / ' /proc/mounts\r");
    BOOST_TEST(shell.read_until("/dev/nvme0n1 / ext4 ro,", Seconds(20)));
    shell.write("exit\r");
    BOOST_TEST(shell.read_until("reboot: Power down", Seconds(20)));
    BOOST_TEST(shell.wait().status == 127);
}

BOOST_AUTO_TEST_CASE(the_example_serves_from_squashfs_and_its_server_comes_back) {
    const auto shell = socket_name("shell");
    const auto monitor = socket_name("monitor");
    Running example({setting("LAUNCH_SOURCE") + "/initramfs/examples/appliance/run",
                     "--debug-shell", shell, "--monitor", monitor},
                    {.timeout = Seconds(150), .terminal = true});
    BOOST_REQUIRE(example.read_until("serving since second ", Seconds(90)));
    example.write("\x03");
    BOOST_TEST(example.read_until("again in 1000 ms", Seconds(20)));
    BOOST_REQUIRE(example.read_until("serving since second ", Seconds(20)));
    const auto told =
        talk(shell, "DONE", "wget -qO- 127.0.0.1; grep ' / ' /proc/mounts; echo DO''NE\n");
    unlink(shell.c_str());
    BOOST_TEST(told.out.contains(", watchdog active\r\n"), told.out + told.err);
    BOOST_TEST(told.out.contains(" / squashfs ro,"), told.out);
    BOOST_TEST(press_power_button(monitor));
    BOOST_TEST(example.read_until("reboot: Power down", Seconds(20)));
    BOOST_TEST(example.wait().status == 0);
    BOOST_TEST(!example.seen().contains("watchdog did not stop"));
}

BOOST_AUTO_TEST_SUITE_END()

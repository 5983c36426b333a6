/** --exec: PID 1 makes way for the root's own init. */
#include "vm.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>

using namespace launch_test;

namespace {

/** Files to be laid over the root. */
class Added {
public:
    Added() { std::filesystem::create_directory(host.path("add")); }

    void program(const std::string& name, const std::string& content, unsigned mode = 0755) const {
        host.write("add/" + name, content, mode);
    }
    [[nodiscard]] Outcome boot(const Words& words) const {
        return vm(Words{"--add", host.path("add"), "--record", host.path("record"), "--exec"} +
                  words);
    }
    [[nodiscard]] std::string record() const { return host.read("record"); }

private:
    TemporaryDirectory host;
};

struct Unfit {
    std::string init, reason;
    int status;
};

const Unfit unfits[] = {{"/nothing", "check the program /nothing: No such file or directory", 127},
                        {"/plain", "check the program /plain: Permission denied", 126},
                        {"/etc", "check the program /etc: Permission denied", 126},
                        {"/script", "it is there, but not its interpreter /bin/none", 127}};

std::ostream& operator<<(std::ostream& out, const Unfit& unfit) {
    return out << unfit.init;
}

} // namespace

BOOST_AUTO_TEST_SUITE(handing_over)

BOOST_AUTO_TEST_CASE(the_roots_own_init_gets_the_machine_as_the_kernel_would_give_it) {
    const Added root;
    root.program("init.sh", R"sh(#!/bin/sh
        say() { echo "$1=$2" > /dev/console; }
        say words "$*"
        say pid $$
        say namespace "$(readlink /proc/self/ns/pid)"
        say mounts "$(cut -d' ' -f2 /proc/mounts | sort | tr '\n' ' ')"
        say descriptors "$(cd /proc/self/fd; ls | wc -l)"
        say blocked "$(sed -n 's/^SigBlk:.//p' /proc/1/status)"
        say capabilities "$(sed -n 's/^CapEff:.//p' /proc/1/status)"
        say filters "$(sed -n 's/^Seccomp_filters:.//p' /proc/1/status)"
        say leaked "$(env | grep leaks)"
        say launch "$(ls -d /launch.words /init 2> /dev/null)"
        exec poweroff -f
)sh");
    const auto outcome = root.boot({"--append", "leaks=1", "--", "/init.sh", "one", "two words"});
    const auto out = [&](const char* key) {
        const auto line = value(outcome.out, key);
        return line.substr(0, line.find('\r'));
    };
    BOOST_TEST(out("words") == "one two words");
    BOOST_TEST(out("pid") == "1");
    BOOST_TEST(out("namespace") == "pid:[4026531836]");
    BOOST_TEST(out("mounts") == "/ /dev /proc /run /sys "); // what an init expects, and no more
    BOOST_TEST(out("descriptors") == "3");
    BOOST_TEST(out("blocked") == "0000000000000000");
    BOOST_TEST(out("capabilities") == "000001ffffffffff");
    BOOST_TEST(out("filters") == "0");
    BOOST_TEST(out("leaked") == "");
    BOOST_TEST(out("launch") == "");
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(root.record().contains("\"outcome\": \"handover\""));
}

BOOST_AUTO_TEST_CASE(the_memory_of_the_initramfs_is_given_back) {
    const Added root;
    root.program("init.sh", R"sh(#!/bin/sh
        used=$(du -skx / | cut -f1) # in memory, too: it is a copy
        held=$(sed -n 's/^Shmem: *\([0-9]*\) kB/\1/p' /proc/meminfo)
        echo "used=$used" > /dev/console
        echo "more=$((held - used))" > /dev/console
        exec poweroff -f
)sh");
    const auto outcome = root.boot({"-o", "--copy", "--", "/init.sh"});
    BOOST_TEST_MESSAGE(outcome.out);
    const long used = std::atol(value(outcome.out, "used").c_str());
    const long more = std::atol(value(outcome.out, "more").c_str());
    BOOST_TEST(used > 1000);
    BOOST_TEST(more < used / 2, more << " KiB are held besides a root of " << used);
}

BOOST_DATA_TEST_CASE(an_init_that_could_not_start_is_refused, unfits, unfit) {
    const Added root;
    root.program("plain", "no program\n", 0644);
    root.program("script", "#!/bin/none\n");
    const auto outcome = root.boot({"--", unfit.init});
    BOOST_TEST(outcome.status == unfit.status);
    BOOST_TEST(outcome.out.contains(unfit.reason), outcome.out);
    BOOST_TEST(root.record().contains("\"outcome\": \"failed\""));
}

BOOST_AUTO_TEST_CASE(what_is_refused_is_found_out_before_anything_is_taken_away) {
    Running machine(vm_words({"-o", "--on-failure=shell", "--exec", "--", "/nothing"}),
                    {.timeout = Seconds(100), .terminal = true});
    BOOST_TEST(machine.read_until("launch: check the program /nothing", Seconds(60)));
    BOOST_REQUIRE(machine.read_until("# ", Seconds(20)));
    machine.write("mount -t tmpfs x /mnt && echo whole-$(ls /proc/1/fd | wc -w)\r");
    BOOST_TEST(machine.read_until("whole-", Seconds(20)));
    machine.write("exit\r");
    BOOST_TEST(machine.wait().status == 127);
}

BOOST_AUTO_TEST_CASE(a_program_that_the_kernel_refuses_ends_the_machine_with_a_status) {
    const Added root;
    root.program("odd", "\x7f"
                        "ELF, but no more than that\n");
    const auto outcome = root.boot({"--", "/odd"});
    BOOST_TEST(outcome.status == 126);
    BOOST_TEST(outcome.out.contains("execute /odd: "), outcome.out);
}

BOOST_AUTO_TEST_CASE(a_root_that_leads_through_the_top_is_found_before_another_one_lies_there) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT"), host.path("root")});
    host.write("root/init.sh", "#!/bin/sh\nexec poweroff -f\n", 0755);
    const auto outcome = vm({"--root", host.path("root"), "-o", "--root=/roots/../roots/root",
                             "--exec", "--", "/init.sh"});
    BOOST_TEST(outcome.status == 0, outcome.out + outcome.err);
}

BOOST_AUTO_TEST_CASE(an_overlay_over_a_root_of_the_initramfs_keeps_its_files) {
    const Added root;
    root.program("init.sh", R"sh(#!/bin/sh
        echo "type=$(sed -n 's|.* / / .* - \([a-z]*\) .*|\1|p' /proc/self/mountinfo)" > /dev/console
        echo "files=$(ls /bin | wc -l)" > /dev/console
        exec poweroff -f
)sh");
    const auto outcome = root.boot({"--module", "overlay", "-o", "--ephemeral", "--", "/init.sh"});
    BOOST_TEST(value(outcome.out, "type").starts_with("overlay"), outcome.out);
    BOOST_TEST(std::atol(value(outcome.out, "files").c_str()) > 9);
    BOOST_TEST(outcome.status == 0);
}

BOOST_AUTO_TEST_CASE(an_init_that_dies_is_a_panic_and_told_as_one) {
    const Added root;
    root.program("init.sh", "#!/bin/sh\nexit 7\n");
    const auto outcome = root.boot({"--", "/init.sh"});
    BOOST_TEST(outcome.status == 123);
    BOOST_TEST(outcome.err.contains("its kernel panicked: Attempted to kill init"));
}

BOOST_AUTO_TEST_CASE(busyboxs_own_init_comes_up_to_a_login_and_its_poweroff_ends_the_machine) {
    Running example({setting("LAUNCH_SOURCE") + "/initramfs/examples/hand-over/run"},
                    {.timeout = Seconds(100), .terminal = true});
    BOOST_REQUIRE(example.read_until("appliance login: ", Seconds(60)));
    example.write("root\r");
    BOOST_REQUIRE(example.read_until("# ", Seconds(20)));
    example.write("tty; echo pid-1=$(cat /proc/1/comm); poweroff\r");
    BOOST_TEST(example.read_until("pid-1=init", Seconds(20)));
    BOOST_TEST(example.read_until("reboot: Power down", Seconds(20)));
    BOOST_TEST(example.wait().status == 0);
}

static void debians_systemd_comes_up_to_a_login_and_its_poweroff_ends_the_machine() {
    Running example({setting("LAUNCH_SOURCE") + "/initramfs/examples/debian/run"},
                    {.timeout = Seconds(150), .terminal = true});
    BOOST_REQUIRE(example.read_until("debian login: ", Seconds(100)));
    example.write("root\r");
    BOOST_REQUIRE(example.read_until("# ", Seconds(20)));
    example.write("echo pid-1=$(cat /proc/1/comm) is-$(systemctl is-system-running)\r");
    BOOST_TEST(example.read_until("pid-1=systemd is-running", Seconds(20)));
    example.write("systemctl poweroff\r");
    BOOST_TEST(example.read_until("reboot: Power down", Seconds(60)));
    BOOST_TEST(example.wait().status == 0);
}

/** Only where tests/run could make that disk; it says so when it could not. */
const bool has_debian = [] {
    const bool made = std::filesystem::exists(setting("LAUNCH_SOURCE") + "/build/debian/disk");
    if (made) {
        boost::unit_test::framework::current_auto_test_suite().add(
            BOOST_TEST_CASE(debians_systemd_comes_up_to_a_login_and_its_poweroff_ends_the_machine));
    }
    return made;
}();

BOOST_AUTO_TEST_SUITE_END()

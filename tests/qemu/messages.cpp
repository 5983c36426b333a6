/** What launch says as a machine's PID 1 goes through the kernel's log, and disturbs nobody. */
#include "plain.hpp"

using namespace launch_test;

namespace {

/** A machine of the usual root, whose console and record are what these options of QEMU say. */
Words machine(const TemporaryDirectory& host, const Words& lines, const std::string& line) {
    pack(setting("LAUNCH_ROOT"), "/alpine", host.path("image"));
    return qemu(host.path("image"), "256M", line) + lines;
}

} // namespace

BOOST_AUTO_TEST_SUITE(messages)

BOOST_AUTO_TEST_CASE(they_are_in_the_kernels_log_each_with_its_level) {
    const auto outcome = vm_script("dmesg -r | grep -o '^<[0-9]*>\\|launch: .*'",
                                   {"-o", "--privileged", "--append", "modules=none launch.debug"});
    // Facility 1, which is that of programs, and a level.
    BOOST_TEST(outcome.out.contains("<11>\nlaunch: load module none: the image has none of this "
                                    "name\n"),
               outcome.out);
    BOOST_TEST(outcome.out.contains("<14>\nlaunch: execute /bin/sh"), outcome.out);
}

BOOST_AUTO_TEST_CASE(quiet_keeps_all_but_errors_and_the_verdict_off_the_console) {
    const Words options{"--verbose", "--append", "modules=none launch.debug"};
    const auto loud = vm_script("exit 0", options);
    const auto quiet = vm_script("exit 0", options + Words{"--append", "quiet"});
    BOOST_TEST(loud.err.contains("launch: execute /bin/sh\r\n"), loud.err);
    BOOST_TEST(!quiet.err.contains("launch: execute"), quiet.err);
    for (const auto& console : {loud.err, quiet.err}) {
        BOOST_TEST(console.contains("launch: load module none: "), console);
        BOOST_TEST(console.contains("launch: the command exited with status 0\r\n"), console);
    }
}

BOOST_AUTO_TEST_CASE(timings_of_a_machine_are_told_once_its_command_has_ended) {
    const auto outcome = vm_script("echo over", {"--append", "-- --timings", "--verbose"});
    BOOST_TEST(outcome.err.contains(" ns: execute /bin/sh"), outcome.err);
    const auto done = outcome.err.find(" ns: mount proc on /proc (nosuid,nodev,noexec)\r\n");
    const auto end = outcome.err.find(" ns: end\r\n");
    BOOST_TEST(done < end, outcome.err);
    BOOST_TEST(end < outcome.err.find("launch: the command exited with status 0\r\n"), outcome.err);
}

BOOST_AUTO_TEST_CASE(one_that_is_longer_than_a_record_of_the_log_is_said_whole) {
    const std::string name(1000, 'x');
    const auto outcome = vm_script("true", {"--verbose", "--append", "-- --root=/" + name});
    BOOST_TEST(outcome.err.contains("launch: xxx"), outcome.err); // the rest of it
    BOOST_TEST(outcome.err.contains("xxx: Filename too long\r\n"), outcome.err);
}

BOOST_AUTO_TEST_CASE(without_a_console_they_are_kept_and_the_record_comes_all_the_same) {
    const TemporaryDirectory host;
    const auto outcome = run(machine(host, {"-serial", "stdio"},
                                     "console=ttyS3 modules=none -- --report=/dev/ttyS0 "
                                     "--privileged sh -c \"dmesg | grep -q 'launch: load module "
                                     "[n]one' && exit 7\""), // the log has this line, too
                             {.timeout = Seconds(60)});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out.contains("\nexit 7\n"), outcome.out);
    BOOST_TEST(outcome.out.contains(" off "), outcome.out);
}

BOOST_AUTO_TEST_CASE(a_console_that_is_stuck_does_not_keep_a_machine_from_its_end) {
    const TemporaryDirectory host;
    host.write("report", "");
    // We do not read what it writes on its console, which fills up.
    const Running running(machine(host,
                                  {"-serial", "stdio", "-serial", "file:" + host.path("report")},
                                  "console=ttyS0 quiet -- --report=/dev/ttyS1 --timeout=3 yes"),
                          {.timeout = Seconds(80)});
    BOOST_TEST(eventually(60'000, [&] { return host.read("report").contains(" off "); }),
               host.read("report"));
    BOOST_TEST(host.read("report").contains("\ntimeout\n"));
}

BOOST_AUTO_TEST_SUITE_END()

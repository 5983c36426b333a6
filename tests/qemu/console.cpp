/** The interactive machine: a terminal, job control, and the ways out. */
#include "jobs.hpp"

#include <unistd.h>

using namespace launch_test;

BOOST_AUTO_TEST_SUITE(console)

BOOST_AUTO_TEST_CASE(Ctrl_C_and_Ctrl_Z_reach_only_the_foreground_job) {
    check_job_control({});
}

BOOST_AUTO_TEST_CASE(poweroff_typed_in_the_shell_ends_the_machine) {
    Running shell(vm_words({}), {.timeout = Seconds(100), .terminal = true});
    BOOST_REQUIRE(shell.read_until("# ", Seconds(60)));
    shell.write("poweroff\r");
    BOOST_TEST(shell.read_until("launch: poweroff was asked for from inside", Seconds(20)));
    BOOST_TEST(shell.wait().status == 0);
}

BOOST_AUTO_TEST_CASE(on_failure_shell_gives_a_shell_and_powers_off_after_it) {
    Running shell(vm_words({"-o", "--root=/none", "-o", "--on-failure=shell"}),
                  {.timeout = Seconds(100), .terminal = true});
    BOOST_TEST(shell.read_until("launch: open root /none: No such file or directory", Seconds(60)));
    BOOST_REQUIRE(shell.read_until("# ", Seconds(20)));
    shell.write("echo rescued-$((1+1))\r");
    BOOST_TEST(shell.read_until("rescued-2", Seconds(20)));
    shell.write("exit\r");
    BOOST_TEST(shell.read_until("reboot: Power down", Seconds(20)));
    BOOST_TEST(shell.wait().status == 125);
}

BOOST_AUTO_TEST_CASE(without_a_terminal_and_a_command_there_is_a_tour) {
    const auto outcome = vm({});
    BOOST_TEST(outcome.status == 0);
    for (const char* const word : {"PID", "mnt ", "/dev/shm", "lo 127.0.0.1", "uid=0"}) {
        BOOST_TEST(outcome.out.contains(word), "the tour does not show " << word);
    }
}

BOOST_AUTO_TEST_CASE(a_second_console_enters_inspects_and_ends_the_command) {
    const std::string socket = "/tmp/launch-test-" + std::to_string(getpid());
    Running console(vm_words({"--debug-shell", socket, "-o", "--user=7:8", "--tty", "--", "sh",
                              "-c", "echo re''ady; exec sleep 1000"}),
                    {.timeout = Seconds(100), .terminal = true});
    BOOST_REQUIRE(console.read_until("ready", Seconds(60)));
    const std::string typed = "stty cols 200; /proc/1/exe inspect 1 | head -5; "
                              "/proc/1/exe enter 1 -- sh -c 'id -u; echo in''side'; "
                              "echo DO''NE; sleep 1; /proc/1/exe kill -s KILL 1\n";
    const auto told = talk(socket, "DONE", typed);
    for (const char* const line : {"\npid: 1\r\n", "\nuid: 7\r\n", "\n7\r\n", "\ninside\r\n"}) {
        BOOST_TEST(told.out.contains(line), "missing " << line << " in " << told.out + told.err);
    }
    BOOST_TEST(console.wait().status == 128 + 9);
    unlink(socket.c_str());
}

BOOST_AUTO_TEST_CASE(without_a_console_there_is_no_line_for_a_debug_shell) {
    const auto outcome = vm({"--debug-shell", "/tmp/none", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.ends_with("qemu/run: read option --debug-shell: without --tty there is "
                                     "no line left for it\n"));
}

BOOST_AUTO_TEST_SUITE_END()

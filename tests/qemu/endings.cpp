/** How machines end, and that the host is told the truth about it. */
#include "vm.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

struct Ending {
    std::string script;
    int status;
};

const Ending endings[] = {
    {"exit 0", 0},     {"exit 1", 1},       {"exit 42", 42},      {"exit 126", 126},
    {"exit 255", 255}, {"kill -9 $$", 137}, {"kill -11 $$", 139}, {"exec kill -15 $$", 143}};

std::ostream& operator<<(std::ostream& out, const Ending& ending) {
    return out << ending.script;
}

struct Request {
    std::string command, record, last_words;
};

const Request requests[] = {{"poweroff", "poweroff", "reboot: Power down"},
                            {"reboot", "reboot", "reboot: Restarting system"},
                            {"halt", "halt", "reboot: System halted"},
                            {"reboot -f", "reboot", "reboot: Restarting system"}};

std::ostream& operator<<(std::ostream& out, const Request& request) {
    return out << request.command;
}

/** A record's line, as in `"outcome": "exit"`. */
bool says(const TemporaryDirectory& host, const std::string& line) {
    return host.read("record").contains(line);
}

/** The time of a line of the kernel's, which starts with it: "[    1.234567] WORDS". */
double printed_at(const std::string& console, const std::string& words) {
    const auto end = console.find("] " + words);
    if (end == std::string::npos) return -1;
    const auto start = console.rfind('[', end) + 1;
    return std::stod(console.substr(start, end - start));
}

} // namespace

BOOST_AUTO_TEST_SUITE(endings_of_machines)

BOOST_DATA_TEST_CASE(the_exact_status_arrives, endings, ending) {
    BOOST_TEST(vm_script(ending.script).status == ending.status);
}

BOOST_DATA_TEST_CASE(poweroff_reboot_and_halt_typed_inside_work, requests, request) {
    const TemporaryDirectory host;
    // The system call itself, which "reboot -f" makes, passes no filter.
    const auto outcome = vm_script(request.command + "; sleep 1000",
                                   {"--verbose", "-o", "--seccomp=none", "-o", "--cap-add=sys_boot",
                                    "--record", host.path("record")});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(says(host, "\"outcome\": \"request\""));
    BOOST_TEST(says(host, "\"request\": \"" + request.record + "\""));
    BOOST_TEST(outcome.err.contains("launch: " + request.record + " was asked for from inside"));
    BOOST_TEST(outcome.err.contains(request.last_words));
}

BOOST_AUTO_TEST_CASE(a_missing_command_is_127_and_no_exit_of_the_command) {
    const TemporaryDirectory host;
    const auto outcome = vm({"--record", host.path("record"), "--", "/no/such/command"});
    BOOST_TEST(outcome.status == 127);
    BOOST_TEST(
        outcome.err.contains("launch: execute /no/such/command: No such file or directory\n"));
    BOOST_TEST(says(host, "\"outcome\": \"failed\""));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_executed_is_126) {
    BOOST_TEST(vm({"--", "/etc/passwd"}).status == 126);
}

BOOST_AUTO_TEST_CASE(a_bad_root_ends_in_one_sentence_and_125) {
    const std::string sentence = "launch: open root /no/such/root: No such file or directory";
    const auto outcome = vm_script("true", {"-o", "--root=/no/such/root"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(without_note(outcome.err) == sentence + "\n"); // as it was reported
    const auto shown = vm_script("true", {"--verbose", "-o", "--root=/no/such/root"});
    BOOST_TEST(shown.err.contains(sentence + "\r\n")); // on the console
}

BOOST_AUTO_TEST_CASE(a_bad_option_ends_in_one_sentence_and_125) {
    const auto outcome = vm_script("true", {"-o", "--hostnam=x"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("unknown (did you mean --hostname?)"));
}

BOOST_AUTO_TEST_CASE(a_bad_word_on_the_kernels_line_is_reported_too) {
    const auto outcome = vm_script("true", {"--append", "-- --hostnam=x"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("unknown (did you mean --hostname?)"));
}

BOOST_AUTO_TEST_CASE(on_failure_panic_panics) {
    const auto outcome =
        vm_script("true", {"--verbose", "-o", "--on-failure=panic", "-o", "--root=/none"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("Kernel panic - not syncing: Attempted to kill init!"));
}

BOOST_AUTO_TEST_CASE(on_failure_halt_halts_and_reboot_reboots) {
    const auto halted =
        vm_script("true", {"--verbose", "-o", "--on-failure=halt", "-o", "--root=/none"});
    BOOST_TEST(halted.status == 125);
    BOOST_TEST(halted.err.contains("reboot: System halted"));
    const auto rebooted =
        vm_script("true", {"--verbose", "-o", "--on-failure=reboot", "-o", "--root=/none"});
    BOOST_TEST(rebooted.status == 125);
    BOOST_TEST(rebooted.err.contains("reboot: Restarting system"));
}

BOOST_AUTO_TEST_CASE(a_kernel_panic_is_told_apart) {
    const TemporaryDirectory host;
    const auto outcome = vm_script("echo c > /proc/sysrq-trigger; sleep 1000",
                                   {"-o", "--privileged", "--record", host.path("record")});
    BOOST_TEST(outcome.status == 123);
    BOOST_TEST(says(host, "\"outcome\": \"panic\""));
    BOOST_TEST(outcome.err.ends_with("its kernel panicked: sysrq triggered crash\n"));
}

BOOST_AUTO_TEST_CASE(a_machine_that_ends_without_a_report_is_told_apart) {
    const TemporaryDirectory host;
    const auto outcome = vm_script("echo o > /proc/sysrq-trigger; sleep 1000",
                                   {"-o", "--privileged", "--record", host.path("record")});
    BOOST_TEST(outcome.status == 122);
    BOOST_TEST(says(host, "\"outcome\": \"no-report\""));
}

BOOST_AUTO_TEST_CASE(a_machine_that_hangs_is_ended_with_124) {
    const TemporaryDirectory host;
    const auto outcome =
        vm_script("sleep 1000", {"--timeout", "8", "--record", host.path("record")});
    BOOST_TEST(outcome.status == 124);
    BOOST_TEST(says(host, "\"outcome\": \"hang\""));
    BOOST_TEST(vm_script("exit 124", {"--record", host.path("record")}).status == 124);
    BOOST_TEST(says(host, "\"outcome\": \"exit\""));
}

BOOST_AUTO_TEST_CASE(signals_to_PID_1_mean_what_busybox_means_by_them) {
    const TemporaryDirectory host;
    const auto off = vm_script("kill -USR2 1; sleep 1000", beside_pid_1() + Words{"--verbose"});
    BOOST_TEST(off.status == 0);
    BOOST_TEST(off.err.contains("reboot: Power down"));
    const auto again = vm_script("kill -TERM 1; sleep 1000", beside_pid_1() + Words{"--verbose"});
    BOOST_TEST(again.err.contains("reboot: Restarting system"));
}

BOOST_AUTO_TEST_CASE(shutdown_wakes_stopped_processes_and_waits_for_none_that_is_gone) {
    const auto outcome = vm_script("sh -c 'trap \"echo woken; exit\" TERM; kill -STOP $$' & "
                                   "sleep 0.2; echo asked=$(cut -d ' ' -f 1 /proc/uptime); "
                                   "poweroff; sleep 1000",
                                   {"--verbose"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.out.ends_with("\nwoken\n"));
    const double asked = std::stod(value(outcome.out, "asked"));
    const double off = printed_at(outcome.err, "reboot: Power down");
    BOOST_TEST(off > asked);
    BOOST_TEST(off < asked + 4); // the grace is five seconds
}

BOOST_AUTO_TEST_SUITE_END()

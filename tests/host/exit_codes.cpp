/** behaviours.md 1 and 2: how a run ends is what the caller sees. */
#include "host.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

const int statuses[] = {0, 1, 2, 42, 125, 126, 127, 128, 254, 255};
const int signals[] = {1, 2, 3, 6, 9, 11, 13, 14, 15, 34, 64};

} // namespace

BOOST_AUTO_TEST_SUITE(exit_codes)

BOOST_DATA_TEST_CASE(the_commands_own_status_is_passed_on, statuses, status) {
    BOOST_TEST(inside("exit " + std::to_string(status)).status == status);
}

BOOST_DATA_TEST_CASE(a_killing_signal_becomes_128_and_its_number, signals, signal) {
    BOOST_TEST(probe({"raise", std::to_string(signal)}).status == 128 + signal);
}

BOOST_AUTO_TEST_CASE(a_command_that_is_not_there_is_127) {
    const auto by_path = launch({"/no/such/command"});
    BOOST_TEST(by_path.status == 127);
    BOOST_TEST(by_path.err == "launch: execute /no/such/command: No such file or directory\n");
    const auto by_name = launch({"no-such-command"});
    BOOST_TEST(by_name.status == 127);
    BOOST_TEST(by_name.err == "launch: execute no-such-command: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(what_is_killed_before_it_became_the_command_is_a_failed_start) {
    const Words killed = {"strace", "-f",
                          "-o",     "/dev/null",
                          "-e",     "trace=seccomp",
                          "-e",     "inject=seccomp:signal=KILL"};
    const auto outcome = run(killed + launch_words({"true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err == "launch: start: killed before the command ran\n");
}

BOOST_AUTO_TEST_CASE(a_command_that_cannot_be_executed_is_126) {
    BOOST_TEST(launch({"/etc/passwd"}).status == 126);
    BOOST_TEST(launch({"/etc"}).status == 126);
}

BOOST_AUTO_TEST_CASE(a_script_without_interpreter_line_is_126_and_says_what_is_missing) {
    const TemporaryDirectory host;
    host.write("script", "echo hello\n", 0755);
    const auto outcome = launch({"--bind", host.path() + ":/mnt", "/mnt/script"});
    BOOST_TEST(outcome.status == 126);
    BOOST_TEST(outcome.err.contains("Exec format error (hint: a script's first line"));
}

BOOST_AUTO_TEST_CASE(a_missing_interpreter_is_127_and_named) {
    const TemporaryDirectory host;
    host.write("script", "#! /no/such/interpreter -x\n", 0755);
    const auto script = launch({"--bind", host.path() + ":/mnt", "/mnt/script"});
    BOOST_TEST(script.status == 127);
    BOOST_TEST(script.err.contains("not its interpreter /no/such/interpreter)"));
    const auto dynamic = launch({"--tmpfs", "/mnt", "--ro-bind", "/bin/ls:/mnt/ls", "/mnt/ls"});
    BOOST_TEST(dynamic.status == 127);
    BOOST_TEST(dynamic.err.contains("not its interpreter /lib64/ld-linux-x86-64.so.2)"));
}

/** Names that are looked up are unpacked before what a sentence is made of (base/literal.hpp). */
BOOST_AUTO_TEST_CASE(a_sentence_is_whole_after_names_have_been_looked_up) {
    const auto outcome = launch({"--rlimit=nofile=100", "--cap-add=net_admin,nonsense", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err ==
               "launch: read --cap-add net_admin,nonsense: not a list of capabilities(7) such as "
               "net_admin,sys_ptrace\n");
    const auto ran = launch({"--rlimit=nofile=100", "--cap-add=net_admin", "/no/such/command"});
    BOOST_TEST(ran.err == "launch: execute /no/such/command: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(a_sentence_holds_no_control_bytes_of_a_hostile_root) {
    const TemporaryDirectory host;
    host.write("script", "#!/\033]0;owned\007\n", 0755);
    const auto outcome = launch({"--bind", host.path() + ":/mnt", "/mnt/script"});
    BOOST_TEST(outcome.status == 127);
    BOOST_TEST(outcome.err.contains("not its interpreter /?]0;owned?)"));
}

BOOST_AUTO_TEST_CASE(an_empty_command_name_is_not_found) {
    BOOST_TEST(launch({""}).status == 127);
}

BOOST_AUTO_TEST_CASE(a_failure_of_launch_is_125_and_one_sentence) {
    const auto root = run({setting("LAUNCH"), "--root", "/no/such/root", "true"});
    BOOST_TEST(root.status == 125);
    BOOST_TEST(root.err == "launch: open root /no/such/root: No such file or directory\n");
    const auto file = run({setting("LAUNCH"), "--root", "/etc/passwd", "true"});
    BOOST_TEST(file.status == 125);
    BOOST_TEST(file.err == "launch: open root /etc/passwd: it is no directory, no image of "
                           "squashfs, erofs or ext4, and "
                           "no archive of tar, plain or in gzip\n");
}

BOOST_AUTO_TEST_CASE(a_mistyped_option_is_125_and_names_the_nearest) {
    const auto outcome = launch({"--hostnam", "x", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err ==
               "launch: read option --hostnam: unknown (did you mean --hostname?)\n");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_printed_is_125_and_not_lost_silently) {
    for (const std::string option : {"--help", "--version", "--dry-run"}) {
        const auto outcome =
            run({"sh", "-c", "\"$0\" --root / \"$1\" true > /dev/full", setting("LAUNCH"), option});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err == "launch: write to standard output: No space left on device\n");
    }
}

BOOST_AUTO_TEST_CASE(a_stack_of_64_KiB_is_enough) {
    const auto outcome =
        run({"sh", "-c", "ulimit -s 64; exec env -i \"$0\" --root / --dry-run true",
             setting("LAUNCH")});
    BOOST_TEST(outcome.status == 0);
}

BOOST_AUTO_TEST_CASE(PATH_is_searched_inside) {
    BOOST_TEST(launch({"true"}).status == 0);
    BOOST_TEST(launch({"--env", "PATH=/nowhere", "true"}).status == 127);
    BOOST_TEST(launch({"--env", "PATH=", "true"}).status == 127);
}

BOOST_AUTO_TEST_CASE(a_set_user_id_launch_refuses_to_run) {
    const TemporaryDirectory host;
    host.write("launch", read_file(setting("LAUNCH")), 04755);
    const auto outcome =
        run({"setpriv", "--reuid", "65534", "--clear-groups", host.path() + "/launch", "--help"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err == "launch: start: launch must not be set-user-id\n");
}

BOOST_AUTO_TEST_SUITE_END()

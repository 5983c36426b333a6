/** behaviours.md 10 and the row on keystrokes of security.md: the command's own terminal. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>

using namespace launch_test;

namespace {

/** A shell script inside, launch being on a terminal. */
Words script(const std::string& text, const Words& options = {}) {
    return launch_words(options + Words{"--", "/bin/sh", "-c", text});
}

/** The md5 sum of bytes, as the tool of the host has it. */
std::string sum(const std::string& bytes) {
    return run({"md5sum"}, {.input = bytes}).out.substr(0, 32);
}

/** So many bytes, in lines. */
std::string lines(std::size_t count) {
    std::string bytes;
    for (int number = 0; bytes.size() < count; ++number) {
        bytes += std::to_string(100'000'000 + number) + " of the pasted lines\n";
    }
    return bytes;
}

} // namespace

BOOST_AUTO_TEST_SUITE(terminals)

BOOST_AUTO_TEST_CASE(a_terminal_of_its_own_is_there_when_0_and_1_are_one) {
    const auto outcome = run(script("tty; ls /dev/pts | cat"), {.terminal = true});
    BOOST_TEST(outcome.out == "/dev/pts/0\r\n0\r\nptmx\r\n");
    BOOST_TEST(run(script("tty", {"--tty=no"}), {.terminal = true}).out != "/dev/pts/0\r\n");
    BOOST_TEST(run(script("tty", {"--tty=auto", "--uid=7"}), {.terminal = true}).out ==
               "/dev/pts/0\r\n");
    BOOST_TEST(run(script("tty")).out == "not a tty\n");
    BOOST_TEST(run(script("tty", {"--tty"})).out == "/dev/pts/0\r\n");
}

BOOST_AUTO_TEST_CASE(its_owner_is_the_commands_user) {
    for (const Words& options : {Words{"--uid=7"}, Words{"--user=nobody"}, Words{}}) {
        const auto outcome =
            run(script("[ -O /dev/pts/0 ] && : < /dev/pts/0 && : < /dev/tty && echo mine", options),
                {.terminal = true});
        BOOST_TEST(outcome.out == "mine\r\n");
    }
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_gets_one_too) {
    const auto outcome = run(as_user() + script("tty; exit 3"), {.terminal = true});
    BOOST_TEST(outcome.out == "/dev/pts/0\r\n");
    BOOST_TEST(outcome.status == 3);
}

BOOST_AUTO_TEST_CASE(size_changes_pass) {
    Running command(script("trap 'stty size' WINCH; stty size; while :; do sleep 0.05; done"),
                    {.terminal = true});
    BOOST_REQUIRE(command.read_until("\n"));
    command.resize(33, 101);
    BOOST_TEST(command.read_until("33 101\r\n"));
    command.resize(44, 55);
    BOOST_TEST(command.read_until("44 55\r\n"));
    command.kill(SIGKILL);
}

BOOST_AUTO_TEST_CASE(what_is_pasted_at_once_arrives_whole) {
    const std::string bytes = lines(32'768);
    for (const std::string mode : {"raw -echo", "-echo"}) {
        Running command(script("stty " + mode + "; echo ready; head -c " +
                               std::to_string(bytes.size()) + " | md5sum"),
                        {.terminal = true});
        BOOST_REQUIRE(command.read_until("ready"));
        command.write(bytes);
        BOOST_TEST(command.read_until(sum(bytes)));
    }
}

BOOST_AUTO_TEST_CASE(its_output_is_complete_before_launch_ends) {
    const auto outcome = run(script("stty -onlcr; seq 100000"), {.terminal = true});
    BOOST_TEST((outcome.out == run({"seq", "100000"}).out));
    const auto piped = run(script("stty -onlcr; seq 100000; exit 4", {"--tty=yes"}));
    BOOST_TEST((piped.out == run({"seq", "100000"}).out));
    BOOST_TEST(piped.status == 4);
}

BOOST_AUTO_TEST_CASE(the_end_of_the_input_is_passed_on) {
    for (const std::string input : {"", "a line\n", "a line\nhalf a line"}) {
        const auto outcome =
            run(script("stty -echo; cat", {"--tty=yes"}), {.input = input, .timeout = Seconds(20)});
        BOOST_TEST(outcome.status == 0);
        BOOST_TEST(outcome.out.contains(input.substr(input.find('\n') + 1)));
    }
}

BOOST_AUTO_TEST_CASE(the_outer_terminal_is_as_it_was_after_every_ending) {
    for (const std::string end :
         {"exit 3", "kill -9 $$", "stty raw; exit", "poweroff; sleep 100", "sleep 1000"}) {
        const auto outcome =
            run({"sh", "-c", "stty -g; \"$0\" --timeout=2 --root \"$1\" sh -c \"$2\"; stty -g",
                 setting("LAUNCH"), setting("LAUNCH_ROOT"), end},
                {.terminal = true});
        const auto first = outcome.out.substr(0, outcome.out.find("\r\n") + 2);
        BOOST_TEST(first.size() > 40);
        BOOST_TEST(outcome.out.ends_with(first));
        BOOST_TEST(outcome.out.size() > first.size());
    }
}

BOOST_AUTO_TEST_CASE(Ctrl_Z_typed_inside_is_for_the_job_control_inside) {
    Running command(launch_words({"/bin/sh", "-i"}), {.terminal = true});
    command.write("sleep 1000\n");
    pause_microseconds(300'000);
    command.write("\x1a");
    BOOST_TEST(command.read_until("Stopped"));
    command.write("kill -9 %1; echo still-$((1+1))-here; exit 6\nexit 6\n");
    BOOST_TEST(command.read_until("still-2-here"));
    BOOST_TEST(command.wait().status == 6);
}

BOOST_AUTO_TEST_CASE(a_job_of_the_outer_shell_stops_and_goes_on_with_the_terminal_as_it_should_be) {
    Running shell({"bash", "--norc", "--noprofile", "-i"}, {.terminal = true});
    shell.write("PS1='> '; " + setting("LAUNCH") + " --root " + setting("LAUNCH_ROOT") +
                " -- sh -c 'echo be''gun; read x; exit $x' &\n");
    shell.write("\nsleep 0.5; jobs\n");
    BOOST_REQUIRE(shell.read_until("Stopped")); // it must not touch the terminal of another job
    shell.write("fg\n");
    pause_microseconds(300'000);
    shell.write("9\n");
    pause_microseconds(300'000);
    shell.write("echo status=$?\n");
    BOOST_TEST(shell.read_until("status=9"));
    shell.write("exit\n");
}

BOOST_AUTO_TEST_CASE(what_enters_a_run_gets_a_terminal_of_that_run) {
    Running command(launch_words({"sh", "-c", "echo ready; exec sleep 1000"}));
    BOOST_REQUIRE(command.read_until("ready"));
    const std::string number = std::to_string(command.process());
    Running entrant({setting("LAUNCH"), "enter", number, "/bin/sh", "-i"}, {.terminal = true});
    entrant.write("tty; echo be$((1+1))gun; sleep 1000\n");
    BOOST_REQUIRE(entrant.read_until("/dev/pts/0\r\nbe2gun"));
    pause_microseconds(300'000);
    entrant.write("\x03");
    entrant.write("exit 5\n");
    BOOST_TEST(entrant.wait().status == 5);
    command.kill(SIGKILL);
}

BOOST_AUTO_TEST_CASE(without_a_terminal_of_its_own_the_command_cannot_type_into_the_callers) {
    const auto words =
        launch_words(probe_option() + Words{"--tty=no", "--seccomp=none", "/probe", "inject"});
    const auto outcome = run(words, {.terminal = true});
    BOOST_TEST(outcome.out.starts_with("1 1 1 "), outcome.out); // TIOCSTI: EPERM
}

BOOST_AUTO_TEST_CASE(with_a_terminal_of_its_own_the_command_types_into_that_alone) {
    const auto outcome =
        run({"bash", "-c",
             "\"$0\" --seccomp=none --ro-bind \"$2:/probe\" --root \"$1\" -- /bin/sh "
             "-c 'trap \"echo hit\" INT; /probe inject; :'; "
             "read -t 0.3 -n 1; echo got=[$REPLY]",
             setting("LAUNCH"), setting("LAUNCH_ROOT"), setting("LAUNCH_PROBE")},
            {.terminal = true});
    BOOST_TEST(outcome.out.contains("hit"), outcome.out); // its own Ctrl-C
    BOOST_TEST(outcome.out.ends_with("got=[]\r\n"), outcome.out);
}

BOOST_AUTO_TEST_CASE(a_signal_to_the_commands_group_does_not_reach_launch_or_its_caller) {
    const auto outcome = run({"sh", "-c",
                              "trap 'echo outer' TERM; \"$0\" --root \"$1\" sh -c "
                              "'trap : TERM; kill -TERM 0; exit 5'; echo status=$?",
                              setting("LAUNCH"), setting("LAUNCH_ROOT")});
    BOOST_TEST(outcome.out == "status=5\n");
}

BOOST_AUTO_TEST_SUITE_END()

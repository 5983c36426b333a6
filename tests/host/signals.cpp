/** behaviours.md 3 to 7: signals, terminals, and what happens to whom. */
#include "host.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>

using namespace launch_test;

namespace {

const int forwarded[] = {SIGHUP,  SIGINT,  SIGQUIT,  SIGUSR1, SIGUSR2, SIGALRM, SIGTERM,
                         SIGPIPE, SIGCONT, SIGWINCH, 34,      35,      64};

/** The probe inside, catching signals: it says `ready`, then each one's number. */
Words catching() {
    return launch_words(probe_option() + Words{"/probe", "catch"});
}

/** Processes on this host whose command line holds `mark`. */
std::string processes_with(const std::string& mark) {
    return run({"pgrep", "-f", mark}).out;
}

/** Waits, without a pause, until it has blocked all signals that can be. */
bool soon_blocks_all(pid_t process) {
    const std::string status = "/proc/" + std::to_string(process) + "/status";
    for (int tries = 0; tries < 100'000; ++tries) {
        if (read_file(status).contains("SigBlk:\tfffffffffffbfeff\n")) return true;
    }
    return false;
}

bool gone_within(const std::string& mark, int milliseconds) {
    return eventually(milliseconds, [&] { return processes_with(mark).empty(); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(signals)

BOOST_DATA_TEST_CASE(a_signal_sent_to_launch_reaches_the_command, forwarded, signal) {
    Running command(catching());
    BOOST_REQUIRE(command.read_until("ready"));
    command.kill(signal);
    BOOST_TEST(command.read_until("caught " + std::to_string(signal) + "\n"));
    command.kill(SIGKILL);
}

BOOST_AUTO_TEST_CASE(a_command_without_handler_dies_of_a_forwarded_TERM) {
    Running command(launch_words({"--verbose", "sleep", "1000"}), {.merge = true});
    BOOST_REQUIRE(command.read_until("execute sleep"));
    command.kill(SIGTERM);
    BOOST_TEST(command.wait().status == 128 + SIGTERM);
}

BOOST_AUTO_TEST_CASE(a_signal_sent_before_the_command_runs_is_not_lost) {
    for (int round = 0; round < 30; ++round) {
        Running command(launch_words({"--verbose", "sleep", "1000"}), {.merge = true});
        BOOST_REQUIRE(soon_blocks_all(command.process()));
        pause_microseconds(round * 40); // any moment of the first millisecond
        command.kill(SIGTERM);
        const auto outcome = command.wait();
        BOOST_TEST(outcome.status == 128 + SIGTERM); // which launch's own death would be, too
        BOOST_TEST(
            outcome.out.ends_with("launch: the command was killed by signal 15 (SIGTERM)\n"));
    }
}

BOOST_AUTO_TEST_CASE(a_long_set_up_ends_by_a_signal_and_leaves_nothing) {
    const TemporaryDirectory host;
    BOOST_REQUIRE(run({"mkfifo", host.path("fifo")}).status == 0); // nobody writes into it
    const Words slow =
        launch_words({"--dir=/made", "--file", host.path("fifo") + ":/made/x", "true"});
    Running sent(slow);
    pause_microseconds(100'000);
    sent.kill(SIGTERM);
    const auto outcome = sent.wait();
    BOOST_TEST(outcome.status == 128 + SIGTERM);
    BOOST_TEST(outcome.err == "launch: start: a signal came before the command ran\n");
    Running typed(slow, {.terminal = true});
    pause_microseconds(100'000);
    typed.write("\x03");
    BOOST_TEST(typed.wait().status == 128 + SIGINT);
    BOOST_TEST(run({"test", "-e", setting("LAUNCH_ROOT") + "/made"}).status == 1);
}

BOOST_AUTO_TEST_CASE(what_a_terminal_sends_during_the_set_up_reaches_the_command) {
    const TemporaryDirectory host;
    BOOST_REQUIRE(run({"mkfifo", host.path("fifo")}).status == 0);
    const Words slow = {"--tmpfs=/tmp", "--file", host.path("fifo") + ":/tmp/x"};
    // INT is blocked, so that it waits for the command to look.
    Running command(Words{setting("LAUNCH_PROBE"), "with-signals", "2", "0"} +
                        launch_words(probe_option() + slow + Words{"/probe", "catch"}),
                    {.terminal = true});
    pause_microseconds(100'000);
    command.write("\x03");
    BOOST_REQUIRE(command.read_until("^C")); // the terminal has it
    run({"sh", "-c", "echo > \"$0\"", host.path("fifo")});
    BOOST_TEST(command.read_until("caught 2\r\n"));
    command.kill(SIGKILL);
}

BOOST_AUTO_TEST_CASE(kill_9_of_launch_leaves_no_process_behind) {
    const std::string mark = "3141.59265";
    for (int round = 0; round < 40; ++round) {
        Running command(launch_words({"sleep", mark}));
        pause_microseconds(round * 150); // any moment, before every prctl too
        command.kill(SIGKILL);
        BOOST_REQUIRE(gone_within(mark, 2000)); // before wait(), which ends what is left
    }
}

BOOST_AUTO_TEST_CASE(kill_9_of_launch_takes_a_command_of_a_shared_pid_namespace_along) {
    const std::string mark = "2718.28182";
    Running command(launch_words({"--share=pid", "--verbose", "sleep", mark}), {.merge = true});
    BOOST_REQUIRE(command.read_until("execute sleep"));
    command.kill(SIGKILL);
    BOOST_TEST(gone_within(mark, 2000)); // before wait(), which ends what is left
}

BOOST_AUTO_TEST_CASE(the_command_starts_with_the_mask_and_the_ignored_signals_of_launch) {
    const Words starts[] = {
        {"with-signals", "0", "0"},
        {"with-signals", "fffffffffffbfeff", "0"}, // everything blocked that can be
        {"with-signals", "200", "1"},              // USR1 blocked, HUP ignored: nohup
        {"with-signals", "0", "11001"},            // HUP, PIPE and CHLD ignored
        {"with-signals", "8000000300000000", "8000000300000000"}}; // 33, 34 and 64
    for (const Words& start : starts) {
        const Words outside = Words{setting("LAUNCH_PROBE")} + start;
        const auto expected = run(outside + Words{setting("LAUNCH_PROBE"), "mask"});
        const auto found = run(outside + launch_words(probe_option() + Words{"/probe", "mask"}));
        BOOST_TEST(expected.status == 0);
        BOOST_TEST(found.out == expected.out);
        BOOST_TEST(found.status == 0);
    }
}

BOOST_AUTO_TEST_CASE(an_ignored_SIGCHLD_does_not_disturb_waiting) {
    const auto outcome = run(Words{setting("LAUNCH_PROBE"), "with-signals", "0", "10000"} +
                             launch_words({"sh", "-c", "exit 7"}));
    BOOST_TEST(outcome.status == 7);
}

BOOST_AUTO_TEST_CASE(children_that_came_through_exec_do_not_confuse_waiting) {
    const auto outcome = run(
        {"sh", "-c", "sleep 0.05 & sleep 0.3 & exec \"$0\" --root \"$1\" sh -c 'sleep 0.2; exit 7'",
         setting("LAUNCH"), setting("LAUNCH_ROOT")});
    BOOST_TEST(outcome.status == 7);
}

BOOST_AUTO_TEST_CASE(an_alarm_set_before_the_exec_of_launch_reaches_the_command) {
    const auto outcome =
        run(Words{"perl", "-e", "alarm 1; exec @ARGV"} + launch_words({"sleep", "20"}));
    BOOST_TEST(outcome.status == 128 + SIGALRM);
}

BOOST_AUTO_TEST_CASE(nobody_reading_our_own_messages_does_not_kill_the_command) {
    const auto outcome = run(Words{"bash", "-c", "\"$@\" 2> >(exec true)", "bash"} +
                             launch_words({"--verbose", "sh", "-c", "sleep 0.5; exit 3"}));
    BOOST_TEST(outcome.status == 3);
}

BOOST_AUTO_TEST_CASE(a_session_leader_that_nobody_could_continue_is_not_stopped) {
    for (const char* tty : {"--tty=no", "--tty=yes"}) {
        Running command(launch_words({tty, "sh", "-c", "echo begun; sleep 1; exit 9"}),
                        {.terminal = true});
        BOOST_REQUIRE(command.read_until("begun"));
        command.write("\x1a");
        BOOST_TEST(command.wait().status == 9);
    }
}

BOOST_AUTO_TEST_CASE(a_kill_of_the_own_group_is_no_request_to_the_init) {
    const auto outcome =
        run(Words{"setsid", "--wait"} +
            launch_words({"sh", "-c", "trap : TERM; sleep 0.2; kill -TERM 0; sleep 0.2; exit 5"}));
    BOOST_TEST(outcome.status == 5);
}

BOOST_AUTO_TEST_CASE(a_terminals_Ctrl_C_arrives_once) {
    for (const char* tty : {"--tty=no", "--tty=yes"}) {
        Running command(launch_words(probe_option() + Words{tty, "/probe", "catch"}),
                        {.terminal = true});
        BOOST_REQUIRE(command.read_until("ready"));
        command.write("\x03");
        BOOST_TEST(command.read_until("caught 2\r\n"));
        command.kill(SIGUSR1); // a mark behind it
        BOOST_TEST(command.read_until("caught 10\r\n"));
        const auto first = command.seen().find("caught 2\r\n");
        BOOST_TEST(command.seen().find("caught 2\r\n", first + 1) == std::string::npos);
        command.kill(SIGKILL);
    }
}

BOOST_AUTO_TEST_CASE(Ctrl_Z_stops_the_job_and_fg_goes_on_with_it) {
    Running shell({"bash", "--norc", "--noprofile", "-i"}, {.terminal = true});
    shell.write("PS1='> '; " + setting("LAUNCH") + " --root " + setting("LAUNCH_ROOT") +
                " --tty=no -- sh -c 'echo begun; sleep 0.4; echo went-on; exit 9'\n");
    BOOST_REQUIRE(shell.read_until("begun\r\n"));
    shell.write("\x1a");
    BOOST_REQUIRE(shell.read_until("Stopped"));
    shell.write("fg\n");
    BOOST_TEST(shell.read_until("went-on\r\n"));
    shell.write("echo status=$?\n");
    BOOST_TEST(shell.read_until("status=9"));
    shell.write("exit\n");
}

BOOST_AUTO_TEST_CASE(a_shell_inside_has_job_control_and_gives_the_terminal_back) {
    Running shell({"bash", "--norc", "--noprofile", "-c",
                   "\"$0\" --root \"$1\" /bin/sh -i; echo left; read line; echo got=$line",
                   setting("LAUNCH"), setting("LAUNCH_ROOT")},
                  {.terminal = true});
    shell.write("sleep 1000\n");
    pause_microseconds(300'000);
    shell.write("\x03"); // reaches the foreground job only: the shell stays
    shell.write("echo still-$((1+1))-here\n");
    BOOST_TEST(shell.read_until("still-2-here"));
    shell.write("exit\n");
    BOOST_TEST(shell.read_until("left"));
    shell.write("afterwards\n"); // reading from the terminal would stop a background process
    BOOST_TEST(shell.read_until("got=afterwards"));
}

BOOST_AUTO_TEST_CASE(poweroff_inside_ends_the_container) {
    for (const char* command : {"poweroff", "reboot", "halt", "kill -TERM 1"}) {
        const auto outcome = inside(std::string(command) + "; sleep 1000");
        BOOST_TEST(outcome.status == 0);
    }
}

BOOST_AUTO_TEST_CASE(reboot_called_by_hand_ends_the_container_and_not_the_host) {
    for (const char* command : {"poweroff -f", "reboot -f"}) {
        const auto outcome =
            inside(std::string(command) + "; sleep 1000", {"--privileged", "--verbose"});
        BOOST_TEST(outcome.status == 0);
        BOOST_TEST(outcome.err.contains("was asked for from inside"));
    }
}

BOOST_AUTO_TEST_CASE(signals_to_process_1_follow_the_dialect_that_was_chosen) {
    const std::string script =
        "trap 'echo told; exit 3' TERM; kill -TERM 1; "
        "i=0; while [ $((i += 1)) -lt 20 ]; do sleep 0.1; done; trap - TERM; "
        "echo waited; kill -38 1; sleep 1000";
    const auto by = [&](const std::string& dialect) {
        return inside(script, {"--signals", dialect});
    };
    BOOST_TEST(by("busybox").status == 0); // TERM asks it to restart
    const auto systemd = by("systemd");    // TERM is nothing, 38 (RTMIN+4 there) is power off
    BOOST_TEST(systemd.status == 0);
    BOOST_TEST(systemd.out == "waited\n");
    const auto workload = by("workload");
    BOOST_TEST(workload.status == 3);
    BOOST_TEST(workload.out == "told\n");
    BOOST_TEST(inside("true", {"--signals=sysv"}).err.contains("not busybox, systemd or workload"));
}

BOOST_AUTO_TEST_CASE(the_end_that_poweroff_asks_for_wakes_stopped_processes) {
    const auto outcome = inside("sh -c 'trap \"echo woken; exit\" TERM; kill -STOP $$' & "
                                "sleep 0.1; poweroff; sleep 1000");
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.out == "woken\n");
}

BOOST_AUTO_TEST_SUITE_END()

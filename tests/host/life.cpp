/** behaviours.md 5, 8 and 11, and what tini and dumb-init do: how long the command lives. */
#include "host.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <sys/resource.h>

using namespace launch_test;

namespace {

const std::string after_timeout = "launch: the command was ended after its --timeout\n";

bool gone_within(const std::string& mark, int milliseconds) {
    return eventually(milliseconds, [&] { return run({"pgrep", "-f", mark}).out.empty(); });
}

/** Each way to have the command as a child of somebody. */
const Words ways[] = {{"--root=" + setting("LAUNCH_ROOT")},
                      {"--root=" + setting("LAUNCH_ROOT"), "--share=pid"},
                      {"--root=" + setting("LAUNCH_ROOT"), "--init=no"},
                      {"--chroot=" + setting("LAUNCH_ROOT")},
                      {"--subreaper"}};

Words subreaper(const Words& words) {
    return Words{setting("LAUNCH"), "--subreaper"} + words;
}

Outcome bash(const std::string& script) {
    return run(
        {"bash", "-c", script, setting("LAUNCH"), setting("LAUNCH_ROOT"), setting("LAUNCH_PROBE")});
}

} // namespace

BOOST_AUTO_TEST_SUITE(life)

BOOST_AUTO_TEST_CASE(a_timeout_ends_the_command_with_124_and_one_sentence) {
    for (const Words& way : ways) {
        const auto outcome = run(Words{setting("LAUNCH"), "--timeout=0.2", "--grace=0.5"} + way +
                                     Words{"sh", "-c", "sleep 1000 & sleep 1000; sleep 1000"},
                                 {.timeout = Seconds(20)});
        BOOST_TEST(outcome.status == 124);
        BOOST_TEST(outcome.err.ends_with(after_timeout)); // a shell may tell of its own jobs before
    }
}

BOOST_AUTO_TEST_CASE(what_ignores_TERM_is_killed_after_the_grace) {
    for (const Words& way : ways) {
        const auto outcome = run(Words{setting("LAUNCH"), "--timeout=0.2", "--grace=0.3"} + way +
                                     Words{"sh", "-c", "trap '' TERM; sleep 1000; sleep 1000"},
                                 {.timeout = Seconds(4)});
        BOOST_TEST(outcome.status == 124);
    }
}

BOOST_AUTO_TEST_CASE(a_timeout_ends_stopped_processes_before_the_grace_is_over) {
    const auto outcome = run(launch_words({"--timeout=0.3", "--grace=100", "sh", "-c",
                                           "trap 'echo woken; exit' TERM; kill -STOP $$"}),
                             {.timeout = Seconds(20)});
    BOOST_TEST(outcome.status == 124);
    BOOST_TEST(outcome.out == "woken\n");
}

BOOST_AUTO_TEST_CASE(
    a_command_that_has_ended_before_its_init_hears_of_the_timeout_keeps_its_status) {
    Running program(launch_words({"--timeout=1", "sh", "-c", "echo ready; read line; exit 7"}));
    BOOST_REQUIRE(program.read_until("ready"));
    const pid_t init = std::stoi(child_of(std::to_string(program.process())));
    kill(init, SIGSTOP);
    program.write("\n");
    BOOST_TEST(!program.read_until("nothing more", Seconds(1.5)));
    kill(init, SIGCONT);
    const auto outcome = program.wait();
    BOOST_TEST(outcome.status == 7);
    BOOST_TEST(outcome.err == "");
}

BOOST_AUTO_TEST_CASE(a_command_that_ends_in_time_keeps_its_status) {
    for (const Words& way : ways) {
        const auto outcome = run(Words{setting("LAUNCH"), "--timeout", "50.5", "--grace=0"} + way +
                                 Words{"sh", "-c", "exit 7"});
        BOOST_TEST(outcome.status == 7);
        BOOST_TEST(outcome.err == "");
    }
}

BOOST_AUTO_TEST_CASE(the_death_of_its_parent_ends_all_with_die_with_parent) {
    const std::string mark = "1414.21356";
    for (const std::string way : {"--root \"$1\"", "--subreaper"}) {
        bash("\"$0\" --die-with-parent " + way + " sh -c 'echo; exec sleep " + mark +
             "' | { read line; kill -9 $$; }");
        BOOST_TEST(gone_within(mark, 3000));
    }
}

BOOST_AUTO_TEST_CASE(linger_waits_for_all_that_the_command_leaves_behind) {
    for (const Words& way : {ways[0], ways[1], ways[4]}) {
        const auto outcome =
            run(Words{setting("LAUNCH"), "--linger"} + way +
                Words{"sh", "-c", "(sleep 0.3; echo late) > /dev/stderr & exit 6"});
        BOOST_TEST(outcome.status == 6);
        BOOST_TEST(outcome.err == "late\n");
    }
}

BOOST_AUTO_TEST_CASE(signals_reach_what_lingers) {
    for (const Words& way : {ways[0], ways[1], ways[4]}) {
        Running command(
            Words{setting("LAUNCH"), "--linger"} + way +
            Words{"sh", "-c", "sh -c 'sleep 0.3; echo alone; exec sleep 1000' & exit 6"});
        BOOST_REQUIRE(command.read_until("alone"));
        command.kill(SIGTERM);
        BOOST_TEST(command.wait().status == 6);
    }
}

BOOST_AUTO_TEST_CASE(with_init_no_the_command_is_process_1) {
    const auto outcome = inside("echo $$ $PPID; exit 4", {"--init=no"});
    BOOST_TEST(outcome.out == "1 0\n");
    BOOST_TEST(outcome.status == 4);
    BOOST_TEST(inside("echo $$", {"--init=yes"}).out == "2\n");
    BOOST_TEST(probe({"descriptors"}, {"--init=no"}).out == "0 1 2\n");
    const auto missing = launch({"--init=no", "/no/such"});
    BOOST_TEST(missing.status == 127);
    BOOST_TEST(missing.err == "launch: execute /no/such: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(with_init_no_signals_reach_process_1_and_kill_9_of_launch_ends_it) {
    Running command(
        launch_words(probe_option() + Words{"--init=no", "--user=7", "/probe", "catch"}));
    BOOST_REQUIRE(command.read_until("ready"));
    command.kill(SIGTERM);
    BOOST_TEST(command.read_until("caught 15\n"));
    command.kill(34);
    BOOST_TEST(command.read_until("caught 34\n"));
    const std::string mark = "1732.05080";
    Running other(
        launch_words({"--init=no", "--uid=7", "sh", "-c", "echo ready; exec sleep " + mark}));
    BOOST_REQUIRE(other.read_until("ready"));
    other.kill(SIGKILL);
    BOOST_TEST(gone_within("sleep " + mark, 3000));
    command.kill(SIGKILL);
}

BOOST_AUTO_TEST_CASE(a_subreaper_hands_on_every_exit_status) {
    const auto outcome = bash("for i in {0..255}; do \"$0\" --subreaper \"$2\" exit $i; "
                              "[ $? = $i ] || echo wrong $i; done; echo all");
    BOOST_TEST(outcome.out == "all\n");
    BOOST_TEST(run(subreaper({"sh", "-c", "kill -INT $$"})).status == 128 + SIGINT);
    BOOST_TEST(run(subreaper({"sh", "-c", "kill -HUP $$"})).status == 128 + SIGHUP);
    BOOST_TEST(run(subreaper({"/no/such"})).status == 127);
    BOOST_TEST(run(subreaper({"/etc/passwd"})).status == 126);
}

BOOST_DATA_TEST_CASE(a_subreaper_passes_every_signal_on, boost::unit_test::data::xrange(1, 65),
                     signal) {
    if (signal == SIGKILL || signal == SIGSTOP) return;
    Running command(subreaper({setting("LAUNCH_PROBE"), "catch"}));
    BOOST_REQUIRE(command.read_until("ready"));
    command.kill(signal);
    BOOST_TEST(command.read_until("caught " + std::to_string(signal) + "\n"));
    command.kill(SIGKILL);
}

BOOST_AUTO_TEST_CASE(under_a_subreaper_masks_and_dispositions_are_what_launch_was_started_with) {
    for (const Words& start :
         {Words{"with-signals", "0", "0"}, Words{"with-signals", "200", "11001"},
          Words{"with-signals", "fffffffffffbfeff", "8000000300000000"}}) {
        const auto outside = Words{setting("LAUNCH_PROBE")} + start;
        const Words mask = {setting("LAUNCH_PROBE"), "mask"};
        BOOST_TEST(run(outside + subreaper(mask)).out == run(outside + mask).out);
    }
}

BOOST_AUTO_TEST_CASE(a_subreaper_changes_nothing_else_of_the_command) {
    const std::string look = "env | grep -v ^_=; umask; pwd; ls /proc/self/fd; "
                             "grep -E '^(Cap|NoNew|Seccomp:|Groups)' /proc/self/status";
    const auto plain = bash("exec 7</; bash -c \"" + look + "\"");
    const auto under = bash("exec 7</; \"$0\" --subreaper bash -c \"" + look + "\"");
    BOOST_TEST(under.out == plain.out);
    BOOST_TEST(run(subreaper({"--env=A=b", "--chdir=/usr", "--umask=77", "sh", "-c",
                              "echo $A $(pwd) $(umask)"}))
                   .out == "b /usr 0077\n");
}

BOOST_AUTO_TEST_CASE(a_subreaper_reaps_orphans) {
    const auto outcome = run(Words{"unshare", "--pid", "--fork", "--kill-child", "--mount-proc"} +
                             subreaper({setting("LAUNCH_PROBE"), "orphans", "300"}));
    BOOST_TEST(outcome.out == "zombies 0\n");
    BOOST_TEST(outcome.status == 0);
    Running command(subreaper(
        {"--linger", "sh", "-c", "(sleep 0.3; exec sh -c 'echo parent $PPID.') & exit 0"}));
    BOOST_TEST(command.read_until("parent " + std::to_string(command.process()) + "."));
}

BOOST_AUTO_TEST_CASE(TERM_to_a_subreaper_ends_a_sleeping_tree_within_the_grace) {
    const std::string mark = "2236.06797";
    Running command(
        subreaper({"--grace=30", "sh", "-c",
                   "sh -c 'sleep " + mark + "; :' & echo begun; sleep " + mark + "; :"}),
        {.timeout = Seconds(20)});
    BOOST_REQUIRE(command.read_until("begun"));
    command.kill(SIGTERM);
    BOOST_TEST(command.wait().status == 128 + SIGTERM);
    BOOST_TEST(gone_within(mark, 100));
}

BOOST_AUTO_TEST_CASE(kill_9_of_a_subreaper_takes_the_command_along) {
    const std::string mark = "2645.75131";
    Running command(subreaper({"sh", "-c", "echo begun; exec sleep " + mark}));
    BOOST_REQUIRE(command.read_until("begun"));
    command.kill(SIGKILL);
    BOOST_TEST(gone_within("sleep " + mark, 3000));
}

BOOST_AUTO_TEST_CASE(a_subreapers_command_has_a_group_of_its_own_in_the_foreground) {
    const std::string look = "ps -o pid=,pgid=,tpgid= -p $$";
    Running command(subreaper({"sh", "-c", look + "; echo ready; exec sleep 1000"}),
                    {.terminal = true});
    BOOST_REQUIRE(command.read_until(
        "ready")); // no ps is in between that would take the signal for the shell
    int process = 0;
    int group = 0;
    int foreground = 0;
    BOOST_TEST(std::sscanf(command.seen().c_str(), "%d %d %d", &process, &group, &foreground) == 3);
    BOOST_TEST(group == process);
    BOOST_TEST(foreground == process);
    command.write("\x03");
    BOOST_TEST(command.wait().status == 128 + SIGINT);
}

BOOST_AUTO_TEST_CASE(under_a_subreaper_Ctrl_Z_stops_the_job_and_fg_goes_on_with_it) {
    Running shell({"bash", "--norc", "--noprofile", "-i"}, {.terminal = true});
    shell.write("PS1='> '; " + setting("LAUNCH") +
                " --subreaper sh -c 'echo begun; read x; echo went-on; read x; exit $x'\n");
    BOOST_REQUIRE(shell.read_until("begun\r\n"));
    shell.write("\x1a");
    BOOST_REQUIRE(shell.read_until("Stopped"));
    shell.write("fg\n");
    pause_microseconds(300'000);
    shell.write("it has the terminal again\n");
    BOOST_TEST(shell.read_until("went-on\r\n"));
    shell.write("9\n");
    pause_microseconds(300'000);
    shell.write("echo status=$?\n");
    BOOST_TEST(shell.read_until("status=9"));
    shell.write("exit\n");
}

BOOST_AUTO_TEST_CASE(a_detached_launch_prints_its_number_once_the_command_runs) {
    const std::string mark = "3162.27766";
    const auto outcome = launch({"--detach", "sleep", mark});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.err == "");
    const auto found = run({"pgrep", "-f", "launch --root .* " + mark}).out;
    BOOST_TEST(found.starts_with(outcome.out)); // launch, then its init
    kill(std::stoi(outcome.out), SIGTERM);
    BOOST_TEST(gone_within(mark, 3000));
}

BOOST_AUTO_TEST_CASE(a_detached_launch_that_fails_says_so_in_the_foreground) {
    BOOST_TEST(launch({"--detach", "/no/such"}).status == 127);
    BOOST_TEST(launch({"--detach", "/etc/passwd"}).status == 126);
    const auto failed = launch({"--detach", "--ro-bind=/no/such:/mnt", "true"});
    BOOST_TEST(failed.status == 125);
    BOOST_TEST(failed.out == "");
    BOOST_TEST(failed.err.contains("/no/such"));
}

BOOST_AUTO_TEST_CASE(a_detached_command_has_no_terminal_and_no_output_to_hold_open) {
    const TemporaryDirectory host;
    Running command(launch_words({"--detach", "--bind", host.path() + ":/mnt", "sh", "-c",
                                  "tty > /mnt/tty; read line; echo end=$? > /mnt/read; "
                                  "echo lost; echo lost >&2; echo > /mnt/done"}),
                    {.terminal = true});
    BOOST_TEST(command.wait().status == 0); // its terminal has gone: nobody holds it
    BOOST_TEST(eventually(5000, [&] {
        return run({"test", "-s", host.path("done")}).status == 0;
    }));
    BOOST_TEST(host.read("tty") == "not a tty\n");
    BOOST_TEST(host.read("read") == "end=1\n");
    BOOST_TEST(!command.seen().contains("lost"));
}

BOOST_AUTO_TEST_SUITE_END()

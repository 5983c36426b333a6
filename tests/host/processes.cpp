/** behaviours.md 8 and 9: orphans are reaped, nothing strange is inherited. */
#include "host.hpp"

#include "support/orphanage.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

/** How often a process of this host has slept or been interrupted. */
std::string switches_of(pid_t process) {
    return run({"grep", "ctxt_switches", "/proc/" + std::to_string(process) + "/status"}).out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(processes)

BOOST_AUTO_TEST_CASE(a_thousand_orphans_leave_no_zombie) {
    const auto outcome = probe({"orphans", "1000"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.out == "zombies 0\n");
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_orphans_cost_nothing_and_no_status_is_mixed_up) {
    const auto outcome = inside(orphanage, probe_option() + Words{"--privileged"}, {"7", "100000"});
    BOOST_TEST(outcome.out == "zombies 0\nflat\n", outcome.out);
    BOOST_TEST(outcome.status == 7, outcome.err);
}

BOOST_AUTO_TEST_CASE(the_commands_end_ends_what_it_left_behind) {
    const std::string mark = "1618.03398";
    const auto outcome = inside("(sleep " + mark + " &); exit 3");
    BOOST_TEST(outcome.status == 3);
    BOOST_TEST(run({"pgrep", "-f", mark}).out == "");
}

BOOST_AUTO_TEST_CASE(a_status_of_an_orphan_is_never_taken_for_the_commands) {
    const auto outcome = inside("for i in 1 2 3 4 5 6 7 8 9; do (sh -c 'exit 99' &); done; "
                                "sleep 0.1; exit 5");
    BOOST_TEST(outcome.status == 5);
}

BOOST_AUTO_TEST_CASE(pid_1_inside_is_ours_and_the_command_is_its_child) {
    const auto outcome = inside("cat /proc/1/comm; echo $PPID $$");
    BOOST_TEST(outcome.out == "launch\n1 2\n");
}

BOOST_AUTO_TEST_CASE(nothing_of_ours_wakes_up_while_the_command_is_idle) {
    const std::string look = "grep ctxt_switches /proc/1/status > /tmp/";
    Running command(launch_words({"--tmpfs", "/tmp", "--", "/bin/sh", "-c",
                                  "sleep 0.5; " + look + "1; echo begun; read go; " + look +
                                      "2; cmp /tmp/1 /tmp/2 && echo idle"}));
    BOOST_REQUIRE(command.read_until("begun"));
    const auto before = switches_of(command.process());
    BOOST_TEST(before != "");
    pause_microseconds(1'500'000);
    BOOST_TEST(switches_of(command.process()) == before); // launch itself
    command.write("go\n");
    BOOST_TEST(command.read_until("idle")); // the init
    command.wait();
}

BOOST_AUTO_TEST_CASE(only_descriptors_0_to_2_pass) {
    // With a gap, so that some lie below and some above those that launch opens.
    const auto outcome =
        run(Words{"bash", "-c",
                  "for n in 3 4 7 {20..40} 900; do eval \"exec $n</\"; done; exec \"$@\"", "bash"} +
            launch_words(probe_option() + Words{"/probe", "descriptors"}));
    BOOST_TEST(outcome.out == "0 1 2\n");
}

BOOST_AUTO_TEST_CASE(closed_descriptors_stay_closed_and_are_not_taken_for_others) {
    const TemporaryDirectory host;
    const std::map<std::string, std::string> left = {
        {"0<&-", "1 2\n"}, {"1>&-", "0 2\n"}, {"2>&-", "0 1\n"}, {"0<&- 1>&- 2>&-", "\n"}};
    for (const auto& [closed, list] : left) {
        // What --verbose says must end up nowhere, not in a descriptor of launch's own.
        const Words words =
            launch_words(probe_option() + Words{"--verbose", "--bind", host.path() + ":/mnt",
                                                "/probe", "descriptors", "/mnt/list"});
        const auto outcome = run(Words{"bash", "-c", "exec \"$@\" " + closed, "bash"} + words);
        BOOST_TEST(outcome.status == 0);
        BOOST_TEST(host.read("list") == list);
    }
}

BOOST_AUTO_TEST_CASE(the_init_holds_no_descriptor_of_the_host) {
    const auto outcome =
        inside("for d in /proc/1/fd/*; do readlink $d; done", {"--cap-add=sys_ptrace"});
    for (const char* const kind : {"socket:[", "anon_inode:"}) {
        BOOST_TEST(outcome.out.contains(kind)); // its channel, its signals
    }
    BOOST_TEST(!outcome.out.contains(setting("LAUNCH_ROOT")));
    const auto trick = inside("pwd", {"--chdir", "/proc/1/fd/3"});
    BOOST_TEST(trick.status == 125);
}

BOOST_AUTO_TEST_CASE(a_pipeline_loses_no_byte_and_sees_its_ends) {
    const std::string bytes(1 << 20, '\xff');
    const auto outcome = run(launch_words({"cat"}), {.input = bytes});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST((outcome.out == bytes));
}

BOOST_AUTO_TEST_CASE(as_pid_1_of_a_container_it_is_a_launcher) {
    const auto outcome = run(Words{"unshare", "--pid", "--fork", "--kill-child"} +
                             launch_words({"sh", "-c", "echo $PPID $$; exit 6"}));
    BOOST_TEST(outcome.status == 6);
    BOOST_TEST(outcome.out == "1 2\n");
}

BOOST_AUTO_TEST_CASE(as_pid_1_of_a_container_it_reaps_what_a_shared_pid_namespace_leaves_to_it) {
    const auto outcome =
        run(Words{"unshare", "--pid", "--fork", "--kill-child"} +
            launch_words(probe_option() + Words{"--share=pid", "/probe", "orphans", "100"}));
    BOOST_TEST(outcome.out == "zombies 0\n");
}

BOOST_AUTO_TEST_CASE(it_runs_inside_itself) {
    const Words outer = launch_words({"--privileged", "--ro-bind", setting("LAUNCH") + ":/launch",
                                      "--bind", setting("LAUNCH_ROOT") + ":/mnt"});
    const auto outcome = run(outer + Words{"/launch", "--root", "/mnt", "--hostname", "nested",
                                           "sh", "-c", "hostname; echo $$; exit 8"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "nested\n2\n");
    BOOST_TEST(outcome.status == 8);
}

BOOST_AUTO_TEST_CASE(a_hundred_at_once_all_end_well) {
    const auto outcome = run({"sh", "-c",
                              "for i in $(seq 100); do \"$0\" --root \"$1\" sh -c \"exit $i\" & "
                              "pids=\"$pids $!\"; done; i=0; for p in $pids; do i=$((i+1)); "
                              "wait $p; [ $? = $i ] || echo wrong $i; done; echo all",
                              setting("LAUNCH"), setting("LAUNCH_ROOT")});
    BOOST_TEST(outcome.out == "all\n");
    BOOST_TEST(outcome.err == "");
}

BOOST_AUTO_TEST_SUITE_END()

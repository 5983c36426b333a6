/** The lives of a machine's command, one after the other. */
#include "vm.hpp"

#include "support/orphanage.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

using namespace launch_test;

namespace {

/** On the console; a number of lives is kept in the root, which is the same for all. */
Outcome live(const std::string& script, const Words& options) {
    // They are warnings, when a command is to live again: quiet would hide them.
    return vm(options + Words{"--append", "loglevel=5", "--tty", "--", "sh", "-c",
                              "n=$(cat /lives 2> /dev/null); n=$((n + 1)); echo $n > /lives; "
                              "echo life-$n; " +
                                  script});
}

std::size_t count(const std::string& text, const std::string& word) {
    std::size_t found = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
    return found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(lives_of_a_command)

BOOST_AUTO_TEST_CASE(HOME_is_the_users_in_each_life) {
    const auto outcome =
        live("echo home=$HOME=; exit 1",
             {"-o", "--respawn=on-failure,delay=0.1,max=2", "-o", "--user=daemon"});
    const auto first = outcome.out.find("home=/");
    BOOST_REQUIRE(first != std::string::npos);
    BOOST_TEST(outcome.out.find("home=/", first + 1) != std::string::npos);
    BOOST_TEST(!outcome.out.contains("home=/="), outcome.out);
}

BOOST_AUTO_TEST_CASE(one_that_fails_is_run_again_until_it_ends_well) {
    const auto outcome = live("[ $n = 3 ]", {"-o", "--respawn=on-failure,delay=0.1"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.out.contains("life-1"));
    BOOST_TEST(outcome.out.contains("launch: the command exited with status 1; again in 100 ms"));
    BOOST_TEST(outcome.out.contains("again in 200 ms"), "the pauses do not grow");
    BOOST_TEST(outcome.out.contains("life-3"));
    BOOST_TEST(!outcome.out.contains("life-4"));
}

BOOST_AUTO_TEST_CASE(one_that_ends_at_once_again_and_again_is_given_up) {
    const auto outcome = live("exit 0", {"-o", "--respawn=always,delay=0.1,max=2"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(count(outcome.out, "life-") == 3);
    BOOST_TEST(outcome.err.contains("launch: run the command again: it has ended too often"));
}

BOOST_AUTO_TEST_CASE(a_life_that_lasted_long_enough_begins_the_count_anew) {
    const auto outcome = live("[ $n = 4 ] || exec sleep 0.6; kill -9 $$",
                              {"-o", "--respawn=on-failure,delay=0.1,max=1,window=0.5"});
    // Well ended after 0.6 s: the first life is the last one, for that is no failure.
    BOOST_TEST(outcome.status == 0);
    const auto failing = live("[ $n -lt 4 ] && sleep 1.7; kill -9 $$",
                              {"-o", "--respawn=on-failure,delay=0.1,max=1,window=1.5"});
    BOOST_TEST(failing.status == 125);
    BOOST_TEST(count(failing.out, "life-") == 5); // three long ones, and two that were too short
    BOOST_TEST(failing.out.contains("was killed by signal 9 (SIGKILL); again in"));
}

BOOST_AUTO_TEST_CASE(between_two_lives_the_machine_can_be_powered_off) {
    const auto outcome =
        live("setsid sh -c 'sleep 1; kill -USR2 1' > /dev/null & sleep 0.5; exit 1",
             {"-o", "--respawn=always,delay=1000", "-o", "--privileged", "-o", "--share=pid"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(count(outcome.out, "life-") == 1);
    BOOST_TEST(outcome.out.contains("launch: poweroff was asked for from inside"));
}

BOOST_AUTO_TEST_CASE(to_a_machine_that_speaks_workload_TERM_is_for_the_command) {
    const auto outcome =
        vm_script("trap 'echo told; exit 3' TERM; setsid kill -TERM 1; sleep 1000 & wait",
                  {"-o", "--signals=workload", "-o", "--privileged", "-o", "--share=pid"});
    BOOST_TEST(outcome.status == 3);
    BOOST_TEST(outcome.out == "told\n");
}

BOOST_AUTO_TEST_CASE(ten_thousand_orphans_cost_process_1_nothing_and_no_status_is_mixed_up) {
    const TemporaryDirectory host;
    std::filesystem::create_directory(host.path("add"));
    host.write("add/probe", read_file(setting("LAUNCH_PROBE")), 0755);
    host.write("add/orphanage", orphanage);
    // One half is left to the init of new process ids, the other to the machine's PID 1.
    const std::string script = "/launch --privileged --root / sh /orphanage 7 5000; echo then $?; "
                               "exec sh /orphanage 9 5000";
    const auto outcome =
        vm(Words{"--add", host.path("add")} + beside_pid_1() + Words{"--", "sh", "-c", script});
    BOOST_TEST(outcome.out == "zombies 0\nflat\nthen 7\nzombies 0\nflat\n", outcome.out);
    BOOST_TEST(outcome.status == 9, outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()

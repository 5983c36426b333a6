/** What the command starts with: environment, directory, identity. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch_test;

BOOST_AUTO_TEST_SUITE(command)

BOOST_AUTO_TEST_CASE(PATH_and_HOME_are_those_of_the_inside) {
    const auto outcome = run(Words{"env", "PATH=/nowhere", "HOME=/home/user", "KEPT=1"} +
                             launch_words({"sh", "-c", "echo $PATH $HOME $KEPT"}));
    BOOST_TEST(outcome.out ==
               "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /root 1\n");
}

BOOST_AUTO_TEST_CASE(clear_env_leaves_PATH_HOME_and_TERM) {
    const auto outcome = run(Words{"env", "SECRET=1", "TERM=vt100"} +
                             launch_words({"--clear-env", "--env", "MORE=2", "env"}));
    BOOST_TEST(outcome.out == "TERM=vt100\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:"
                              "/sbin:/bin\nHOME=/root\nMORE=2\n");
}

BOOST_AUTO_TEST_CASE(env_wins_over_what_is_inherited_and_the_last_one_counts) {
    const auto outcome = run(Words{"env", "A=outer"} +
                             launch_words({"--env", "A=1", "--env", "A=2", "sh", "-c", "echo $A"}));
    BOOST_TEST(outcome.out == "2\n");
}

BOOST_AUTO_TEST_CASE(chdir_starts_there_and_a_missing_one_is_named) {
    BOOST_TEST(inside("pwd").out == "/\n");
    BOOST_TEST(inside("pwd", {"--chdir", "/etc"}).out == "/etc\n");
    const auto outcome = inside("pwd", {"--chdir", "/no/such"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err == "launch: change to directory /no/such: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(chdir_never_follows_a_descriptor_out_of_the_root) {
    const auto outcome = run(Words{"sh", "-c", "exec \"$@\" < /", "sh"} +
                             launch_words({"--chdir", "/proc/self/fd/0", "pwd"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.out == "");
    BOOST_TEST(outcome.err.contains("through a link of /proc"));
}

BOOST_AUTO_TEST_CASE(uid_and_gid_are_taken_without_supplementary_groups) {
    BOOST_TEST(inside("id -u; id -g; id -G", {"--uid", "1000"}).out == "1000\n1000\n1000\n");
    BOOST_TEST(inside("id -u; id -G", {"--uid=1000", "--gid=50"}).out == "1000\n50\n");
    BOOST_TEST(inside("id -u; id -G", {"--gid=50"}).out == "0\n50\n");
    BOOST_TEST(inside("cat /proc/self/status | grep CapEff", {"--uid", "1000"}).out ==
               "CapEff:\t0000000000000000\n");
}

BOOST_AUTO_TEST_CASE(supplementary_groups_are_dropped_or_the_plan_does_not_say_so) {
    const Words groups = {"setpriv", "--reuid=65534", "--regid=65534", "--groups=65534,4242"};
    const Words options = launch_words({"--unshare=user", "--uid=7"});
    const auto dropped =
        run(Words{"setpriv", "--groups=4242"} + launch_words({"--uid=7", "id", "-G"}));
    BOOST_TEST(dropped.out == "7\n");
    const auto kept = run(groups + options + Words{"--dry-run", "true"});
    BOOST_TEST(kept.out.contains("become uid 7 gid 7\n"));
    BOOST_TEST(run(groups + options + Words{"true"}).status == 0);
}

BOOST_AUTO_TEST_CASE(an_id_is_parsed_strictly) {
    for (const std::string id :
         {"", ":", "1:", "-1", "+1", " 1", "1 ", "0x1", "4294967295", "root"}) {
        BOOST_TEST(launch({"--uid", id, "true"}).status == 125);
    }
}

BOOST_AUTO_TEST_CASE(arguments_of_any_bytes_arrive) {
    const std::string strange = "a b\n\t\"'\\$\x01\xff=--";
    const auto outcome = launch({"--", "printf", "%s|", strange, "", "--root"});
    BOOST_TEST((outcome.out == strange + "||--root|"));
}

BOOST_AUTO_TEST_CASE(without_a_command_it_is_a_login_shell) {
    const auto outcome = run(launch_words({}), {.input = "echo $0 $PPID\n"});
    BOOST_TEST(outcome.out == "/bin/sh 1\n");
}

BOOST_AUTO_TEST_CASE(options_end_at_the_first_word_that_is_none) {
    BOOST_TEST(launch({"echo", "--help", "--root"}).out == "--help --root\n");
    BOOST_TEST(launch({"--", "echo", "--", "x"}).out == "-- x\n");
}

BOOST_AUTO_TEST_CASE(run_is_the_verb_that_need_not_be_said) {
    const auto outcome = run({setting("LAUNCH"), "run", "--root", setting("LAUNCH_ROOT"), "echo"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "\n");
}

BOOST_AUTO_TEST_SUITE_END()

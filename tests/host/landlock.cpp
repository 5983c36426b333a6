/** --landlock-ro and --landlock-rw: what the command may do with files, whatever their modes say. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

/** What every program needs, then these. */
Outcome restricted(const std::string& script, const Words& options) {
    return inside(script, Words{"--landlock-ro=/bin", "--landlock-ro=/lib", "--landlock-ro=/usr",
                                "--tmpfs=/tmp", "--tmpfs=/srv"} +
                              options);
}

} // namespace

BOOST_AUTO_TEST_SUITE(landlock)

BOOST_AUTO_TEST_CASE(all_other_files_are_refused) {
    const auto outcome = restricted("cat /etc/passwd; ls /etc; echo x > /tmp/x; echo done", {});
    BOOST_TEST(outcome.out == "done\n");
    BOOST_TEST(outcome.err.contains("can't open '/etc/passwd': Permission denied"));
    BOOST_TEST(outcome.err.contains("can't open '/etc': Permission denied"));
    BOOST_TEST(outcome.err.contains("can't create /tmp/x: Permission denied"));
    BOOST_TEST(inside("head -n 1 /etc/passwd | cut -c1-4").out == "root\n");
}

BOOST_AUTO_TEST_CASE(what_is_named_can_be_read_or_written) {
    const auto outcome =
        restricted("head -n 1 /etc/passwd | cut -c1-4; echo x > /tmp/x && cat /tmp/x; "
                   "mkdir /tmp/d && mv /tmp/x /tmp/d && : > /tmp/d/x && rm -r /tmp/d && echo all; "
                   "echo y > /srv/y; cat /etc/hosts; echo z >> /etc/passwd",
                   {"--landlock-ro=/etc/passwd", "--landlock-rw=tmp", "--landlock-ro=/srv"});
    BOOST_TEST(outcome.out == "root\nx\nall\n");
    BOOST_TEST(outcome.err.contains("can't create /srv/y: Permission denied"));
    BOOST_TEST(outcome.err.contains("can't open '/etc/hosts': Permission denied"));
    BOOST_TEST(outcome.err.contains("can't create /etc/passwd: Permission denied"));
}

BOOST_AUTO_TEST_CASE(a_command_that_may_not_be_executed_is_126) {
    BOOST_TEST(launch({"--landlock-ro=/etc", "/bin/true"}).status == 126);
}

BOOST_AUTO_TEST_CASE(a_path_that_is_missing_is_named) {
    const auto outcome = launch({"--landlock-ro=/no/such", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err == "launch: refuse all files but /no/such (ro): open /no/such: No such "
                              "file or directory\n");
}

BOOST_AUTO_TEST_CASE(a_link_of_proc_grants_nothing_of_the_outside) {
    const auto outcome = run(Words{"sh", "-c", "exec \"$@\" < /", "sh"} +
                             launch_words({"--landlock-rw=/proc/self/fd/0", "true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("through a link of /proc"));
}

BOOST_AUTO_TEST_SUITE_END()

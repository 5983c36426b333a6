/** The wrapper as a program among others: its streams, its signals, where it is started from. */
#include "vm.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>

using namespace launch_test;

namespace {

/** A shell's line, in which $0 is qemu/run. */
Outcome shell(const std::string& line) {
    return run({"bash", "-c", line, vm_words({}).front()}, {.timeout = Seconds(150)});
}

const int milliseconds[] = {10, 30, 60, 90, 120, 200, 400, 800, 1600};

} // namespace

BOOST_AUTO_TEST_SUITE(the_wrapper)

BOOST_AUTO_TEST_CASE(a_directory_as_a_stream_is_refused_in_one_sentence) {
    const auto input = shell("$0 -- true < /tmp");
    BOOST_TEST(input.status == 125);
    BOOST_TEST(input.err == "qemu/run: use stdin: Is a directory\n");
    const auto output = shell("$0 --help 1< /tmp");
    BOOST_TEST(output.status == 125);
    BOOST_TEST(output.err == "qemu/run: use stdout: Is a directory\n");
}

BOOST_AUTO_TEST_CASE(help_that_cannot_be_written_is_an_error_in_one_sentence) {
    const auto full = shell("$0 --help > /dev/full");
    BOOST_TEST(full.status == 125);
    BOOST_TEST(full.err == "qemu/run: write help: No space left on device\n");
}

BOOST_AUTO_TEST_CASE(help_that_nobody_reads_to_its_end_is_no_reason_for_words) {
    const auto piped = shell("$0 --help | true; exit ${PIPESTATUS[0]}");
    BOOST_TEST((piped.status == 0 || piped.status == 128 + SIGPIPE));
    BOOST_TEST(piped.err == "");
    const auto closed = shell("$0 --help >&-");
    BOOST_TEST(closed.status == 0);
    BOOST_TEST(closed.err == "");
}

BOOST_AUTO_TEST_CASE(a_machine_runs_with_all_streams_closed) {
    BOOST_TEST(shell("$0 -- sh -c 'cat; echo out; echo err >&2; exit 7' <&- >&- 2>&-").status == 7);
}

BOOST_AUTO_TEST_CASE(output_that_nobody_takes_ends_the_machine) {
    const auto piped = shell("$0 -- yes | true; exit ${PIPESTATUS[0]}");
    BOOST_TEST(piped.status == 128 + SIGPIPE);
    BOOST_TEST(without_note(piped.err) == "");
    const auto full = shell("$0 -- yes > /dev/full");
    BOOST_TEST(full.status == 125);
    BOOST_TEST(without_note(full.err) == "qemu/run: run machine: No space left on device\n");
}

BOOST_DATA_TEST_CASE(INT_at_any_moment_ends_it_with_130_and_at_most_one_sentence, milliseconds,
                     delay) {
    Running running(Words{"env", "--default-signal=INT"} + vm_words({"--", "sleep", "100"}));
    pause_microseconds(1000L * delay);
    running.kill(SIGINT);
    const auto outcome = running.wait();
    BOOST_TEST(outcome.status == 128 + SIGINT);
    const std::string said = without_note(outcome.err);
    BOOST_TEST((said.empty() || said == "qemu/run: run machine: SIGINT\n"), said);
}

BOOST_AUTO_TEST_CASE(INT_while_it_packs_leaves_nothing_behind) {
    const TemporaryDirectory host;
    run({"sh", "-c",
         "cd \"$0\"; truncate -s 2G file; tar -cSf root.tar file; ls \"$1/build/images\" > before",
         host.path(), setting("LAUNCH_SOURCE")});
    Running running(Words{"env", "--default-signal=INT"} +
                    vm_words({"--root", host.path("root.tar"), "--", "true"}));
    pause_microseconds(700'000);
    running.kill(SIGINT);
    BOOST_TEST(running.wait().status == 128 + SIGINT);
    const auto after = run({"ls", setting("LAUNCH_SOURCE") + "/build/images"});
    BOOST_TEST(after.out == host.read("before"));
}

BOOST_AUTO_TEST_CASE(a_record_can_go_to_a_stream_but_waits_for_no_reader) {
    const auto record = shell("$0 --record /dev/stderr -- true 2>&1 >&- | cat");
    BOOST_TEST(record.out.contains("\"outcome\": \"exit\""));
    const TemporaryDirectory host;
    const auto fifo = shell("mkfifo " + host.path("fifo") + "; $0 --record " + host.path("fifo") +
                            " -- sh -c 'exit 3'");
    BOOST_TEST(fifo.status == 125);
    BOOST_TEST(fifo.err.contains("qemu/run: write " + host.path("fifo") + ": "));
}

BOOST_AUTO_TEST_CASE(a_signal_that_was_ignored_at_the_start_stays_ignored) {
    Running running(Words{"env", "--ignore-signal=HUP"} + vm_words({"--", "sleep", "2"}));
    pause_microseconds(1'000'000);
    running.kill(SIGHUP);
    BOOST_TEST(running.wait().status == 0);
}

BOOST_AUTO_TEST_CASE(it_is_found_through_a_link_and_from_anywhere) {
    const TemporaryDirectory host;
    const auto outcome = run(
        {"sh", "-c", "ln -s \"$1\" \"$0/vm\" && cd \"$0\" && CDPATH=/tmp ./vm -- sh -c 'exit 9'",
         host.path(), vm_words({}).front()},
        {.timeout = Seconds(100)});
    BOOST_TEST(outcome.status == 9);
    BOOST_TEST(without_note(outcome.err) == "");
}

BOOST_AUTO_TEST_CASE(the_callers_settings_for_Python_do_not_matter) {
    const auto outcome = shell("PYTHONHOME=/none PYTHONPATH=/none PYTHONINSPECT=1 $0 --help");
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.err == "");
}

BOOST_AUTO_TEST_CASE(a_clone_that_cannot_be_written_is_refused_in_one_sentence) {
    const auto outcome = shell("unshare -m sh -c 'top=${0%/qemu/run}; mount --bind $top $top && "
                               "mount -o remount,bind,ro $top && exec $0 -- true' $0");
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err == "qemu/run: write to " + setting("LAUNCH_SOURCE") +
                                  "/build: not allowed, so run in a clone of your own\n");
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_without_the_packages_is_told_the_line_to_type) {
    const TemporaryDirectory host;
    host.write("packages.sh", read_file(setting("LAUNCH_SOURCE") + "/qemu/packages.sh"));
    const auto outcome =
        run({"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c",
             ". \"$1\"; need 'no-such-command package-b\n/no/such/file package-a'; echo on",
             "qemu/run", host.path("packages.sh")});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.out == "");
    BOOST_TEST(outcome.err ==
               "qemu/run: install packages: not root, so run as root: apt-get install "
               "-y --no-install-recommends package-a package-b \n");
}

BOOST_AUTO_TEST_SUITE_END()

/** Named runs, pid files, and what --info-fd and --report-fd are told. */
#include "host.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>

using namespace launch_test;

namespace {

/** The value of a key in a line of JSON, as it stands there. */
std::string value_of(const std::string& json, const std::string& key) {
    const auto at = json.find("\"" + key + "\":");
    if (at == std::string::npos) return "(missing)";
    const auto start = at + key.size() + 3;
    return json.substr(start, json.find_first_of(",}", start) - start);
}

std::string start_of(const std::string& process) {
    return run({"sh", "-c", "cut -d ' ' -f 22 /proc/$0/stat | tr -d '\\n'", process}).out;
}

/** A run that waits for the end of its input. */
Words waiting(const Words& options) {
    return launch_words(options + Words{"sh", "-c", "echo runs; cat"});
}

bool is_there(const std::string& name) {
    return std::filesystem::exists("/run/launch/" + name);
}

struct End {
    Words words;
    const char *ended, *status, *more;
};

std::ostream& operator<<(std::ostream& out, const End& end) {
    return out << end.ended << end.status;
}

} // namespace

BOOST_AUTO_TEST_SUITE(watching)

BOOST_AUTO_TEST_CASE(info_says_who_runs_as_seen_from_outside) {
    const TemporaryDirectory host;
    const auto file = host.path("info");
    Running program(Words{"sh", "-c", "exec 9>$0; exec \"$@\"", file} +
                    waiting({"--info-fd=9", "--name=seen"}));
    BOOST_REQUIRE(program.read_until("runs"));
    BOOST_REQUIRE(eventually(5000, [&] { return read_file(file).ends_with("}\n"); }));
    const auto json = read_file(file);
    BOOST_TEST(json.contains("{\"version\":1,\"name\":\"seen\",\"pid\":"), json);
    BOOST_TEST(value_of(json, "pid") == std::to_string(program.process()));
    BOOST_TEST(value_of(json, "start") == start_of(value_of(json, "pid")));
    const auto command = value_of(json, "command");
    BOOST_TEST(read_file("/proc/" + command + "/comm") == "cat\n");
    BOOST_TEST(run({"sh", "-c", "ps -o ppid= -p " + command + "|tr -d ' \\n'"}).out ==
               value_of(json, "init"));
    for (const std::string kind : {"pid", "net", "ipc", "uts", "cgroup", "user", "time"}) {
        const auto link = run({"readlink", "/proc/" + command + "/ns/" + kind}).out;
        BOOST_TEST(link ==
                   kind + ":[" + value_of(json.substr(json.find("namespaces")), kind) + "]\n");
    }
    BOOST_TEST(json.contains("\"cgroup\":null,"), json);
    BOOST_TEST(read_file("/run/launch/seen") == json);
    program.close_input();
    BOOST_TEST(program.wait().status == 0);
    BOOST_TEST(!is_there("seen"));
}

BOOST_AUTO_TEST_CASE(the_words_stay_readable_however_they_were_cut) {
    const std::string words = "--tmpfs=/tmp:size=1m,mode=755";
    Running program(waiting({words, "--user=0:0", "--bind=/etc:/mnt:ro"}));
    BOOST_REQUIRE(program.read_until("runs"));
    const auto line = read_file("/proc/" + std::to_string(program.process()) + "/cmdline");
    const std::string zero(1, '\0');
    BOOST_TEST(
        line.contains(zero + words + zero + "--user=0:0" + zero + "--bind=/etc:/mnt:ro" + zero));
    Words many;
    for (int index = 0; index < 60; ++index) {
        many.push_back("--env=V" + std::to_string(index) + "=" + std::string(200, 'x'));
    }
    Running large(waiting(many + Words{words}));
    BOOST_REQUIRE(large.read_until("runs"));
    BOOST_TEST(read_file("/proc/" + std::to_string(large.process()) + "/cmdline").contains(words));
}

const End ends[] = {
    {{"sh", "-c", "exit 42"},
     "\"exit\"",
     "42",
     "\"signal\":null,\"request\":null,\"failure\":null"},
    {{"sh", "-c", "kill -9 $$"}, "\"signal\"", "137", "\"signal\":9,"},
    {{"/nowhere"},
     "\"failed\"",
     "127",
     "\"failure\":\"execute /nowhere: No such file or directory\""},
    {{"--bind=/nowhere:/mnt", "true"}, "\"failed\"", "125", "\"failure\":\"bind /nowhere on /mnt"},
    {{"--root=/nowhere", "true"}, "\"failed\"", "125", "\"failure\":\"open root /nowhere: "},
    {{"--nothing"}, "\"failed\"", "125", "\"failure\":\"read option --nothing: "},
    {{"sh", "-c", "kill -TERM 1; sleep 9"}, "\"request\"", "0", "\"request\":\"reboot\""},
};

BOOST_DATA_TEST_CASE(the_report_says_how_it_ended, ends, end) {
    const auto outcome = run(launch_words(Words{"--report-fd=1"} + end.words));
    BOOST_TEST(value_of(outcome.out, "ended") == end.ended);
    BOOST_TEST(value_of(outcome.out, "status") == end.status);
    BOOST_TEST(outcome.status == std::stoi(end.status));
    BOOST_TEST(outcome.out.contains(end.more), outcome.out);
}

BOOST_AUTO_TEST_CASE(the_report_counts_time_and_memory) {
    const auto outcome =
        run(launch_words({"--report-fd=1", "sh", "-c",
                          "sleep 0.3; i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done"}));
    BOOST_TEST(std::stoi(value_of(outcome.out, "wall_ms")) >= 300);
    BOOST_TEST(std::stoi(value_of(outcome.out, "cpu_ms")) > 10, outcome.out);
    BOOST_TEST(std::stoi(value_of(outcome.out, "peak_rss")) > 100'000);
}

BOOST_AUTO_TEST_CASE(a_descriptor_that_cannot_be_written_to_is_refused_before_anything_is_done) {
    const TemporaryDirectory host;
    for (const std::string option : {"--info-fd=77", "--report-fd=77", "--info-fd=0"}) {
        const auto outcome =
            run({"sh", "-c", "exec 0</dev/null; exec \"$@\"", "sh", setting("LAUNCH"), "--root",
                 host.path(), option, "--tmpfs=/made", "true"});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err == "launch: write to the descriptor of --info-fd or --report-fd: "
                                  "it is not open for writing\n");
        BOOST_TEST(!std::filesystem::exists(host.path("made")));
    }
}

BOOST_AUTO_TEST_CASE(the_command_has_neither_descriptor) {
    const auto outcome = run(Words{"sh", "-c", "exec 7>/dev/null 8>/dev/null; exec \"$@\"", "sh"} +
                             launch_words(probe_option() + Words{"--info-fd=7", "--report-fd=8",
                                                                 "/probe", "descriptors"}));
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(!outcome.out.contains("7"), outcome.out);
}

BOOST_AUTO_TEST_CASE(a_pid_file_is_there_while_it_runs) {
    const TemporaryDirectory host;
    const auto file = host.path("pid");
    {
        Running program(waiting({"--pid-file", file}));
        BOOST_REQUIRE(program.read_until("runs"));
        BOOST_TEST(read_file(file) == std::to_string(program.process()) + "\n");
        program.close_input();
        program.wait();
    }
    BOOST_TEST(std::filesystem::is_empty(host.path()));
    BOOST_TEST(launch({"--pid-file", file, "/nowhere"}).status == 127);
    BOOST_TEST(std::filesystem::is_empty(host.path()));
    const auto refused = launch({"--pid-file", host.path("no/such"), "true"});
    BOOST_TEST(refused.status == 125);
    BOOST_TEST(refused.err.contains(host.path("no/such")), refused.err);
}

BOOST_AUTO_TEST_CASE(a_name_is_taken_once_and_free_at_the_end) {
    Running program(waiting({"--name=once"}));
    BOOST_REQUIRE(program.read_until("runs"));
    const auto second = launch({"--name=once", "true"});
    BOOST_TEST(second.status == 125);
    BOOST_TEST(second.err == "launch: read --name once: a run of this name is there already\n");
    program.close_input();
    program.wait();
    BOOST_TEST(launch({"--name=once", "true"}).status == 0);
    BOOST_TEST(launch({"--name=once", "/nowhere"}).status == 127);
    BOOST_TEST(!is_there("once"));
}

BOOST_AUTO_TEST_CASE(of_a_hundred_that_start_with_one_name_one_runs) {
    const auto outcome =
        run(Words{"sh", "-c",
                  "for i in $(seq 100); do \"$@\" </dev/null 2>&1 & done; wait; ls -A /run/launch",
                  "sh"} +
            launch_words({"--name=same", "--share=net", "sh", "-c", "echo runs; sleep 8"}));
    std::size_t refused = 0;
    for (std::size_t at = 0;
         (at = outcome.out.find("there already", at + 1)) != std::string::npos;) {
        ++refused;
    }
    BOOST_TEST(refused == 99U);
    BOOST_TEST(outcome.out.contains("runs\n"));
    BOOST_TEST(!outcome.out.contains("\nsame\n"), outcome.out);
}

BOOST_AUTO_TEST_CASE(what_a_killed_launch_leaves_is_told_by_identity_and_replaced) {
    {
        Running program(waiting({"--name=killed"}));
        BOOST_REQUIRE(program.read_until("runs"));
        program.kill(SIGKILL);
        program.wait();
    }
    BOOST_REQUIRE(is_there("killed"));
    // The number is somebody's again: the shell's, which started at another time, by clock ticks.
    pause_microseconds(50'000);
    const auto script =
        "sed -i \"s/\\\"pid\\\":[0-9]*/\\\"pid\\\":$$/\" /run/launch/killed; \"$@\"";
    BOOST_TEST(
        run(Words{"sh", "-c", script, "sh"} + launch_words({"--name=killed", "true"})).status == 0);
    BOOST_TEST(!is_there("killed"));
}

BOOST_AUTO_TEST_CASE(an_ordinary_users_names_are_in_his_own_folder) {
    const TemporaryDirectory host;
    std::filesystem::permissions(host.path(), std::filesystem::perms::all);
    const auto words = as_user() + launch_words({"--name=mine", "sh", "-c", "echo runs; cat"});
    const auto none = run(words, {.environment = {{"XDG_RUNTIME_DIR", std::nullopt}}});
    BOOST_TEST(none.status == 125);
    BOOST_TEST(none.err.starts_with("launch: find $XDG_RUNTIME_DIR"), none.err);
    Running program(words, {.environment = {{"XDG_RUNTIME_DIR", host.path()}}});
    BOOST_REQUIRE(program.read_until("runs"));
    const auto state = [&] { return read_file(host.path("launch/mine")); };
    BOOST_TEST(eventually(5000, [&] { return value_of(state(), "command") != "null"; }));
    BOOST_TEST(value_of(state().substr(state().find("namespaces")), "user") != "null");
}

BOOST_AUTO_TEST_CASE(a_read_only_run_is_a_clear_error) {
    const std::string script = "mount -t tmpfs -o ro none /run && exec \"$@\"";
    const auto outcome =
        run(Words{"unshare", "-m", "sh", "-c", script, "sh"} + launch_words({"--name=x", "true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("Read-only file system"), outcome.err);
}

const std::string bad_names[] = {
    "",   ".",   "..",  "../x", "a/b",      "/x",  ".x",
    "-x", "a b", "a~1", "a\nb", "\xc3\xa4", "a:b", std::string(65, 'x')};

BOOST_DATA_TEST_CASE(a_name_that_could_lead_elsewhere_is_refused, bad_names, name) {
    const auto outcome = launch({"--name=" + name, "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("read --name"), outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()

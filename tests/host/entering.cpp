/** What is done with runs that are there: enter, kill, stop, list, inspect. */
#include "host.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>

using namespace launch_test;

namespace {

/** What a command can tell of itself: its ids, posture, namespaces, root, variables. */
const std::string self =
    "id; grep -E '^(Cap|NoNew|Seccomp:|Groups)' /proc/self/status; for kind in mnt pid net ipc uts "
    "cgroup user time; do readlink /proc/self/ns/$kind; done; pwd; umask; ulimit -n; "
    "stat -c %d:%i /; cut -d ' ' -f 18,19 /proc/self/stat; env | grep -v ^SHLVL | sort";

/** A run that says what it is, and waits for the end of its input. */
class Run {
public:
    explicit Run(const Words& options, const Words& before = {})
        : program(before + launch_words(options + Words{"--", "sh", "-c",
                                                        self + "; echo runs; cat; exit 5"})) {
        require(program.read_until("runs\n"), "start a run: " + program.seen());
    }

    [[nodiscard]] std::string told() const {
        return program.seen().substr(0, program.seen().find("runs\n"));
    }
    [[nodiscard]] std::string process() const { return std::to_string(program.process()); }
    int end() {
        program.close_input();
        return program.wait().status;
    }
    Running program;
};

Outcome verb(const Words& words) {
    return run(Words{setting("LAUNCH")} + words);
}

Outcome enter(const std::string& target, const std::string& script, const Words& options = {}) {
    return verb(Words{"enter", target} + options + Words{"--", "sh", "-c", script});
}

struct Posture {
    Words options;
    bool user = false; ///< who starts it is an ordinary one
};

std::ostream& operator<<(std::ostream& out, const Posture& posture) {
    for (const auto& word : posture.options) out << word << ' ';
    return out << (posture.user ? "(user)" : "");
}

const Posture postures[] = {
    {{}},
    {{"--user=7:8", "--groups=10,11", "--umask=027", "--chdir=/etc", "--env=A=b", "--nice=3"}},
    {{"--privileged"}},
    {{"--user=daemon", "--ambient=net_raw", "--cap-add=net_raw", "--rlimit=nofile=99"}},
    {{"--unshare=user,time", "--boottime=1000"}},
    {{"--unshare=user", "--map-uid=0:100000:1000", "--user=5"}},
    {{"--share=pid,net,ipc", "--caps=none", "--clear-env", "--allow-userns"}},
    {{"--landlock-ro=/", "--seccomp=none", "--new-privs"}},
    {{}, true},
    {{"--uid=7", "--gid=9", "--share=net"}, true},
};

} // namespace

BOOST_AUTO_TEST_SUITE(entering)

BOOST_DATA_TEST_CASE(what_enters_is_what_the_command_is, postures, posture) {
    Run program(posture.options, posture.user ? as_user() : Words());
    const auto outcome = enter(program.process(), self);
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == program.told());
    BOOST_TEST(outcome.out.contains("CapInh:\t0000000000000000") ==
               !program.told().contains("CapInh:\t0000000000002000"));
    if (!posture.user) return;
    const auto own =
        run(as_user() + Words{setting("LAUNCH"), "enter", program.process(), "sh", "-c", self});
    BOOST_TEST(own.out == program.told());
}

BOOST_AUTO_TEST_CASE(a_run_is_found_by_name_file_and_any_of_its_processes) {
    const TemporaryDirectory host;
    Run program({"--name=found", "--pid-file", host.path("pid")});
    const auto init = child_of(program.process());
    for (const std::string& target : {std::string("found"), host.path("pid"), program.process(),
                                      init, child_of(init), child_of(child_of(init))}) {
        if (target.empty()) continue;
        BOOST_TEST(enter(target, "hostname; exit 3").status == 3, target);
        BOOST_TEST(enter(target, "readlink /proc/1/ns/uts").out ==
                   enter("found", "readlink /proc/1/ns/uts").out);
    }
}

const std::string wrong_targets[] = {"nobody",       "1",        "999999999", "0",      "-1",
                                     "/nowhere/pid", "../found", "",          "found/", "/dev/zero",
                                     "4294967297"};

BOOST_DATA_TEST_CASE(what_is_no_run_is_refused, wrong_targets, target) {
    for (const std::string name : {"enter", "kill", "stop", "inspect"}) {
        const auto outcome = verb({name, target});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.starts_with("launch: find run " + target + ": "), outcome.err);
    }
}

BOOST_AUTO_TEST_CASE(exit_status_signals_and_input_are_as_with_run) {
    Run program({"--name=exits"});
    BOOST_TEST(enter("exits", "exit 42").status == 42);
    BOOST_TEST(enter("exits", "kill -9 $$").status == 137);
    BOOST_TEST(verb({"enter", "exits", "/nowhere"}).status == 127);
    BOOST_TEST(verb({"enter", "exits", "/etc/passwd"}).status == 126);
    BOOST_TEST(run({setting("LAUNCH"), "enter", "exits", "cat"}, {.input = "through"}).out ==
               "through");
    Running waits({setting("LAUNCH"), "enter", "exits", "--", "sh", "-c",
                   "trap 'echo term; exit 9' TERM; echo ready; while :; do sleep 0.1; done"});
    BOOST_REQUIRE(waits.read_until("ready"));
    waits.kill(SIGTERM);
    BOOST_TEST(waits.wait().status == 9);
    BOOST_TEST(program.end() == 5);
}

BOOST_AUTO_TEST_CASE(what_has_entered_ends_with_its_launch_and_with_the_run) {
    Run program({"--name=ends"});
    const Words words = {setting("LAUNCH"),    "enter", "ends", "--", "sh", "-c",
                         "echo in; sleep 1000"};
    {
        Running killed(words);
        BOOST_REQUIRE(killed.read_until("in"));
        killed.kill(SIGKILL);
    }
    BOOST_TEST(eventually(5000, [] { return !enter("ends", "ps").out.contains("sleep 1000\n"); }));
    Running other(words);
    BOOST_REQUIRE(other.read_until("in"));
    BOOST_TEST(program.end() == 5);
    BOOST_TEST(other.wait().status == 137);
}

BOOST_AUTO_TEST_CASE(what_enters_can_change_who_it_is_and_not_where) {
    Run program({"--name=changes"});
    BOOST_TEST(
        enter("changes", "id -u; pwd; echo $A", {"--user=7", "--chdir=/etc", "--env=A=b"}).out ==
        "7\n/etc\nb\n");
    for (const std::string option : {"--bind=/etc:/mnt", "--root=/", "--share=net", "--name=x"}) {
        const auto outcome = enter("changes", "true", {option});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.contains("that is for the run itself to say"), outcome.err);
    }
    BOOST_TEST(verb({"enter", "changes", "--dry-run", "true"})
                   .out.contains("  enter the run's namespaces: mount pid net ipc uts cgroup\n"));
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_enters_only_what_is_his) {
    Run roots({});
    const auto outcome =
        run(as_user() + Words{setting("LAUNCH"), "enter", roots.process(), "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.starts_with("launch: find run "), outcome.err);
}

BOOST_AUTO_TEST_CASE(a_launcher_inside_is_not_taken_for_one) {
    // Root inside executes launch with words of its own; whoever enters must not obey these.
    Running program(launch_words({"--privileged", "--umask=011", "--ro-bind",
                                  setting("LAUNCH") + ":/launch", "/launch", "--privileged",
                                  "--umask=022", "sh", "-c", "echo in; sleep 777777"}));
    BOOST_REQUIRE(program.read_until("in"));
    std::string inner;
    BOOST_REQUIRE(eventually(5000, [&] {
        inner = run({"pgrep", "-fn", "^sleep 777777"}).out;
        return !inner.empty();
    }));
    inner.pop_back();
    const auto of_command = child_of(child_of(std::to_string(program.process())));
    for (const std::string& target : {inner, of_command}) {
        BOOST_TEST(enter(target, "umask").out == "0011\n");
    }
}

BOOST_AUTO_TEST_CASE(a_run_that_has_the_number_of_one_that_is_gone_is_not_taken_for_it) {
    const std::string script = R"sh(
        launch=$1; shift
        "$@" --name=gone sleep 1000 & first=$!
        until "$launch" list | grep -q "^gone $first "; do sleep 0.05; done
        kill -9 $first; wait
        sleep 0.05 # starts are told apart by clock ticks
        echo $((first - 1)) > /proc/sys/kernel/ns_last_pid
        "$@" sleep 1000 & second=$!
        until "$launch" inspect $second > /dev/null 2>&1; do sleep 0.05; done
        [ $first = $second ] && echo same
        "$launch" list
        "$launch" enter gone true; echo $?
        "$launch" stop gone; echo $?
        kill -0 $second && echo lives)sh";
    const auto outcome =
        run(Words{"unshare", "-pf", "--mount-proc", "sh", "-c", script, "sh", setting("LAUNCH")} +
            launch_words({}));
    BOOST_TEST(outcome.out == "same\n125\n125\nlives\n", outcome.err);
}

BOOST_AUTO_TEST_CASE(no_descriptor_of_the_host_passes) {
    Run program({"--cap-add=sys_ptrace"});
    const auto outcome = run(Words{"sh", "-c", "exec 3</ 4</etc 5</root 7</proc; exec \"$@\"", "sh",
                                   setting("LAUNCH"), "enter", program.process(), "sh", "-c",
                                   "ls /proc/self/fd; ls -l /proc/$PPID/fd /proc/$PPID/exe"});
    BOOST_TEST(outcome.out.starts_with("0\n1\n2\n3\n"), outcome.out); // 3 is the directory itself
    BOOST_TEST(!outcome.out.contains("\n4\n"));
}

BOOST_AUTO_TEST_CASE(a_hunter_inside_never_sees_a_descriptor_of_the_host) {
    const std::string hunt = R"sh(
        own=$(stat -c %d:%i /)
        echo hunting
        while ! [ -e /tmp/stop ]; do
            for each in /proc/[0-9]*; do
                case $each in */1|*/2|*/$$) continue ;; esac
                for fd in $each/fd/*; do
                    link=$(readlink $fd 2>/dev/null) || continue
                    case $link in
                        /) that=$(stat -L -c %d:%i $fd 2>/dev/null) && [ $that != $own ] && echo "seen /" ;;
                        pipe:*|socket:*|/dev/null|anon_inode:*) ;; *) echo "seen $link" ;; esac
                done
                cd $each/cwd 2>/dev/null && { [ -e ./launch-host-mark ] && echo "seen cwd"; cd /; }
            done
        done
        echo over)sh";
    const TemporaryDirectory host;
    write_file(host.path("launch-host-mark"), "");
    Running hunter(
        launch_words({"--name=hunter", "--cap-add=sys_ptrace", "--tmpfs=/tmp", "sh", "-c", hunt}));
    BOOST_REQUIRE(hunter.read_until("hunting\n"));
    for (int count = 0; count < 200; ++count) {
        const auto entered =
            run({"sh", "-c", "exec 3<. 9</etc/passwd; exec \"$0\" enter hunter true",
                 setting("LAUNCH")},
                {.directory = host.path()});
        BOOST_REQUIRE(entered.status == 0);
    }
    enter("hunter", "touch /tmp/stop");
    BOOST_REQUIRE(hunter.read_until("over\n"));
    BOOST_TEST(!hunter.seen().contains("seen"), hunter.seen());
}

BOOST_AUTO_TEST_CASE(kill_sends_signals_by_name_and_number) {
    for (const auto& [word, status] : std::vector<std::pair<std::string, int>>{
             {"KILL", 137}, {"SIGKILL", 137}, {"9", 137}, {"34", 162}, {"USR1", 138}}) {
        Run program({"--name=killed"});
        BOOST_TEST(verb({"kill", "-s", word, "killed"}).status == 0);
        BOOST_TEST(program.program.wait().status == status);
    }
    Run program({"--name=killed"});
    const auto wrong = verb({"kill", "-s", "NOPE", "killed"});
    BOOST_TEST(wrong.status == 125);
    BOOST_TEST(wrong.err == "launch: read signal NOPE: neither a name nor a number up to 64\n");
    BOOST_TEST(verb({"kill", "killed"}).status == 0);
    BOOST_TEST(program.program.wait().status == 143);
}

BOOST_AUTO_TEST_CASE(who_looks_is_not_taken_for_the_launcher_of_a_run_it_has_started) {
    const TemporaryDirectory host;
    host.write("report", "");
    const std::string script = "\"$0\" --name=looked-at --report-fd=9 --root \"$1\" sleep 1000 "
                               "9> \"$2\" & sleep 0.5; exec \"$0\" kill -s USR1 looked-at";
    run({"sh", "-c", script, setting("LAUNCH"), setting("LAUNCH_ROOT"), host.path("report")});
    for (int tries = 0; tries < 50 && host.read("report").empty(); ++tries) {
        pause_microseconds(100'000);
    }
    BOOST_TEST(host.read("report").contains("\"signal\":10"), host.read("report"));
}

BOOST_AUTO_TEST_CASE(stop_asks_first_and_answers_when_it_is_gone) {
    Run gentle({"--name=gentle"});
    BOOST_TEST(verb({"stop", "gentle"}).status == 0);
    BOOST_TEST(!std::filesystem::exists("/run/launch/gentle"));
    BOOST_TEST(gentle.program.wait().status == 143);
    Running stubborn(launch_words(
        {"--name=stubborn", "sh", "-c", "trap '' TERM; echo on; while :; do sleep 9; done"}));
    BOOST_REQUIRE(stubborn.read_until("on"));
    stubborn.kill(SIGSTOP); // TERM alone would wait
    BOOST_TEST(verb({"stop", "--grace", "1", "stubborn"}).status == 0);
    BOOST_TEST(!std::filesystem::exists("/run/launch/stubborn"));
    BOOST_TEST(stubborn.wait().status == 137);
}

BOOST_AUTO_TEST_CASE(list_shows_who_runs) {
    BOOST_TEST(verb({"list"}).out == "");
    BOOST_TEST(verb({"list", "--json"}).out == "[]\n");
    Run one({"--name=one"});
    Run two({"--name=two"});
    const auto plain = verb({"list"}).out;
    BOOST_TEST(plain.contains("one " + one.process() + " "), plain);
    BOOST_TEST(plain.contains("two " + two.process() + " "), plain);
    const auto names =
        run({"sh", "-c",
             "\"$0\" list --json | /usr/bin/python3 -c 'import json, sys; print(sorted("
             "each[\"name\"] for each in json.load(sys.stdin)))'",
             setting("LAUNCH")});
    BOOST_TEST(names.out == "['one', 'two']\n");
}

BOOST_AUTO_TEST_CASE(inspect_tells_the_truth) {
    Run program({"--name=seen", "--user=7:8", "--groups=10", "--share=net", "--ambient=net_raw",
                 "--cap-add=net_raw"});
    const std::string script = R"py(
import json, os, subprocess, sys
launch = sys.argv[1]
seen = json.loads(subprocess.check_output([launch, "inspect", "seen", "--json"]))
process = seen["command"]
assert seen["uid"] == 7 and seen["gid"] == 8 and seen["groups"] == [10], seen
assert seen["effective"] == ["net_raw"] == seen["ambient"], seen
assert "setuid" in seen["bounding"] and "sys_admin" not in seen["bounding"], seen
assert seen["no_new_privs"] is True and seen["seccomp"] == "filter", seen
for kind, each in seen["namespaces"].items():
    file = "mnt" if kind == "mount" else kind
    theirs, ours = (os.stat(f"/proc/{who}/ns/{file}").st_ino for who in (process, "self"))
    assert each == {"inode": theirs, "caller": ours, "differs": theirs != ours}, each
assert seen["namespaces"]["net"]["differs"] is False
with open(f"/proc/{process}/mountinfo") as file: assert seen["mounts"] == file.read().splitlines()
assert set(seen["descriptors"]) == {"0", "1", "2"}, seen
plain = subprocess.check_output([launch, "inspect", "seen"], text=True)
assert "\nuid: 7\n" in plain and "\nseccomp: filter\n" in plain, plain
print("well"))py";
    const auto outcome = run({"/usr/bin/python3", "-c", script, setting("LAUNCH")});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "well\n");
}

BOOST_AUTO_TEST_CASE(a_hundred_at_once_are_entered_inspected_and_stopped) {
    const std::string script = R"sh(
        launch=$1; shift
        for i in $(seq 100); do "$@" --name=run$i sleep 1000 & done
        while [ $(grep -ls '"command":[0-9]' /run/launch/run* | wc -l) -lt 100 ]; do sleep 0.1; done
        "$launch" list | wc -l
        for i in $(seq 100); do
            "$launch" enter run$i true && "$launch" inspect run$i >/dev/null || echo "failed $i"
        done
        for i in $(seq 100); do "$launch" stop run$i & done
        wait
        ls -A /run/launch | grep '^run'
        find /sys/fs/cgroup -name 'launch-[0-9]*' -type d)sh";
    const auto mounts = read_file("/proc/self/mountinfo");
    const auto outcome = run(Words{"sh", "-c", script, "sh", setting("LAUNCH")} +
                                 launch_words({"--share=net", "--pids=16", "--memory=64m"}),
                             {.timeout = Seconds(120)});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "100\n");
    BOOST_TEST(read_file("/proc/self/mountinfo") == mounts);
    BOOST_TEST(run({"pgrep", "-fc", "sleep 1000"}).out == "0\n");
}

BOOST_AUTO_TEST_SUITE_END()

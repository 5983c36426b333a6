/** behaviours.md 24 to 26, on a host with the old kind of cgroups: limits, and what is left. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <sstream>
#include <unistd.h>

using namespace launch_test;

namespace {

const std::string top = "/sys/fs/cgroup/";

/** A cgroup of the test's own in each hierarchy: what launch makes from in there lies below it. */
class Nest {
public:
    Nest() {
        const std::string name = "/launch-test-" + std::to_string(getpid());
        for (const char* const kind : {"memory", "cpu", "pids", "blkio", "freezer"}) {
            places = places + Words{top + kind + name};
        }
        require(run(Words{"mkdir"} + places).status == 0, "make cgroups");
    }
    Nest(const Nest&) = delete;
    Nest& operator=(const Nest&) = delete;
    ~Nest() { run(Words{"rmdir"} + places); }

    /** What runs these words in there. */
    [[nodiscard]] Words words(const Words& words) const {
        return Words{"sh", "-c",
                     "for place; do shift; [ \"$place\" = -- ] && break; "
                     "echo $$ > \"$place/cgroup.procs\"; done; exec \"$@\"",
                     "sh"} +
               places + Words{"--"} + words;
    }
    /** `launch` with these words, in there. */
    [[nodiscard]] Outcome launch(const Words& options) const {
        return run(words(launch_words(options)));
    }
    /** The cgroups in there. */
    [[nodiscard]] std::string left() const {
        return run(Words{"find"} + places + Words{"-mindepth", "1", "-type", "d"}).out;
    }
    /** What a file of a cgroup in there says. */
    [[nodiscard]] std::string read(const std::string& kind, const std::string& file) const {
        return read_file(top + kind + "/launch-test-" + std::to_string(getpid()) + "/" + file);
    }
    void write(const std::string& file, const std::string& text) const {
        write_file(top + "freezer/launch-test-" + std::to_string(getpid()) + "/" + file, text);
    }
    [[nodiscard]] bool empties_within(int milliseconds) const {
        return eventually(milliseconds, [&] { return left().empty(); });
    }

private:
    Words places;
};

/** Takes up so much memory at once. */
Words eater(const std::string& size) {
    return {"dd", "if=/dev/zero", "of=/dev/null", "count=1", "bs=" + size};
}

/** The process of launch's that is not the init: its guard. */
pid_t guard_of(pid_t launch) {
    const auto children = run({"pgrep", "-P", std::to_string(launch)}).out;
    return std::stoi(children); // the older one
}

std::string status_of(pid_t process, const std::string& pattern) {
    return run({"grep", "-E", pattern, "/proc/" + std::to_string(process) + "/status"}).out;
}

Outcome verb(const Words& words) {
    return run(Words{setting("LAUNCH")} + words);
}

/** A command that says when it runs, in a cgroup of this name, and stays. */
Words staying(const std::string& name, const Words& options = {}) {
    return launch_words(Words{"--cgroup", name} + options +
                        Words{"sh", "-c", "echo running; exec sleep 1000"});
}

} // namespace

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(an_OOM_kill_is_told_apart_and_launch_is_not_the_victim) {
    const Nest nest;
    const auto eaten = nest.launch(Words{"--memory=24m"} + eater("200M"));
    BOOST_TEST(eaten.status == 128 + SIGKILL);
    BOOST_TEST(eaten.err == "launch: the command ran out of memory (--memory 24m)\n");
    const auto killed = nest.launch({"--memory=24m", "sh", "-c", "kill -9 $$"});
    BOOST_TEST(killed.status == 128 + SIGKILL);
    BOOST_TEST(killed.err == "");
    const auto enough = nest.launch(Words{"--memory=400m"} + eater("200M"));
    BOOST_TEST(enough.status == 0);
    const auto init = nest.launch({"--memory=4k", "true"});
    BOOST_TEST(init.status == 125);
    BOOST_TEST(init.err.contains("(out of memory: raise --memory)"));
    BOOST_TEST(nest.left() == "");
}

BOOST_AUTO_TEST_CASE(each_limit_is_in_the_file_of_the_kernel) {
    const Nest nest;
    const auto disk = run({"sh", "-c",
                           "awk 'NR == 3 {print $1 \":\" $2 \" /dev/\" $4}' "
                           "/proc/partitions"})
                          .out;
    const auto device = disk.substr(disk.find(' ') + 1, disk.size() - disk.find(' ') - 2);
    const auto number = disk.substr(0, disk.find(' ') + 1);
    Running command(
        nest.words(staying("all", {"--memory=64m", "--memory-swap=96m", "--cpu=1.5", "--pids=20",
                                   "--io=" + device + ":rbps=1m,wbps=2m,riops=3,wiops=4"})));
    BOOST_REQUIRE(command.read_until("running"));
    BOOST_TEST(nest.read("memory", "all/memory.limit_in_bytes") == "67108864\n");
    BOOST_TEST(nest.read("memory", "all/memory.memsw.limit_in_bytes") == "100663296\n");
    BOOST_TEST(nest.read("cpu", "all/cpu.cfs_quota_us") == "150000\n");
    BOOST_TEST(nest.read("pids", "all/pids.max") == "20\n");
    const std::string throttle = "all/blkio.throttle.";
    BOOST_TEST(nest.read("blkio", throttle + "read_bps_device") == number + "1048576\n");
    BOOST_TEST(nest.read("blkio", throttle + "write_bps_device") == number + "2097152\n");
    BOOST_TEST(nest.read("blkio", throttle + "read_iops_device") == number + "3\n");
    BOOST_TEST(nest.read("blkio", throttle + "write_iops_device") == number + "4\n");
    for (const char* const kind : {"memory", "cpu", "pids", "blkio", "freezer"}) {
        const auto members = nest.read(kind, "all/cgroup.procs");
        BOOST_TEST(std::ranges::count(members, '\n') == 2); // the init and sh
    }
    command.kill(SIGTERM);
    command.wait();
    BOOST_TEST(nest.left() == "");
}

BOOST_AUTO_TEST_CASE(forks_and_time_beyond_the_limits_are_refused_and_counted) {
    const Nest nest;
    const auto forks = nest.launch(
        {"--pids=4", "--verbose", "sh", "-c", "sleep 0.1 & sleep 0.1 & sleep 0.1 & wait"});
    BOOST_TEST(forks.status == 2);
    BOOST_TEST(forks.err.contains(" pids_hits "));
    BOOST_TEST(!forks.err.contains(" pids_hits 0 "));
    const auto none = nest.launch({"--pids=1", "true"});
    BOOST_TEST(none.status == 125);
    BOOST_TEST(none.err.contains("--pids, which counts the init, too"));
    const auto time = nest.launch(
        {"--cpu=0.1", "--verbose", "sh", "-c", "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done"});
    BOOST_TEST(time.status == 0);
    BOOST_TEST(time.err.contains(" cpu_hits "));
    BOOST_TEST(!time.err.contains(" cpu_hits 0 "));
}

BOOST_AUTO_TEST_CASE(nothing_is_left_however_it_ends) {
    const Nest nest;
    BOOST_TEST(nest.launch({"--pids=9", "sh", "-c", "exit 3"}).status == 3);
    BOOST_TEST(nest.left() == "");
    BOOST_TEST(nest.launch({"--pids=9", "sh", "-c", "kill -11 $$"}).status == 139);
    BOOST_TEST(nest.launch({"--pids=9", "/no/such"}).status == 127);
    BOOST_TEST(nest.launch({"--pids=9", "--chdir=/no/such", "true"}).status == 125);
    BOOST_TEST(nest.launch({"--memory=1g", "--io=/dev/null:rbps=1", "true"}).status == 125);
    BOOST_TEST(nest.left() == "");
    // What outlives the command in a shared pid namespace is in the cgroup, too.
    const std::string mark = "1414.21356";
    const auto shared = nest.launch(
        {"--share=pid", "--pids=9", "sh", "-c", "sleep " + mark + " > /dev/null 2>&1 & exit 5"});
    BOOST_TEST(shared.status == 5);
    BOOST_TEST(run({"pgrep", "-f", mark}).out == "");
    BOOST_TEST(nest.left() == "");
}

BOOST_AUTO_TEST_CASE(kill_9_of_launch_leaves_no_cgroup_within_a_second) {
    const Nest nest;
    for (int round = 0; round < 40; ++round) {
        Running command(nest.words(launch_words({"--memory=64m", "--pids=9", "sleep", "1000"})));
        pause_microseconds(round * 300); // any moment
        command.kill(SIGKILL);
        BOOST_REQUIRE(nest.empties_within(1000));
    }
    Running command(nest.words(staying("deep", {"--share=pid"})));
    BOOST_REQUIRE(command.read_until("running"));
    command.kill(SIGKILL);
    BOOST_TEST(nest.empties_within(1000));
}

BOOST_AUTO_TEST_CASE(kill_9_of_launch_removes_what_stands_still_and_what_lies_below) {
    const Nest nest;
    Running command(nest.words(staying("still")));
    BOOST_REQUIRE(command.read_until("running"));
    run({"mkdir", top + "freezer/launch-test-" + std::to_string(getpid()) + "/still/below"});
    nest.write("still/freezer.state", "FROZEN");
    command.kill(SIGKILL);
    BOOST_TEST(nest.empties_within(1000));
}

BOOST_AUTO_TEST_CASE(what_a_killed_guard_leaves_launch_removes) {
    const Nest nest;
    Running command(nest.words(staying("bare")));
    BOOST_REQUIRE(command.read_until("running"));
    run({"kill", "-9", std::to_string(guard_of(command.process()))});
    command.kill(SIGTERM);
    command.wait();
    BOOST_TEST(nest.left() == "");
}

BOOST_AUTO_TEST_CASE(the_guard_is_tiny_and_sleeps) {
    const Nest nest;
    Running command(nest.words(staying("idle")));
    BOOST_REQUIRE(command.read_until("running"));
    const pid_t guard = guard_of(command.process());
    const std::string place = "/proc/" + std::to_string(guard);
    BOOST_TEST(run({"sh", "-c", "ls " + place + "/fd | wc -l"}).out == "1\n"); // its socket
    BOOST_TEST(run({"ps", "-o", "sid=", "-p", std::to_string(guard)}).out ==
               run({"ps", "-o", "pid=", "-p", std::to_string(guard)}).out);
    BOOST_TEST(status_of(guard, "SigBlk").contains("fffffffffffbfeff"));
    const auto own = run({"awk", "/^Pss:/ {print ($2 < 100)}", place + "/smaps_rollup"});
    BOOST_TEST(own.out == "1\n"); // KiB
    const auto before = status_of(guard, "ctxt_switches");
    pause_microseconds(1'200'000);
    BOOST_TEST(status_of(guard, "ctxt_switches") == before);
    command.kill(SIGTERM);
    command.wait();
}

BOOST_AUTO_TEST_CASE(a_hundred_at_once_with_limits_leave_nothing) {
    const Nest nest;
    const auto outcome =
        run(nest.words({"sh", "-c",
                        "for i in $(seq 100); do \"$0\" --root \"$1\" --memory=64m --pids=9 "
                        "sh -c \"exit $i\" & pids=\"$pids $!\"; done; i=0; for p in $pids; do "
                        "i=$((i+1)); wait $p; [ $? = $i ] || echo wrong $i; done; echo all",
                        setting("LAUNCH"), setting("LAUNCH_ROOT")}));
    BOOST_TEST(outcome.out == "all\n");
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(nest.left() == "");
}

BOOST_AUTO_TEST_CASE(the_cgroup_namespace_is_made_inside) {
    const Nest nest;
    const auto outcome = nest.launch({"--memory=64m", "--cpu=1", "cat", "/proc/self/cgroup"});
    BOOST_TEST(outcome.status == 0);
    std::istringstream lines(outcome.out);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) BOOST_TEST(line.ends_with(":/"));
    BOOST_TEST(count > 0);
    const auto shared =
        nest.launch({"--cgroup=named", "--share=cgroup", "cat", "/proc/self/cgroup"});
    BOOST_TEST(shared.out.contains("/named\n"));
}

BOOST_AUTO_TEST_CASE(a_name_that_is_in_use_is_refused_and_left_alone) {
    const Nest nest;
    Running command(nest.words(staying("twice")));
    BOOST_REQUIRE(command.read_until("running"));
    const auto second = nest.launch({"--cgroup=twice", "true"});
    BOOST_TEST(second.status == 125);
    BOOST_TEST(second.err.contains("File exists (hint: that name is in use)"));
    BOOST_TEST(nest.read("freezer", "twice/cgroup.procs") != "");
    command.kill(SIGTERM);
    command.wait();
    BOOST_TEST(nest.left() == "");
}

BOOST_AUTO_TEST_CASE(a_limit_that_cannot_be_set_is_an_error_with_a_remedy) {
    const auto user = run(as_user() + launch_words({"--memory=64m", "true"}));
    BOOST_TEST(user.status == 125);
    BOOST_TEST(user.err.contains("Permission denied (hint: only root can, or who was given one: "
                                 "systemd-run --user --scope -p Delegate=yes launch"));
    const Words apart = {"unshare", "-m", "sh", "-c"};
    const auto readonly =
        run(apart + Words{"mount -o remount,ro,bind " + top + "memory; exec \"$@\"", "sh"} +
            launch_words({"--memory=64m", "true"}));
    BOOST_TEST(readonly.status == 125);
    BOOST_TEST(readonly.err.contains("Read-only file system (hint: mount it writable)"));
    const auto missing =
        run(apart + Words{"umount -l " + top + "memory " + top + "unified; exec \"$@\"", "sh"} +
            launch_words({"--memory=64m", "true"}));
    BOOST_TEST(missing.status == 125);
    BOOST_TEST(missing.err.contains(
        "find cgroup memory: nothing that is mounted below /sys/fs/cgroup has this controller"));
}

BOOST_AUTO_TEST_CASE(where_cgroup2_is_there_the_init_is_cloned_into_it) {
    // A host of both kinds, on which only cgroup2 can make a process stand still.
    const Words without_freezer = {
        "unshare", "-m", "sh", "-c", "umount -l /sys/fs/cgroup/freezer; exec \"$@\"", "sh"};
    const auto traced = run(
        without_freezer + Words{"strace", "-f", "-e", "trace=clone3"} +
        launch_words({"--cgroup=cloned-" + std::to_string(getpid()), "cat", "/proc/self/cgroup"}));
    BOOST_TEST(traced.status == 0);
    BOOST_TEST(traced.err.contains("CLONE_INTO_CGROUP"));
    BOOST_TEST(traced.out.contains("0::/\n"));
    BOOST_TEST(run({"find", top, "-name", "cloned-" + std::to_string(getpid())}).out == "");
}

BOOST_AUTO_TEST_CASE(a_chroot_has_limits_too) {
    const Nest nest;
    const auto outcome =
        run(nest.words({setting("LAUNCH"), "--chroot", setting("LAUNCH_ROOT"), "--memory=24m",
                        "awk", "BEGIN { text = \"x\"; while (1) text = text text }"}));
    BOOST_TEST(outcome.status == 128 + SIGKILL);
    BOOST_TEST(outcome.err.contains("ran out of memory"));
    BOOST_TEST(nest.left() == "");
}

BOOST_AUTO_TEST_CASE(limits_reach_into_a_mount_namespace_that_sees_no_cgroups) {
    const Nest nest;
    Running other(
        {"unshare", "-m", "sh", "-c", "umount -l /sys/fs/cgroup; echo ready; exec sleep 1000"});
    BOOST_REQUIRE(other.read_until("ready"));
    const auto outcome = nest.launch({"--pids=7", "--join=mount:" + std::to_string(other.process()),
                                      "cat", "/proc/self/cgroup"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out.contains(":pids:/\n"), outcome.out);
    BOOST_TEST(nest.left() == "");
}

BOOST_AUTO_TEST_CASE(an_init_that_moves_itself_is_moved_by_nobody_else) {
    const Nest nest;
    const auto traced = run(nest.words(Words{"strace", "-f", "-e", "trace=openat"} +
                                       launch_words({"--pids=7", "cat", "/proc/self/cgroup"})));
    BOOST_TEST(traced.out.contains(":pids:/\n"), traced.out);
    BOOST_TEST(traced.err.contains("\"tasks\""));
    BOOST_TEST(!traced.err.contains("\"cgroup.procs\""));
}

BOOST_AUTO_TEST_CASE(what_enters_a_run_shares_its_limits) {
    const Nest nest;
    Running program(nest.words(staying("shared", {"--pids=7", "--name=shared"})));
    BOOST_REQUIRE(program.read_until("running"));
    const std::string forks = "cat /proc/self/cgroup; for i in 1 2 3 4 5 6 7; do sleep 1 & done";
    const auto entered = verb({"enter", "shared", "--", "sh", "-c", forks + "; echo all"});
    BOOST_TEST(entered.out.contains(":pids:/\n"), entered.out);
    BOOST_TEST(entered.out.contains(":freezer:/\n"), entered.out);
    BOOST_TEST(!entered.out.contains("all"));
    BOOST_TEST(entered.err.contains("can't fork"), entered.err);
    BOOST_TEST(verb({"inspect", "shared"}).out.contains("\n  pids.max: 7\n"));
    BOOST_TEST(verb({"stop", "shared"}).status == 0);
    BOOST_TEST(nest.left() == "");
}

BOOST_AUTO_TEST_CASE(a_paused_run_stands_still_until_it_is_resumed_or_stopped) {
    const Nest nest;
    const std::string script = "trap 'echo trapped; exit 3' TERM; echo running; "
                               "while read line; do echo \"got $line\"; done";
    Running program(nest.words(launch_words({"--pids=9", "--name=paused", "sh", "-c", script})));
    BOOST_REQUIRE(program.read_until("running"));
    BOOST_TEST(verb({"pause", "paused"}).status == 0);
    BOOST_TEST(verb({"inspect", "paused"}).out.contains("\n  freezer.state: FR"));
    program.write("one\n");
    BOOST_TEST(!program.read_until("got one", Seconds(1)));
    BOOST_TEST(verb({"resume", "paused"}).status == 0);
    BOOST_TEST(program.read_until("got one"));
    BOOST_TEST(verb({"pause", "paused"}).status == 0);
    BOOST_TEST(verb({"stop", "paused"}).status == 0);
    BOOST_TEST(program.wait().status == 3);
    BOOST_TEST(nest.left() == "");
}

BOOST_AUTO_TEST_CASE(a_run_without_a_cgroup_cannot_be_paused) {
    Running program(launch_words({"--name=free", "sh", "-c", "echo running; exec sleep 1000"}));
    BOOST_REQUIRE(program.read_until("running"));
    const auto paused = verb({"pause", "free"});
    BOOST_TEST(paused.status == 125);
    BOOST_TEST(paused.err == "launch: pause free: it has no cgroup of its own: start it with "
                             "--cgroup or a limit\n");
}

BOOST_AUTO_TEST_SUITE_END()

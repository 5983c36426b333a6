/** Namespaces that are joined or kept, and the clocks of new ones. */
#include "host.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <map>
#include <sstream>

using namespace launch_test;

namespace {

struct Kind {
    std::string option, file;
};

const Kind kinds[] = {{"net", "net"}, {"ipc", "ipc"},       {"uts", "uts"},
                      {"pid", "pid"}, {"cgroup", "cgroup"}, {"time", "time"}};

const Kind all_kinds[] = {{"net", "net"},   {"ipc", "ipc"},   {"uts", "uts"},      {"pid", "pid"},
                          {"user", "user"}, {"time", "time"}, {"cgroup", "cgroup"}};

std::ostream& operator<<(std::ostream& out, const Kind& kind) {
    return out << kind.option;
}

/** A process in namespaces of its own, which waits until it is killed. */
class Container {
public:
    explicit Container(const Words& before = {}, const Words& options = {})
        : program(before +
                  Words{"unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup",
                        "--time", "--fork", "--kill-child"} +
                  options + Words{"sh", "-c", "echo ready; exec sleep 100"}) {
        require(program.read_until("ready\n"), "start a container");
    }

    /** The first process inside: the child of unshare. */
    [[nodiscard]] std::string process() const {
        const auto parent = std::to_string(program.process());
        std::string child;
        std::istringstream(read_file("/proc/" + parent + "/task/" + parent + "/children")) >> child;
        return child;
    }
    [[nodiscard]] std::string file(const Kind& kind) const {
        return "/proc/" + process() + "/ns/" + kind.file;
    }
    [[nodiscard]] std::string number(const Kind& kind) const {
        return run({"readlink", file(kind)}).out;
    }

private:
    Running program;
};

Words readlink_of(const Kind& kind) {
    return {"readlink", "/proc/self/ns/" + kind.file};
}

const Words user_options = {"--user", "--map-root-user"};

/** The options that join all of these kinds by the number of a process. */
Words join_all(const std::string& process, const std::vector<std::string>& names) {
    Words words;
    for (const auto& name : names) words.push_back("--join=" + name + ":" + process);
    return words;
}

} // namespace

BOOST_AUTO_TEST_SUITE(joining)

BOOST_DATA_TEST_CASE(a_namespace_is_joined_by_process_and_by_file, kinds, kind) {
    const Container other;
    for (const std::string& place : {other.process(), other.file(kind)}) {
        const auto outcome =
            launch(Words{"--join=" + kind.option + ":" + place} + readlink_of(kind));
        BOOST_TEST(outcome.err == "");
        BOOST_TEST(outcome.out == other.number(kind));
    }
}

BOOST_AUTO_TEST_CASE(the_root_is_looked_up_in_a_copy_of_a_joined_mount_namespace) {
    const TemporaryDirectory root;
    const Container other;
    const auto mounts = [&] {
        return run({"nsenter", "--mount=" + other.file({"mount", "mnt"}), "cat", "/proc/mounts"})
            .out;
    };
    const Words binds = {"nsenter",
                         "--mount=" + other.file({"mount", "mnt"}),
                         "mount",
                         "--bind",
                         setting("LAUNCH_ROOT"),
                         root.path()};
    BOOST_REQUIRE(run(binds).status == 0);
    const auto before = mounts();
    const Words there = {setting("LAUNCH"), "--join=mount:" + other.process(), "--root",
                         root.path()};
    BOOST_TEST(run(there + Words{"--tmpfs=/launch-new", "ls", "/bin/ash"}).status == 0);
    BOOST_TEST(mounts() == before);
    std::filesystem::remove(setting("LAUNCH_ROOT") + "/launch-new");
    // Here that directory is empty; and what a failed start has made there is gone again.
    BOOST_TEST(run({setting("LAUNCH"), "--root", root.path(), "true"}).status == 127);
    BOOST_TEST(run(there + Words{"--tmpfs=/launch-new", "--bind=/nowhere:/a", "true"}).status ==
               125);
    BOOST_TEST(!std::filesystem::exists(setting("LAUNCH_ROOT") + "/launch-new"));
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_joins_what_its_user_namespace_owns) {
    const Container other(as_user(), user_options);
    const auto join = join_all(other.process(), {"pid", "net", "user", "ipc", "mount", "time"});
    const auto outcome =
        run(as_user() + launch_words(join + Words{"sh", "-c", "id -u; echo /proc/[0-9]*"}));
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out.starts_with("0\n/proc/1 "));
    const auto alone = run(as_user() + launch_words({"--join=net:" + other.process(), "true"}));
    BOOST_TEST(alone.status == 125);
    BOOST_TEST(
        alone.err.ends_with("(hint: it takes rights over that: an ordinary user joins its user "
                            "namespace, too)\n"));
}

BOOST_AUTO_TEST_CASE(root_joins_a_users_namespaces_and_becomes_root_there) {
    const Container other(as_user(), user_options);
    const auto join = join_all(other.process(), {"pid", "net", "user"});
    const auto outcome =
        launch(join + Words{"sh", "-c", "id -u; cat /proc/self/uid_map | tr -s ' '"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "0\n 0 65534 1\n");
}

BOOST_AUTO_TEST_CASE(the_init_in_a_joined_pid_namespace_shows_nobody_its_descriptors) {
    const Container other(as_user(), user_options);
    const auto join = join_all(other.process(), {"pid", "net", "user"});
    const auto outcome =
        launch(join + Words{"sh", "-c", "ls /proc/$PPID/fd; ls -l /proc/$PPID/exe"});
    BOOST_TEST(outcome.err.contains("/fd': Permission denied"), outcome.err);
    BOOST_TEST(outcome.err.contains("/exe: cannot read link: Permission denied"), outcome.err);
}

BOOST_AUTO_TEST_CASE(a_number_that_becomes_another_processs_never_leads_into_two) {
    // Two containers give their processes the same number in turns; launch is slow to look it up.
    // Between the order and the start of the next process any other start may take the number:
    // one of strace or launch, which stands in the namespaces of the script.
    const TemporaryDirectory host;
    const std::string script = R"sh(
        number=$(($(cat /proc/sys/kernel/pid_max) - 100))
        in_turns='while read go; do echo $1 > /proc/sys/kernel/ns_last_pid; sleep 0.02; echo >&3; done'
        mkfifo "$2/1" "$2/2"
        exec 8<> "$2/1" 9<> "$2/2"
        readlink /proc/self/ns/net /proc/self/ns/uts
        for each in 1 2; do
            unshare --net --uts sh -c "readlink /proc/self/ns/net /proc/self/ns/uts; $in_turns" \
                sh $((number - 1)) < "$2/$each" 3> "$2/$((3 - each))" &
        done
        echo >&8
        sleep 0.5
        for round in $(seq 100); do
            strace -f -o /dev/null -e trace=pidfd_open -e inject=pidfd_open:delay_exit=5000 \
                "$0" --share=ipc --join=net:$number --join=uts:$number --root "$1" \
                sh -c 'readlink /proc/self/ns/net; readlink /proc/self/ns/uts' 2>&1
        done)sh";
    const auto outcome =
        run({"unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", script,
             setting("LAUNCH"), setting("LAUNCH_ROOT"), host.path()});
    std::vector<std::string> wholes;
    std::map<std::string, int> ends;
    std::istringstream lines(outcome.out);
    for (std::string first, second; std::getline(lines, first);) {
        if (first.starts_with("launch: ")) {
            BOOST_TEST(first.contains("No such process"), first);
            continue;
        }
        std::getline(lines, second);
        if (wholes.size() < 3) {
            wholes.push_back(first + second);
        } else {
            ++ends[first + second];
        }
    }
    BOOST_TEST_REQUIRE(wholes.size() == 3, outcome.out);
    BOOST_TEST(ends.contains(wholes[1]), outcome.out);
    BOOST_TEST(ends.contains(wholes[2]), outcome.out);
    for (const auto& [whole, count] : ends)
        BOOST_TEST(std::ranges::count(wholes, whole) == 1, whole);
}

BOOST_AUTO_TEST_CASE(the_command_of_a_joined_pid_namespace_ends_with_launch) {
    const Container other;
    Running program(
        launch_words({"--join=pid:" + other.process(), "sh", "-c", "echo ready; exec sleep 77"}));
    BOOST_REQUIRE(program.read_until("ready\n"));
    program.kill(SIGKILL);
    BOOST_TEST(program.wait().status == 137);
    const auto gone = [&] {
        const Words list = {"nsenter",
                            "--pid=" + other.file({"pid", "pid"}),
                            "--mount=" + other.file({"mount", "mnt"}),
                            "pgrep",
                            "-x",
                            "-f",
                            "sleep 77"};
        return run(list).status == 1;
    };
    BOOST_TEST(eventually(5000, gone));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_joined_is_said) {
    BOOST_TEST(launch({"--join=net:/proc/self/ns/uts", "true"})
                   .err.ends_with("open /proc/self/ns/uts: not a namespace of this kind\n"));
    BOOST_TEST(launch({"--join=net:/etc/passwd", "true"})
                   .err.ends_with("open /etc/passwd: not a namespace of this kind\n"));
    BOOST_TEST(launch({"--join=net:/nowhere", "true"})
                   .err.ends_with("open /nowhere: No such file or directory\n"));
    const auto gone = launch({"--join=net:2147483647", "true"});
    BOOST_TEST(gone.status == 125);
    BOOST_TEST(gone.err == "launch: open net:2147483647: No such process\n");
}

BOOST_DATA_TEST_CASE(a_namespace_is_kept_joined_and_released, all_kinds, kind) {
    const TemporaryDirectory scratch;
    const auto file = scratch.path("kept");
    const auto inside = launch(
        Words{"--unshare=user,time", "--persist=" + kind.option + ":" + file} + readlink_of(kind));
    BOOST_TEST(inside.err == "");
    BOOST_TEST(inside.out.starts_with(kind.file + ":["));
    const auto number = inside.out.substr(0, inside.out.size() - 1);
    BOOST_TEST(run({"stat", "-L", "-c", kind.file + ":[%i]", file}).out == number + "\n");
    const auto released = run({setting("LAUNCH"), "release", file});
    BOOST_TEST(released.err == "");
    BOOST_TEST(released.status == 0);
    BOOST_TEST(!std::filesystem::exists(file));
}

BOOST_AUTO_TEST_CASE(a_mount_namespace_is_kept_below_a_private_mount) {
    const TemporaryDirectory scratch;
    const auto file = scratch.path("kept");
    // On one processor: on others, Linux 6.18 may take the new namespace for an older one.
    const Words private_mounts = {"taskset",
                                  "-c",
                                  "0",
                                  "unshare",
                                  "--mount",
                                  "--propagation",
                                  "private",
                                  "sh",
                                  "-c",
                                  "file=$1; shift; \"$@\" && stat -L -c 'mnt:[%i]' \"$file\" && "
                                  "\"$1\" release \"$file\"",
                                  "sh",
                                  file};
    const auto outcome = run(private_mounts + launch_words({"--persist=mount:" + file, "readlink",
                                                            "/proc/self/ns/mnt"}));
    BOOST_TEST(outcome.err == "");
    const auto half = outcome.out.size() / 2;
    BOOST_TEST(outcome.out.starts_with("mnt:["));
    BOOST_TEST(outcome.out.substr(0, half) == outcome.out.substr(half));
    BOOST_TEST(!std::filesystem::exists(file));
}

BOOST_AUTO_TEST_CASE(sys_is_read_only_in_a_run_and_not_for_others_that_share_its_network) {
    const Container other; // no sysfs shows its network yet
    const Words join = {"--join=net:" + other.process()};
    const std::string file = "/sys/class/net/lo/tx_queue_len";
    Running first(launch_words(
        join + Words{"sh", "-c", "echo 7 > " + file + " || echo refused; exec sleep 100"}));
    require(first.read_until("refused\n"), "find it read-only");
    const auto second =
        launch(join + Words{"--privileged", "sh", "-c", "echo 7 > " + file + "; cat " + file});
    BOOST_TEST(second.err == "");
    BOOST_TEST(second.out == "7\n");
}

BOOST_AUTO_TEST_CASE(a_kept_namespace_can_be_joined_by_its_file) {
    const TemporaryDirectory scratch;
    const auto file = scratch.path("net");
    const auto made = launch({"--persist=net:" + file, "readlink", "/proc/self/ns/net"});
    const auto joined = launch({"--join=net:" + file, "readlink", "/proc/self/ns/net"});
    BOOST_TEST(joined.err == "");
    BOOST_TEST(joined.out == made.out);
    BOOST_TEST(run({setting("LAUNCH"), "release", file}).status == 0);
}

BOOST_AUTO_TEST_CASE(a_failed_start_keeps_nothing) {
    const TemporaryDirectory scratch;
    scratch.write("there", "");
    const auto failed =
        launch({"--persist=net:" + scratch.path("new"), "--persist=uts:" + scratch.path("there"),
                "--bind=/nowhere:/a", "true"});
    BOOST_TEST(failed.status == 125);
    BOOST_TEST(!std::filesystem::exists(scratch.path("new")));
    BOOST_TEST(std::filesystem::exists(scratch.path("there")));
    const auto half =
        launch({"--persist=net:" + scratch.path("new"), "--persist=uts:/no/where", "true"});
    BOOST_TEST(half.err.ends_with("create file /no/where: No such file or directory\n"));
    BOOST_TEST(!std::filesystem::exists(scratch.path("new")));
    BOOST_TEST(!read_file("/proc/mounts").contains(scratch.path()));
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_is_told_that_only_root_can_keep_one) {
    const TemporaryDirectory scratch;
    std::filesystem::permissions(scratch.path(), std::filesystem::perms::all);
    const auto outcome =
        run(as_user() + launch_words({"--persist=net:" + scratch.path("net"), "true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.ends_with(
        "(hint: only root can keep one; else keep a process and --join that)\n"));
    BOOST_TEST(!std::filesystem::exists(scratch.path("net")));
}

BOOST_AUTO_TEST_CASE(release_touches_nothing_but_a_kept_namespace) {
    const TemporaryDirectory scratch;
    scratch.write("file", "");
    for (const std::string& file :
         {scratch.path("file"), std::string("/proc"), std::string("/proc/self/ns/net")}) {
        const auto outcome = run({setting("LAUNCH"), "release", file});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err == "launch: release " + file + ": no namespace is kept there\n");
    }
    BOOST_TEST(std::filesystem::exists(scratch.path("file")));
    BOOST_TEST(run({setting("LAUNCH"), "release"}).err == "launch: release: name one file\n");
}

BOOST_AUTO_TEST_CASE(clocks_are_set_for_the_init_and_the_command) {
    const std::string script =
        "cat /proc/self/timens_offsets /proc/1/timens_offsets | tr -s ' \\t'; "
        "cut -d. -f1 /proc/uptime";
    const Words words =
        launch_words({"--monotonic=-100.25", "--boottime=864000", "sh", "-c", script});
    for (const Words& before : {Words{}, as_user()}) {
        const auto outcome = run(before + words);
        BOOST_TEST(outcome.err == "");
        std::string offsets = "monotonic -101 750000000\nboottime 864000 0\n";
        offsets += offsets; // those of the command and those of the init
        BOOST_TEST(outcome.out.starts_with(offsets), outcome.out);
        BOOST_TEST(std::stol("0" + outcome.out.substr(offsets.size())) >= 864000);
    }
}

BOOST_AUTO_TEST_CASE(a_clock_cannot_go_below_zero) {
    const auto outcome = launch({"--boottime=-4294967295", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("(hint: a clock can neither go below zero nor far into the "));
}

BOOST_AUTO_TEST_SUITE_END()

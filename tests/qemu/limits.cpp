/** behaviours.md 24 to 26 with cgroup2 alone: limits of a machine's command, and of runs in there. */
#include "vm.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

using namespace launch_test;

namespace {

/**
 * One boot. PID 1's own command has limits, so that what it starts lies beside it: a cgroup that
 * holds processes passes no controllers on.
 */
const std::string& beside() {
    static const TemporaryDirectory host;
    if (!std::filesystem::exists(host.path("disk"))) {
        host.write("disk", "");
        std::filesystem::resize_file(host.path("disk"), 8 << 20);
    }
    static const auto outcome =
        vm_script(R"script(
        mount -t cgroup2 none /sys/fs/cgroup
        top=/sys/fs/cgroup
        own=$top$(cut -d : -f 3 /proc/self/cgroup)
        echo own=$own
        echo own-limits=$(cat $own/memory.max $own/pids.max $own/cpu.max)
        cgroups() { (cd $top; echo $(ls -d */)); }
        before=$(cgroups)
        starts() { # until one of this name has a command
            for try in $(seq 100); do [ "$(wc -l < $top/$1/cgroup.procs)" = 2 ] && return; sleep 0.1; done
        }
        /launch --root / --cgroup both --memory 20m --memory-swap 30m --pids 10 --cpu 0.5 \
            --io /dev/nvme0n1:wbps=1048576,riops=100 /bin/busybox sleep 987 &
        launcher=$!
        starts both
        echo limits=$(cd $top/both; cat memory.max memory.swap.max pids.max cpu.max)
        echo io=$(cut -d ' ' -f 2- $top/both/io.max)
        init=$(head -n 1 $top/both/cgroup.procs)
        echo inside=$(/launch --root / --pids 9 cat /proc/self/cgroup)
        /launch --root / --cgroup both --pids 9 true 2> /tmp/twice; echo twice=$? $(cat /tmp/twice)
        kill -9 $launcher
        for try in 1 2 3 4 5 6 7 8 9 10; do [ -d $top/both ] || break; sleep 0.1; done
        echo after-kill=$(ls -d $top/both 2>&1)
        /launch --root / --memory 20m dd if=/dev/zero of=/dev/null count=1 bs=100M 2> /tmp/oom
        echo oom=$? $(cat /tmp/oom)
        /launch --root / --pids 4 --verbose sh -c 'sleep 0.1 & sleep 0.1 & sleep 0.1 & wait' 2> /tmp/pids
        echo pids=$? $(grep usage /tmp/pids)
        /launch --root / --cpu 0.1 --verbose sh -c \
            'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done' 2> /tmp/cpu
        echo cpu=$? $(grep usage /tmp/cpu)
        /launch --root / --share pid --cgroup still sh -c '/bin/busybox sleep 986 & exit 7'
        echo shared=$? $(ls -d $top/still 2>&1)
        /launch --root / --cgroup frozen /bin/busybox sleep 985 &
        launcher=$!
        starts frozen
        echo 1 > $top/frozen/cgroup.freeze
        kill -9 $launcher
        for try in 1 2 3 4 5 6 7 8 9 10; do [ -d $top/frozen ] || break; sleep 0.1; done
        echo after-freeze=$(ls -d $top/frozen 2>&1)
        pids=; for i in $(seq 20); do /launch --root / --pids 9 sh -c "exit $i" & pids="$pids $!"; done
        sum=0; for p in $pids; do wait $p; sum=$((sum+$?)); done
        echo sum=$sum
        mkdir $top/given $top/given/own; echo +memory > $top/given/cgroup.subtree_control
        chown 1000 $top/given $top/given/cgroup.* $top/given/own $top/given/own/cgroup.*
        [ "$(cat $own/cgroup.type)" = domain ] && echo type=kept
        echo user=$(sh -c "echo \$\$ > $top/given/own/cgroup.procs; exec /launch --chroot / --privileged \
            --uid 1000 -- /launch --root / --cgroup mine --memory 20m cat /proc/self/cgroup" 2>&1)
        rmdir $top/given/own $top/given
        [ "$before" = "$(cgroups)" ] && echo left=nothing || echo left=$(cgroups)
    )script",
                  beside_pid_1() + Words{"-o", "--tmpfs=/tmp", "-o", "--memory=300m", "-o",
                                         "--pids=300", "-o", "--cpu=2", "--disk", host.path("disk"),
                                         "-o", "--device=/dev/nvme0n1"});
    return outcome.out;
}

/** A line of what it said. */
std::string said(const std::string& key) {
    return value(beside(), key);
}

} // namespace

BOOST_AUTO_TEST_SUITE(limits_of_machines)

BOOST_AUTO_TEST_CASE(the_words_of_the_kernel_limit_the_machines_own_command) {
    BOOST_TEST(said("own").starts_with("/sys/fs/cgroup/launch-"));
    BOOST_TEST(said("own-limits") == "314572800 300 200000 100000");
}

BOOST_AUTO_TEST_CASE(each_limit_is_in_the_file_of_cgroup2) {
    BOOST_TEST(said("limits") == "20971520 10485760 10 50000 100000");
    BOOST_TEST(said("io") == "rbps=max wbps=1048576 riops=100 wiops=max");
}

BOOST_AUTO_TEST_CASE(the_cgroup_namespace_is_made_inside) {
    BOOST_TEST(said("inside") == "0::/");
}

BOOST_AUTO_TEST_CASE(a_cgroup_that_holds_processes_passes_no_controllers_on) {
    BOOST_TEST(said("type") == "kept");
}

BOOST_AUTO_TEST_CASE(a_name_that_is_in_use_is_refused) {
    BOOST_TEST(said("twice").starts_with("125 launch: make the cgroup both with pids 9: "));
    BOOST_TEST(said("twice").ends_with("File exists (hint: that name is in use)"));
}

BOOST_AUTO_TEST_CASE(an_OOM_kill_is_told_apart) {
    BOOST_TEST(said("oom") == "137 launch: the command ran out of memory (--memory 20m)");
}

BOOST_AUTO_TEST_CASE(forks_and_time_beyond_the_limits_are_counted) {
    BOOST_TEST(said("pids").starts_with("2 launch: usage: oom_kills 0 memory_hits 0 pids_hits "));
    BOOST_TEST(!said("pids").contains("pids_hits 0"));
    BOOST_TEST(said("cpu").starts_with("0 launch: usage: "));
    BOOST_TEST(!said("cpu").contains("cpu_hits 0"));
}

BOOST_AUTO_TEST_CASE(nothing_is_left_however_it_ends) {
    BOOST_TEST(said("after-kill").contains("No such file"));
    BOOST_TEST(said("after-freeze").contains("No such file"));
    BOOST_TEST(said("shared").starts_with("7 "));
    BOOST_TEST(said("shared").contains("No such file"));
    BOOST_TEST(said("sum") == "210");
    BOOST_TEST(said("left") == "nothing");
}

BOOST_AUTO_TEST_CASE(a_user_makes_one_in_what_was_given_to_him) {
    BOOST_TEST(said("user") == "0::/");
}

BOOST_AUTO_TEST_SUITE_END()

/** --propagation=left: launch goes where the kernel has hardly any mounts, and a run must not notice. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

using namespace launch_test;

namespace {

/** A hundred mounts more than there are, all shared as systemd leaves them. */
const std::string make_mounts =
    "mount -t tmpfs many $0 && cd $0 && for each in $(seq 100); do "
    "mkdir $each && mount --bind $each $each || exit 1; done; mount --make-rshared / || exit 1; ";

/** Runs a shell script in a mount namespace with many mounts; $1 is launch, $2 its root. */
Outcome among_many(const std::string& script) {
    const TemporaryDirectory place;
    return run({"unshare", "--mount", "--propagation", "private", "sh", "-c",
                make_mounts + "cd /; " + script, place.path(), setting("LAUNCH"),
                setting("LAUNCH_ROOT"), setting("LAUNCH_PROBE")});
}

/** ioctl_nsfs(2), NS_MNT_GET_PREV: Linux has it since 6.12, for root in the machine's pid namespace. */
bool kernel_leads_there() {
    struct {
        unsigned size = 16, mounts = 0;
        unsigned long number = 0;
    } info;
    static_assert(sizeof info == 16);
    const int own = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    const int found = ioctl(own, _IOR(0xb7, 12, decltype(info)), &info);
    const bool leads = found >= 0 || errno == ENOENT;
    if (found >= 0) close(found);
    close(own);
    return leads;
}

/** The plan with these options. */
std::string plan_with(const std::string& options) {
    return among_many("exec $1 --propagation=left --root $2 --dry-run " + options + " true").out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(many_mounts)

BOOST_AUTO_TEST_CASE(those_of_the_host_are_left_where_the_kernel_leads_to_its_own) {
    const std::string left = ", and leave the host's mounts\n";
    const std::string copied = "make all mounts private\n";
    BOOST_TEST(plan_with("").contains(kernel_leads_there() ? left : copied));
    BOOST_TEST(plan_with("--bind=/etc:/mnt --tmpfs=/tmp --ephemeral")
                   .contains(kernel_leads_there() ? left : copied));
    BOOST_TEST(launch({"--dry-run", "true"}).out.contains(copied));
}

BOOST_AUTO_TEST_CASE(those_of_the_host_are_copied_where_a_later_step_looks_for_them) {
    const Words words{"--copy",
                      "--device=/dev/null",
                      "--file=/etc/passwd:/tmp/x",
                      "--unshare=user",
                      "--mount=type=overlay,dst=/mnt,lowerdir=/etc:/tmp",
                      "--persist=mount:/tmp/x",
                      "--overlay=:/tmp/u:/tmp/w",
                      "--cap-add=mknod",
                      "--resolv=host"};
    std::string script;
    std::string expected;
    for (const std::string& word : words) {
        script += "$1 --propagation=left --root $2 --dry-run " + word +
                  " true | grep -m1 -o 'make all mounts'; echo " + word + "\n";
        expected += "make all mounts\n" + word + "\n";
    }
    const auto outcome = among_many(script);
    BOOST_TEST(outcome.out == expected, outcome.err);
}

BOOST_AUTO_TEST_CASE(a_run_sees_what_it_sees_among_few) {
    const std::string look = "awk '{print $5, $6}' /proc/self/mountinfo; ls /; ls /dev; "
                             "readlink /proc/self/ns/mnt | cut -c1-5";
    const auto outcome = among_many("exec $1 --propagation=left --root $2 sh -c \"" + look + "\"");
    const auto few = run({"sh", "-c", "exec $1 --root $2 sh -c \"" + look + "\"", "sh",
                          setting("LAUNCH"), setting("LAUNCH_ROOT")});
    BOOST_TEST(outcome.out == few.out);
    BOOST_TEST(outcome.err == few.err);
    BOOST_TEST(outcome.status == 0);
}

BOOST_AUTO_TEST_CASE(no_mount_of_a_run_shows_outside_though_all_are_shared_there) {
    const auto outcome =
        among_many("mkdir $0/1/bound; cp -a $2 $0/root; wc -l < /proc/self/mountinfo; "
                   "$1 --propagation=left --root $0/root --privileged --bind $0/1:/mnt sh -c "
                   "'mount -t tmpfs x /mnt/bound && mount -t tmpfs x /tmp' || exit 1; "
                   "wc -l < /proc/self/mountinfo");
    const auto middle = outcome.out.size() / 2;
    BOOST_TEST(outcome.out.substr(0, middle) == outcome.out.substr(middle));
    BOOST_TEST(outcome.out.size() >= 8U); // two numbers of three digits
    BOOST_TEST(outcome.status == 0, outcome.err);
}

BOOST_AUTO_TEST_CASE(binds_of_each_kind_are_those_that_were_asked_for) {
    const auto outcome = among_many(
        "mkdir $0/a $0/a/sub; echo below > $0/a/sub/file; mount -t tmpfs deep $0/a/sub; "
        "echo deep > $0/a/sub/file; cd $0; "
        "exec $1 --propagation=left --root $2 --bind a:/mnt --ro-bind $0/a:/srv --tmpfs /tmp sh -c "
        "'cat /mnt/sub/file /srv/sub/file; echo x > /mnt/new && cat /srv/new; "
        "echo y > /srv/new; echo z > /tmp/z && cat /tmp/z'");
    BOOST_TEST(outcome.out == "deep\ndeep\nx\nz\n");
    BOOST_TEST(outcome.err.contains("Read-only file system"), outcome.err);
}

BOOST_AUTO_TEST_CASE(nothing_inside_leads_back_to_where_the_kernel_keeps_its_devices) {
    const auto outcome = among_many(
        "exec $1 --propagation=left --root $2 --privileged --ro-bind $3:/probe /probe escape");
    BOOST_TEST(outcome.out == "inside\n", outcome.err);
    const auto held =
        among_many("exec $1 --propagation=left --root $2 --privileged --share=pid sh -c "
                   "'launcher=$(awk \"/PPid/{print \\$2}\" /proc/$PPID/status); "
                   "ls -l /proc/$launcher/fd /proc/$PPID/fd /proc/self/fd | grep -c -e channel -e "
                   "socket -e mnt:; "
                   "ls -l /proc/$launcher/fd /proc/$PPID/fd /proc/self/fd | grep -c mnt:'");
    BOOST_TEST(held.out.ends_with("\n0\n"), held.out + held.err);
    BOOST_TEST(!held.out.starts_with("0")); // those of both were seen
}

BOOST_AUTO_TEST_CASE(what_fails_is_named_and_leaves_nothing_behind) {
    const auto outcome =
        among_many("before=$(cat /proc/self/mountinfo | wc -l); "
                   "$1 --propagation=left --root $2 --bind /no/such:/mnt true; echo $?; "
                   "$1 --propagation=left --root $2 /no/such; echo $?; "
                   "echo $(($(cat /proc/self/mountinfo | wc -l) - before))");
    BOOST_TEST(outcome.out == "125\n127\n0\n");
    BOOST_TEST(outcome.err.contains("/no/such: No such file or directory"), outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()

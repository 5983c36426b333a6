/** Namespaces: which are new, what is in them, and that nothing of them shows outside. */
#include "host.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>

using namespace launch_test;

namespace {

struct Kind {
    std::string option, file;
};

const Kind new_by_default[] = {{"mount", "mnt"}, {"pid", "pid"}, {"net", "net"},
                               {"ipc", "ipc"},   {"uts", "uts"}, {"cgroup", "cgroup"}};
const Kind shareable[] = {
    {"pid", "pid"}, {"net", "net"}, {"ipc", "ipc"}, {"uts", "uts"}, {"cgroup", "cgroup"}};
const Kind addable[] = {{"user", "user"}, {"time", "time"}};

std::ostream& operator<<(std::ostream& out, const Kind& kind) {
    return out << kind.option;
}

std::string outer(const Kind& kind) {
    return run({"readlink", "/proc/self/ns/" + kind.file}).out;
}

std::string inner(const Kind& kind, const Words& options = {}) {
    return inside("readlink /proc/self/ns/" + kind.file, options).out;
}

/** `launch` as root of a user namespace that has the ids 0 to 9 only. */
Outcome in_small_user_namespace(const Words& words) {
    const std::string script = R"(
        unshare --user sh -c 'until grep -q . /proc/self/gid_map; do sleep 0.01; done
                              exec "$@"' sh "$@" &
        until echo 0 0 10 > /proc/$!/uid_map; do sleep 0.01; done 2> /dev/null
        echo 0 0 10 > /proc/$!/gid_map
        wait $!
    )";
    return run(Words{"sh", "-c", script, "sh"} + launch_words(words));
}

} // namespace

BOOST_AUTO_TEST_SUITE(namespaces)

BOOST_DATA_TEST_CASE(six_kinds_are_new_by_default, new_by_default, kind) {
    BOOST_TEST(inner(kind) != "");
    BOOST_TEST(inner(kind) != outer(kind));
}

BOOST_DATA_TEST_CASE(share_keeps_the_callers, shareable, kind) {
    BOOST_TEST(inner(kind, {"--share=" + kind.option}) == outer(kind));
}

BOOST_DATA_TEST_CASE(unshare_adds_one, addable, kind) {
    BOOST_TEST(inner(kind) == outer(kind));
    BOOST_TEST(inner(kind, {"--unshare=" + kind.option}) != outer(kind));
}

BOOST_AUTO_TEST_CASE(the_mount_namespace_cannot_be_shared) {
    const auto outcome = launch({"--share=net,mount", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err ==
               "launch: read --share net,mount: a root needs a mount namespace of its own\n");
}

BOOST_AUTO_TEST_CASE(the_host_name_is_set_inside_and_does_not_leak) {
    const auto before = run({"hostname"}).out;
    BOOST_TEST(inside("hostname", {"--hostname", "elsewhere"}).out == "elsewhere\n");
    const auto name = setting("LAUNCH_ROOT").substr(setting("LAUNCH_ROOT").rfind('/') + 1);
    BOOST_TEST(inside("hostname").out == name + "\n");
    BOOST_TEST(inside("hostname changed; hostname", {"--cap-add=sys_admin"}).out == "changed\n");
    BOOST_TEST(run({"hostname"}).out == before);
}

BOOST_AUTO_TEST_CASE(the_hosts_own_tree_can_share_what_its_sys_shows) {
    for (const Words& options :
         {Words{"--share=net"}, Words{"--root=/", "--share=net,pid,ipc,uts,cgroup"}}) {
        const auto outcome = run(Words{setting("LAUNCH")} + options +
                                 Words{"sh", "-c", "grep ' /sys ' /proc/self/mounts | tail -n 1"});
        BOOST_TEST(outcome.status == 0, outcome.err);
        BOOST_TEST(outcome.out.contains("/sys sysfs ro,"));
    }
}

BOOST_AUTO_TEST_CASE(a_host_name_for_a_shared_uts_namespace_is_refused) {
    BOOST_TEST(launch({"--share=uts", "--hostname", "x", "true"}).status == 125);
}

BOOST_AUTO_TEST_CASE(there_is_only_a_loopback_and_it_is_up) {
    BOOST_TEST(inside("ls /sys/class/net").out == "lo\n");
    BOOST_TEST(inside("ping -c 1 -W 2 127.0.0.1", {"--cap-add=net_raw"}).status == 0);
}

BOOST_AUTO_TEST_CASE(proc_shows_only_the_inner_processes) {
    BOOST_TEST(inside("echo /proc/[0-9]*").out == "/proc/1 /proc/2\n");
}

BOOST_AUTO_TEST_CASE(every_line_of_the_cgroup_file_is_its_root) {
    BOOST_TEST(inside("grep -v ':/$' /proc/self/cgroup").status == 1);
}

BOOST_AUTO_TEST_CASE(root_in_a_user_namespace_keeps_all_ids_and_loses_rights_outside) {
    const auto outcome =
        inside("id -u; cat /proc/self/uid_map; chown 1234:4321 /tmp && echo owned; "
               "mknod /tmp/null c 1 3",
               {"--unshare=user", "--tmpfs", "/tmp"});
    BOOST_TEST(outcome.out == "0\n         0          0 4294967295\nowned\n");
    BOOST_TEST(outcome.err.contains("Operation not permitted")); // no rights over devices
}

BOOST_AUTO_TEST_CASE(an_id_that_is_not_mapped_is_said_so) {
    const auto highest = inside("true", {"--unshare=user", "--uid", "4294967294"});
    BOOST_TEST(highest.status == 0); // the identity map of root ends just behind it
    const std::string hint = ": Invalid argument (hint: the id is not mapped into the user "
                             "namespace)\n";
    const auto user = in_small_user_namespace({"--uid", "7", "--gid", "7", "true"});
    BOOST_TEST(user.status == 0);
    const auto no_user = in_small_user_namespace({"--uid", "10", "--gid", "7", "true"});
    BOOST_TEST(no_user.status == 125);
    BOOST_TEST(no_user.err == "launch: become uid 10 gid 7 without supplementary groups" + hint);
    const auto no_group = in_small_user_namespace({"--uid", "7", "--gid", "10", "true"});
    BOOST_TEST(no_group.status == 125);
    BOOST_TEST(no_group.err == "launch: become uid 7 gid 10 without supplementary groups" + hint);
}

BOOST_AUTO_TEST_CASE(it_runs_in_a_user_namespace_that_maps_one_id) {
    const auto outcome =
        run(as_user() + Words{"unshare", "--user", "--map-root-user"} + launch_words({"id", "-u"}));
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "0\n");
}

BOOST_AUTO_TEST_CASE(a_dry_run_needs_no_rights_and_changes_nothing) {
    const auto outcome = run(as_user() + launch_words({"--dry-run", "--tmpfs", "/new", "true"}));
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.out.contains("mount proc on /proc (nosuid,nodev,noexec)\n"));
    BOOST_TEST(outcome.out.contains("execute true\n"));
    BOOST_TEST(!std::filesystem::exists(setting("LAUNCH_ROOT") + "/new"));
}

BOOST_AUTO_TEST_CASE(verbose_says_each_step_as_it_is_done) {
    const auto outcome = launch({"--verbose", "true"});
    BOOST_TEST(outcome.out == "");
    BOOST_TEST(outcome.err.contains("launch: pivot into the root and detach the old one\n"));
    BOOST_TEST(outcome.err.ends_with("launch: execute true\n"
                                     "launch: the command exited with status 0\n"));
}

BOOST_AUTO_TEST_SUITE_END()

/** Namespaces that the kernel refuses: the sentence names the cause and the remedy. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <sys/syscall.h>

using namespace launch_test;

namespace {

/** Runs launch behind a shell script, which ends in `exec "$@"`. */
Outcome behind(const Words& before, const std::string& script, const Words& words) {
    return run(before + Words{"sh", "-c", script + "; exec \"$@\"", "sh"} + launch_words(words));
}

const Words own_namespace = as_user() + Words{"unshare", "--user", "--map-root-user"};

} // namespace

BOOST_AUTO_TEST_SUITE(refused_namespaces)

BOOST_AUTO_TEST_CASE(a_limit_of_0_is_named_with_the_kind_and_the_sysctl) {
    for (const std::string kind : {"user", "net", "uts"}) {
        const auto outcome =
            behind(own_namespace, "echo 0 > /proc/sys/user/max_" + kind + "_namespaces",
                   {"--unshare=user", "true"});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err ==
                   "launch: clone: No space left on device (hint: the sysctl user.max_" + kind +
                       "_namespaces is 0; root raises it by sysctl -w user.max_" + kind +
                       "_namespaces=1000)\n");
    }
}

BOOST_AUTO_TEST_CASE(a_limit_of_processes_is_named) {
    const auto outcome = run(Words{"prlimit", "--nproc=1"} + as_user() + launch_words({"true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("(hint: the limit nproc (ulimit -u)"));
}

BOOST_AUTO_TEST_CASE(a_limit_that_is_reached_is_named) {
    // One is the namespace of the shell's own rights; the init's would be the second.
    const auto outcome = behind(own_namespace, "echo 1 > /proc/sys/user/max_pid_namespaces",
                                {"--", "/bin/sh", "-c", "true"});
    BOOST_TEST(outcome.status == 0);
    const auto nested =
        behind(own_namespace + Words{"unshare", "--pid", "--fork"}, "true", {"true"});
    BOOST_TEST(nested.status == 0);
    const auto full = behind(own_namespace + Words{"sh", "-c",
                                                   "echo 1 > /proc/sys/user/max_pid_namespaces; "
                                                   "exec unshare --pid --fork \"$@\"",
                                                   "sh"},
                             "true", {"true"});
    BOOST_TEST(full.status == 125);
    BOOST_TEST(full.err.contains("user.max_pid_namespaces is 1: so many are there"));
}

BOOST_AUTO_TEST_CASE(namespaces_that_are_nested_too_deep_are_said_so) {
    const TemporaryDirectory scratch;
    scratch.write("nest",
                  "#!/bin/sh\n"
                  "level=$1; shift\n"
                  "[ \"$level\" -gt 0 ] || exec \"$@\"\n"
                  "exec unshare --user --map-root-user \"$0\" $((level - 1)) \"$@\"\n",
                  0755);
    const auto outcome = run(as_user() + Words{scratch.path("nest"), "33"} +
                             launch_words({"--unshare=user", "true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("or 32 are nested, which is the kernel's bound)\n"),
               outcome.err);
}

BOOST_AUTO_TEST_CASE(a_chroot_is_named_as_the_reason) {
    const TemporaryDirectory chroot;
    std::filesystem::copy_file(setting("LAUNCH"), chroot.path("launch"));
    std::filesystem::create_directory(chroot.path("proc"));
    const auto outcome =
        run({"unshare", "--mount", "sh", "-c",
             "mount -t proc proc \"$1/proc\"; "
             "exec chroot --userspec=65534:65534 --groups= \"$1\" /launch --root / true",
             "sh", chroot.path()});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err == "launch: clone: Operation not permitted (hint: a chroot can have no "
                              "user namespaces: run launch outside of it)\n");
}

BOOST_AUTO_TEST_CASE(a_system_call_filter_is_named_as_the_reason) {
    const auto outcome = run(as_user() + without(SYS_clone3) + launch_words({"true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.ends_with("(hint: the system call filter of a surrounding container "
                                     "forbids it: start that with seccomp=unconfined)\n"));
}

BOOST_AUTO_TEST_CASE(root_without_rights_is_told_to_make_a_user_namespace) {
    const auto outcome =
        run(Words{"setpriv", "--bounding-set=-sys_admin"} + launch_words({"true"}));
    BOOST_TEST(outcome.err.contains("(hint: root has no CAP_SYS_ADMIN here: add --unshare=user)"));
    const auto does = run(Words{"setpriv", "--bounding-set=-sys_admin"} +
                          launch_words({"--unshare=user", "true"}));
    BOOST_TEST(does.status == 0);
}

BOOST_AUTO_TEST_CASE(a_proc_that_is_covered_outside_is_said_so_and_can_be_shared) {
    const Words covered = {
        "unshare", "--mount", "sh", "-c", "mount --bind /dev/null /proc/version; exec \"$@\"",
        "sh"};
    const auto outcome = run(covered + as_user() + launch_words({"true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(
        outcome.err.starts_with("launch: mount proc on /proc (nosuid,nodev,noexec): Operation "
                                "not permitted (hint: parts of it are covered outside"));
    const auto shared = run(covered + as_user() + launch_words({"--share=pid", "true"}));
    BOOST_TEST(shared.err == "");
    BOOST_TEST(shared.status == 0);
}

BOOST_AUTO_TEST_SUITE_END()

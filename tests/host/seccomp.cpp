/** The system call filter: what it refuses to root, and that all else goes on as without it. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <csignal>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>

using namespace launch_test;

namespace {

/** Runs the probe's `call` for each of these; the errnos, one a line. */
std::string errnos(const std::vector<std::string>& calls, const Words& options = {}) {
    std::string script;
    for (const std::string& call : calls) script += "/probe call " + call + ";";
    return inside(script, probe_option() + options).out;
}

/** The same for one. */
std::string errno_of(long call, const std::string& arguments = "", const Words& options = {}) {
    return errnos({std::to_string(call) + " " + arguments}, options);
}

std::string line(int number) {
    return std::to_string(number) + "\n";
}

constexpr long refused[] = {SYS_mount,
                            SYS_umount2,
                            SYS_pivot_root,
                            SYS_open_tree,
                            SYS_move_mount,
                            SYS_fsopen,
                            SYS_fsconfig,
                            SYS_fsmount,
                            SYS_fspick,
                            SYS_mount_setattr,
                            SYS_unshare,
                            SYS_setns,
                            SYS_reboot,
                            SYS_init_module,
                            SYS_finit_module,
                            SYS_delete_module,
                            SYS_kexec_load,
                            SYS_swapon,
                            SYS_swapoff,
                            SYS_acct,
                            SYS_settimeofday,
                            SYS_clock_settime,
                            SYS_bpf,
                            SYS_perf_event_open,
                            SYS_userfaultfd,
                            SYS_io_uring_setup,
                            SYS_io_uring_enter,
                            SYS_io_uring_register,
                            SYS_add_key,
                            SYS_request_key,
                            SYS_keyctl,
                            SYS_open_by_handle_at,
                            SYS_quotactl,
                            SYS_quotactl_fd,
                            SYS_syslog,
                            SYS_lookup_dcookie,
                            SYS_fanotify_init,
                            SYS_kcmp,
                            SYS_kexec_file_load,
                            SYS_vhangup};

/** A filter whose answer to sethostname is ENOTEMPTY; `loads` makes it one that the kernel takes. */
std::string filter_file(bool loads) {
    const sock_filter program[] = {{BPF_LD | BPF_W | BPF_ABS, 0, 0, 0},
                                   {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_sethostname},
                                   {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOTEMPTY},
                                   {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
    const std::string bytes(reinterpret_cast<const char*>(program), sizeof program);
    return loads ? bytes : bytes.substr(0, 16);
}

} // namespace

BOOST_AUTO_TEST_SUITE(seccomp)

BOOST_AUTO_TEST_CASE(what_is_not_for_a_command_inside_is_EPERM_even_for_root) {
    std::vector<std::string> calls;
    std::string all;
    for (const long number : refused) {
        calls.push_back(std::to_string(number));
        all += line(EPERM);
    }
    BOOST_TEST(errnos(calls) == all);
}

BOOST_AUTO_TEST_CASE(each_number_above_the_last_known_is_ENOSYS) {
    const std::string beyond = std::to_string(SYS_set_mempolicy_home_node + 1);
    BOOST_TEST(probe({"known", beyond, "1100"}).out == "0\n");
    BOOST_TEST(probe({"known", "340", "423"}).out == "0\n");               // never given out
    BOOST_TEST(probe({"known", "1073741824", "1073742400"}).out == "0\n"); // x32
    BOOST_TEST(probe({"known", "0", "0"}).out == "1\n");
}

BOOST_AUTO_TEST_CASE(mount_unshare_and_reboot_fail_for_root) {
    const auto outcome =
        inside("mount -t tmpfs x /tmp || echo mount; unshare -U true || echo user; "
               "unshare -m true || echo unshare; reboot -f || echo reboot");
    BOOST_TEST(outcome.out == "mount\nuser\nunshare\nreboot\n");
    BOOST_TEST(outcome.err.contains("Operation not permitted"));
}

BOOST_AUTO_TEST_CASE(user_namespaces_cannot_be_made_inside_unless_allowed) {
    const std::string flags = std::to_string(CLONE_NEWUSER | SIGCHLD);
    BOOST_TEST(errno_of(SYS_clone, flags) == line(EPERM));
    BOOST_TEST(errno_of(SYS_clone, std::to_string(CLONE_NEWNET | SIGCHLD)) == line(EPERM));
    BOOST_TEST(errno_of(SYS_clone3) == line(ENOSYS));
    BOOST_TEST(errno_of(SYS_clone, flags, {"--allow-userns"}).starts_with(line(0)));
    BOOST_TEST(errno_of(SYS_clone3, "", {"--allow-userns"}) == line(EINVAL));
    BOOST_TEST(inside("unshare -Ur id -u", {"--allow-userns"}).out == "0\n");
    BOOST_TEST(inside("unshare -Umr mount -t tmpfs x /tmp", {"--allow-userns"}).status == 1);
}

BOOST_AUTO_TEST_CASE(a_filter_of_its_own_does_not_help_a_command_out_of_ours) {
    const auto outcome = probe(
        {"loosen", "/probe", "call", std::to_string(SYS_unshare), std::to_string(CLONE_NEWUSER)});
    BOOST_TEST(outcome.out == line(EPERM));
}

BOOST_AUTO_TEST_CASE(nothing_can_be_typed_into_the_outer_terminal) {
    const auto words = launch_words(probe_option() + Words{"--", "/probe", "inject"});
    const auto outcome = run(words, {.terminal = true});
    BOOST_TEST(outcome.out.contains("1 1 1 1 1 1"), outcome.out);
}

BOOST_AUTO_TEST_CASE(only_the_usual_socket_families_and_personalities_are_there) {
    for (const int family : {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET}) {
        const auto answer =
            errno_of(SYS_socket, std::to_string(family) + " 3", {"--cap-add=net_raw"});
        BOOST_TEST(answer != line(EPERM), family);
    }
    for (const int family : {AF_VSOCK, AF_ALG, AF_CAN, AF_BLUETOOTH, AF_UNSPEC, AF_X25}) {
        BOOST_TEST(errno_of(SYS_socket, std::to_string(family) + " 3") == line(EPERM), family);
    }
    BOOST_TEST(errno_of(SYS_personality, "0xffffffff") == line(0));
    BOOST_TEST(errno_of(SYS_personality, "8") == line(0));
    BOOST_TEST(errno_of(SYS_personality, "0x0400000") == line(EPERM));
}

BOOST_AUTO_TEST_CASE(a_cgroup_file_system_cannot_be_mounted_for_its_release_agent) {
    const auto outcome = inside("mkdir /tmp/c; for o in rdma memory pids freezer; do "
                                "mount -t cgroup -o $o x /tmp/c; done; mount -t cgroup2 x /tmp/c; "
                                "ls -A /sys/fs/cgroup; grep -c cgroup /proc/self/mounts",
                                {"--tmpfs", "/tmp"});
    BOOST_TEST(outcome.out == "0\n");
}

BOOST_AUTO_TEST_CASE(processes_of_the_outside_cannot_be_traced_and_ones_own_can) {
    const std::string outer = std::to_string(getpid());
    BOOST_TEST(errno_of(SYS_ptrace, "16 " + outer) == line(ESRCH)); // PTRACE_ATTACH
    BOOST_TEST(errno_of(SYS_ptrace, "0") == line(0));               // PTRACE_TRACEME
}

BOOST_AUTO_TEST_CASE(ordinary_programs_work) {
    if (has_apk()) BOOST_TEST(inside("apk --version").out.starts_with("apk-tools"));
    BOOST_TEST(inside("su -s /bin/sh nobody -c 'id -un'").out == "nobody\n");
    BOOST_TEST(inside("su nobody -s /bin/sh -c 'exit 3'").status == 3);
    BOOST_TEST(probe({"threads", "8"}).out == "8\n");
    const auto script = inside("printf '#!/bin/sh\necho script $1\n' > /tmp/x; chmod +x /tmp/x; "
                               "/tmp/x 1; sleep 0.01 & wait; ls / | sort | head -n 1; date +%% ",
                               {"--tmpfs", "/tmp"});
    BOOST_TEST(script.out == "script 1\nbin\n%\n");
    BOOST_TEST(script.err == "");
}

BOOST_AUTO_TEST_CASE(a_server_on_the_loopback_works) {
    const auto outcome = inside("for i in 1 2; do echo hello | nc -l -p 7777; done & "
                                "until nc 127.0.0.1 7777 < /dev/null 2> /dev/null; do "
                                "sleep 0.02; done");
    BOOST_TEST(outcome.out == "hello\n");
}

BOOST_AUTO_TEST_CASE(it_is_there_with_no_new_privs_and_not_when_privileged) {
    const std::string look = "grep -E '^(Seccomp|NoNewPrivs):' /proc/self/status | cut -f2";
    BOOST_TEST(inside(look).out == "1\n2\n");
    BOOST_TEST(inside(look, {"--seccomp=none"}).out == "1\n0\n");
    BOOST_TEST(inside(look, {"--privileged"}).out == "0\n0\n");
    BOOST_TEST(inside(look, {"--privileged", "--seccomp=default"}).out == "0\n2\n");
    BOOST_TEST(inside(look, {"--unshare=user"}).out == "1\n2\n");
    BOOST_TEST(inside(look, {"--new-privs"}).out == "0\n2\n");
    BOOST_TEST(inside(look, {"--new-privs", "--uid=7", "--landlock-ro=/"}).out == "0\n2\n");
}

BOOST_AUTO_TEST_CASE(a_file_of_instructions_takes_the_place_of_the_default) {
    const TemporaryDirectory host;
    host.write("filter", filter_file(true));
    const auto outcome =
        run(launch_words({"--seccomp=./filter", "sh", "-c", "hostname x; unshare -U id -u"}),
            {.directory = host.path()});
    BOOST_TEST(outcome.err.contains("Directory not empty"));
    BOOST_TEST(outcome.out == "65534\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_filter_is_refused_before_anything_is_done) {
    const TemporaryDirectory host;
    const auto said = [&](const std::string& content) {
        host.write("filter", content);
        const auto outcome =
            launch({"--tmpfs=/new/place", "--seccomp", host.path("filter"), "true"});
        BOOST_TEST(outcome.status == 125);
        return outcome.err;
    };
    BOOST_TEST(said("1234567").contains("filter: its size is no multiple of 8 bytes"));
    BOOST_TEST(said("").contains("filter: it has not between 1 and 4096 instructions"));
    BOOST_TEST(said(std::string(8 * 4097, 'x')).contains("it has not between 1 and 4096"));
    BOOST_TEST(said(std::string(8 * 5000, 'x')).contains("it has not between 1 and 4096"));
    BOOST_TEST(said(filter_file(false)).contains("filter: Invalid argument (hint: the kernel"));
    BOOST_TEST(launch({"--seccomp=/no/such", "true"}).err ==
               "launch: read filter /no/such: No such file or directory\n");
    BOOST_TEST(run({"ls", setting("LAUNCH_ROOT") + "/new"}).status != 0);
}

BOOST_AUTO_TEST_SUITE_END()

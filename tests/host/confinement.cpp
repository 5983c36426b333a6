/** What root inside cannot do by default, all parts of the posture together, whoever has started it. */
#include "host.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <sys/syscall.h>

using namespace launch_test;

namespace {

struct Row {
    std::string script; ///< what is tried
    std::string said;   ///< the reason that it fails with
};

const std::string refused = "Operation not permitted";
const std::string readonly = "Read-only file system";

const Row rows[] = {
    {"mount -t tmpfs x /mnt", "permission denied"}, // busybox's own words for EPERM
    {"umount -l /proc", refused},
    {"unshare -U true", refused},
    {"unshare -m true", refused},
    {"mknod /dev/shm/x c 1 3", refused},
    {"mknod /dev/shm/x b 8 0", refused},
    {"reboot -f", refused},
    {"insmod /probe", refused},
    {"rmmod x", refused},
    {"hostname x", refused},
    {"dmesg", refused},
    {"chroot /proc/1/root true", "Permission denied"},
    {"cat /proc/sys/kernel/panic > /proc/sys/kernel/panic", readonly},
    {"cat /sys/kernel/profiling > /sys/kernel/profiling", readonly},
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.script;
}

/** What a script says inside, which must fail. */
std::string failure(const Words& before, const std::string& script) {
    const auto outcome =
        run(before + launch_words(probe_option() + Words{"sh", "-c", "(" + script + ")"}));
    BOOST_TEST(outcome.status != 0);
    BOOST_TEST(outcome.status != 125, outcome.err);
    return outcome.err;
}

/** A launch of our own that may be spoilt, and who hunts for it inside. */
struct Hunt {
    Hunt() {
        run({"cp", setting("LAUNCH"), program});
        for (const char* const what : {"%i", "%d"}) {
            std::string number = run({"stat", "-c", what, program}).out;
            number.pop_back();
            hunter.push_back(number);
        }
    }

    [[nodiscard]] Words words(const Words& options, const Words& command) const {
        return Words{program, "--root", setting("LAUNCH_ROOT")} + probe_option() + options +
               command;
    }
    [[nodiscard]] bool unchanged() const {
        return run({"cmp", setting("LAUNCH"), program}).status == 0;
    }

    const TemporaryDirectory host;
    const std::string program = host.path("launch");
    Words hunter = {"/probe", "hunt"};
};

} // namespace

BOOST_AUTO_TEST_SUITE(confinement)

BOOST_DATA_TEST_CASE(root_inside_cannot_change_the_machine, rows, row) {
    for (const Words& before : {Words{}, as_user()}) {
        const auto said = failure(before, row.script);
        BOOST_TEST(said.contains(row.said), said);
    }
}

BOOST_AUTO_TEST_CASE(processes_of_the_outside_cannot_be_traced_even_where_they_are_seen) {
    // An attach that works stops its victim, so that is not this test itself.
    Running victim({"sh", "-c", "echo $$; exec sleep 1000"});
    BOOST_REQUIRE(victim.read_until("\n"));
    const std::string process = victim.seen().substr(0, victim.seen().find('\n'));
    const std::string attach = std::to_string(SYS_ptrace) + " 16 " + process;
    const auto seen = inside("/probe call " + attach, probe_option() + Words{"--share=pid"});
    BOOST_TEST(seen.out == std::to_string(EPERM) + "\n");
    const auto unseen = inside("/probe call " + attach, probe_option());
    BOOST_TEST(unseen.out == std::to_string(ESRCH) + "\n");
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_programs_scripts_and_servers_work_for_everybody) {
    const std::string script =
        "printf '#!/bin/sh\nexec /probe exit 7\n' > /tmp/x; chmod +x /tmp/x; /tmp/x; "
        "echo static $?; [ ! -e /sbin/apk ] || apk --version | cut -c1-9; "
        "for i in 1 2; do echo served | nc -l -p 7777; done & "
        "until nc 127.0.0.1 7777 < /dev/null 2> /dev/null; do sleep 0.02; done";
    // A root made of busybox-static has no dynamic program.
    const std::string dynamic = has_apk() ? "apk-tools\n" : "";
    for (const Words& before : {Words{}, as_user()}) {
        const auto outcome =
            run(before + launch_words(probe_option() + Words{"--tmpfs=/tmp", "sh", "-c", script}));
        BOOST_TEST(outcome.out == "static 7\n" + dynamic + "served\n", outcome.err);
    }
}

BOOST_AUTO_TEST_CASE(the_hosts_binary_cannot_be_written_while_it_starts_and_ends) {
    const Hunt hunt;
    // Root with all rights to look, among the processes of the host: it reads, and never writes.
    Running hunter(hunt.words({"--share=pid,net", "--cap-add=sys_ptrace"}, hunt.hunter));
    BOOST_REQUIRE(hunter.read_until("hunting"));
    for (int count = 0; count < 200; ++count) {
        BOOST_REQUIRE(run(hunt.words({"--share=net"}, {"/probe", "exit", "0"})).status == 0);
    }
    hunter.close_input();
    BOOST_REQUIRE(hunter.read_until("read "));
    BOOST_TEST(hunter.read_until(" written 0\n"), hunter.seen());
    BOOST_TEST(!hunter.seen().contains("read 0 "), hunter.seen());
    BOOST_TEST(hunt.unchanged());
}

BOOST_AUTO_TEST_CASE(the_hosts_binary_cannot_be_written_by_what_is_entered) {
    const Hunt hunt;
    Running hunter(hunt.words({"--name=hunt", "--cap-add=sys_ptrace"}, hunt.hunter));
    BOOST_REQUIRE(hunter.read_until("hunting"));
    for (int count = 0; count < 200; ++count) {
        BOOST_REQUIRE(run({hunt.program, "enter", "hunt", "/probe", "exit", "0"}).status == 0);
    }
    hunter.close_input();
    BOOST_REQUIRE(hunter.read_until("read "));
    BOOST_TEST(hunter.read_until(" written 0\n"), hunter.seen());
    BOOST_TEST(hunt.unchanged());
}

BOOST_AUTO_TEST_CASE(the_hosts_binary_cannot_even_be_read_in_a_user_namespace) {
    const Hunt hunt;
    Running hunter(hunt.words({"--unshare=user", "--caps=all"}, hunt.hunter));
    BOOST_REQUIRE(hunter.read_until("hunting"));
    pause_microseconds(200'000);
    hunter.close_input();
    BOOST_TEST(hunter.read_until("read 0 written 0\n"), hunter.seen());
}

BOOST_AUTO_TEST_SUITE_END()

/** security.md, identity and capabilities: who the command is, what it may do and use. */
#include "host.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <sys/stat.h>

using namespace launch_test;

namespace {

const Words ordinary = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
const std::string who = "echo $(id -u) $(id -g) $(id -G) $HOME";
const std::string sets = "grep -E 'Cap(Inh|Prm|Eff|Bnd|Amb)' /proc/self/status | cut -f2";

/** An /etc of our own: its names are those of no host. */
struct Etc {
    TemporaryDirectory directory;

    Etc() {
        directory.write("passwd", "root:x:0:0:root:/home/of/root:/bin/sh\n"
                                  "app:x:4242:4343::/home/app:/bin/sh\n"
                                  "alias:x:0:5::relative:/bin/sh\n");
        directory.write("group",
                        "root:x:0:\nadm:x:4:app\nwheel:x:10:root,app\nbig:x:4294967294:\n");
    }
    [[nodiscard]] Words option() const { return {"--bind", directory.path() + ":/etc"}; }
    [[nodiscard]] Outcome inside(const std::string& script, const Words& options) const {
        return launch_test::inside(script, option() + options);
    }
};

struct UserRow {
    Words options;
    std::string found;
};

const UserRow users[] = {
    {{"--user=app"}, "4242 4343 4343 4 10 /home/app\n"},
    {{"--user=4242"}, "4242 4343 4343 4 10 /home/app\n"},
    {{"--user=root"}, "0 0 0 10 /home/of/root\n"},
    {{"--user=alias"}, "0 5 5 /\n"},
    {{"--user=77"}, "77 77 77 /\n"},
    {{"--user=app:wheel"}, "4242 10 10 /home/app\n"},
    {{"--user=app:77"}, "4242 77 77 /home/app\n"},
    {{"--user=77:big"}, "77 4294967294 4294967294 /\n"},
    {{"--user=app", "--groups=wheel,8"}, "4242 4343 4343 8 10 /home/app\n"},
    {{"--uid=4242"}, "4242 4242 4242 /\n"},
    {{"--uid=4242", "--groups=adm"}, "4242 4242 4242 4 /\n"},
    {{"--groups=adm"}, "0 0 0 4 /root\n"},
    {{"--user=app", "--env=HOME=/mine"}, "4242 4343 4343 4 10 /mine\n"},
};

std::ostream& operator<<(std::ostream& out, const UserRow& row) {
    for (const std::string& word : row.options) out << word << " ";
    return out;
}

/** The five sets as `sets` prints them. */
std::string five(const std::string& inherited, const std::string& own, const std::string& bound) {
    const auto wide = [](const std::string& hex) {
        return std::string(16 - hex.size(), '0') + hex + "\n";
    };
    return wide(inherited) + wide(own) + wide(own) + wide(bound) + wide(inherited);
}

const std::string standard = "800405fb"; // chown, dac_override, ... setfcap

/** Runs with launch itself as root without these capabilities. */
Outcome lacking(const std::string& names, const Words& words) {
    return run(Words{"setpriv", "--bounding-set=" + names} + launch_words(words));
}

} // namespace

BOOST_AUTO_TEST_SUITE(identity)

BOOST_DATA_TEST_CASE(a_user_is_who_the_roots_own_files_say, users, row) {
    const Etc etc;
    const auto outcome = etc.inside(who, row.options);
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == row.found);
}

BOOST_AUTO_TEST_CASE(a_name_that_the_root_does_not_know_is_refused) {
    const Etc etc;
    const auto user = etc.inside("true", {"--user=daemon"});
    BOOST_TEST(user.status == 125);
    BOOST_TEST(user.err == "launch: look up the user and groups in the root's own files: "
                           "find user daemon: it is not in /etc/passwd of the root\n");
    BOOST_TEST(etc.inside("true", {"--user=app:daemon"}).status == 125);
    const auto group = etc.inside("true", {"--groups=4,daemon"});
    BOOST_TEST(group.status == 125);
    BOOST_TEST(group.err.contains("find group daemon: it is not in /etc/group of the root\n"));
}

BOOST_AUTO_TEST_CASE(no_file_in_the_roots_etc_makes_launch_wait_or_look_outside) {
    const TemporaryDirectory etc;
    const std::string passwd = etc.path("passwd");
    const auto as_root = [&] {
        return inside(who, {"--bind", etc.path() + ":/etc", "--user=root"});
    };
    const auto refused = [&](const std::string& reason) {
        const auto outcome = as_root();
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.contains(reason), outcome.err);
        BOOST_TEST(run({"rm", "-df", passwd}).status == 0);
    };
    refused("find user root: it is not in /etc/passwd of the root"); // nor is there the file
    BOOST_TEST(mkfifo(passwd.c_str(), 0644) == 0);
    refused("read /etc/passwd: not a regular file");
    BOOST_TEST(mkdir(passwd.c_str(), 0755) == 0);
    refused("read /etc/passwd: not a regular file");
    BOOST_TEST(run({"ln", "-s", "/proc/self/fd/0", passwd}).status == 0);
    refused("through a link of /proc");
    BOOST_TEST(run({"ln", "-s", "../../../.." + etc.path("outside"), passwd}).status == 0);
    etc.write("outside", "root:x:0:0::/:\n");
    refused("find user root");
    BOOST_TEST(run({"truncate", "-s", "1M", passwd}).status == 0);
    refused("read /etc/passwd: 1 MiB or more");
}

BOOST_AUTO_TEST_CASE(a_hostile_line_makes_nobody_root) {
    const TemporaryDirectory etc;
    const auto as_app = [&](const std::string& line) {
        etc.write("passwd", line + "\n");
        return inside("id -u", {"--bind", etc.path() + ":/etc", "--user=app"}).status;
    };
    for (const std::string line :
         {"app:x::0::/:", "app:x:0", "app:x:-1:0::/:", "app:x:4294967296:0::/:", "app:x:0:0::/::",
          "app:x:4294967295:0::/:", "xapp:x:0:0::/:", "app :x:0:0::/:", "app:x: 0:0::/:"}) {
        BOOST_TEST(as_app(line) == 125, line);
    }
    BOOST_TEST(as_app("app:x:0:0::/:") == 0);
}

BOOST_AUTO_TEST_CASE(root_has_eleven_capabilities_and_cannot_get_more) {
    const auto outcome = inside(sets);
    BOOST_TEST(outcome.out == five("0", standard, standard));
    BOOST_TEST(inside("mount -t tmpfs x /mnt").status != 0);
    BOOST_TEST(inside("mknod /dev/shm/x c 1 3").status != 0);
    BOOST_TEST(inside("hostname x").status != 0);
    BOOST_TEST(inside("chown 7:8 /dev/shm && su -s /bin/sh nobody -c true").status == 0);
}

BOOST_AUTO_TEST_CASE(capabilities_are_added_and_dropped_by_name) {
    BOOST_TEST(inside(sets, {"--caps=none"}).out == five("0", "0", "0"));
    BOOST_TEST(inside(sets, {"--caps=kill,CAP_SYS_CHROOT"}).out == five("0", "40020", "40020"));
    BOOST_TEST(inside(sets, {"--cap-add=net_admin"}).out == five("0", "800415fb", "800415fb"));
    BOOST_TEST(inside(sets, {"--cap-drop=chown,setfcap"}).out == five("0", "405fa", "405fa"));
    BOOST_TEST(inside(sets, {"--cap-drop=all", "--cap-add=chown"}).out == five("0", "1", "1"));
    BOOST_TEST(inside("hostname x", {"--cap-add=sys_admin"}).status == 0);
}

BOOST_AUTO_TEST_CASE(privileged_keeps_every_capability) {
    const auto outer = run({"sh", "-c", sets}).out;
    BOOST_TEST(inside(sets, {"--privileged"}).out == outer);
    BOOST_TEST(inside(sets, {"--caps=all"}).out == outer);
    BOOST_TEST(inside("mount -t tmpfs x /mnt", {"--privileged"}).status == 0);
}

BOOST_AUTO_TEST_CASE(an_ordinary_users_root_has_the_same_capabilities) {
    const auto rootless = [](const Words& options) {
        return run(ordinary + launch_words(options + Words{"--unshare=user", "sh", "-c", sets}));
    };
    for (const Words& options :
         {Words{}, {"--caps=none"}, {"--cap-add=net_admin"}, {"--ambient=kill"}}) {
        const auto outcome = rootless(options);
        BOOST_TEST(outcome.err == "");
        BOOST_TEST(outcome.out == inside(sets, options).out);
    }
}

BOOST_AUTO_TEST_CASE(inheritable_capabilities_of_the_caller_are_not_passed_on) {
    const auto outcome =
        run(Words{"setpriv", "--inh-caps=+net_raw,+sys_admin"} + launch_words({"sh", "-c", sets}));
    BOOST_TEST(outcome.out == five("0", standard, standard));
}

BOOST_AUTO_TEST_CASE(another_user_has_none_but_the_ambient_ones) {
    BOOST_TEST(inside(sets, {"--uid=1000"}).out == five("0", "0", standard));
    BOOST_TEST(inside(sets, {"--uid=1000", "--ambient=net_bind_service"}).out ==
               five("400", "400", standard));
    BOOST_TEST(inside("sh -c \"" + sets + "\"", {"--uid=1000", "--ambient=net_raw,kill"}).out ==
               five("2020", "2020", "800425fb"));
}

BOOST_AUTO_TEST_CASE(a_capability_that_launch_lacks_is_an_error_only_when_it_was_named) {
    BOOST_TEST(lacking("-chown", {"sh", "-c", sets}).out == five("0", "800405fa", "800405fa"));
    const auto outcome = lacking("-net_raw", {"--cap-add=net_raw", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("keep capability net_raw: launch itself lacks it\n"));
    BOOST_TEST(lacking("-net_raw", {"--cap-add=all", "true"}).status == 0);
}

BOOST_AUTO_TEST_CASE(without_setpcap_no_new_privs_keeps_the_bounds) {
    const auto outcome =
        lacking("-setpcap", {"sh", "-c", "grep CapEff /proc/self/status | cut -f2"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "00000000800404fb\n");
    const auto open = lacking("-setpcap", {"--new-privs", "true"});
    BOOST_TEST(open.status == 125);
    BOOST_TEST(open.err.contains("Operation not permitted"));
}

BOOST_AUTO_TEST_CASE(no_new_privs_is_set_unless_it_is_opened) {
    const std::string look = "grep NoNewPrivs /proc/self/status | cut -f2";
    BOOST_TEST(inside(look).out == "1\n");
    BOOST_TEST(inside(look, {"--uid=1000"}).out == "1\n");
    BOOST_TEST(inside(look, {"--new-privs"}).out == "0\n");
    BOOST_TEST(inside(look, {"--privileged"}).out == "0\n");
}

BOOST_AUTO_TEST_CASE(a_set_user_id_program_of_the_root_raises_no_rights) {
    const TemporaryDirectory host;
    host.write("probe", read_file(setting("LAUNCH_PROBE")), 04755);
    const Words words = {"--bind", host.path() + ":/mnt", "--uid=1000", "/mnt/probe", "user"};
    BOOST_TEST(launch(words).out == "1000\n");
    BOOST_TEST(launch(Words{"--suid"} + words).out == "1000\n");
    BOOST_TEST(launch(Words{"--new-privs"} + words).out == "1000\n");
    BOOST_TEST(launch(Words{"--suid", "--new-privs"} + words).out == "0\n");
}

BOOST_AUTO_TEST_CASE(the_umask_is_the_commands_alone) {
    BOOST_TEST(inside("umask", {"--umask=027"}).out == "0027\n");
    const auto outer = run(Words{"sh", "-c", "umask 055; exec \"$@\"", "sh"} +
                           launch_words({"sh", "-c", "umask"}));
    BOOST_TEST(outer.out == "0055\n");
}

BOOST_AUTO_TEST_CASE(limits_are_set_and_raising_them_wants_rights) {
    const Words options = {"--rlimit=nofile=33:44", "--rlimit=core=0", "--uid=1000"};
    BOOST_TEST(inside("ulimit -Sn; ulimit -Hn; ulimit -c", options).out == "33\n44\n0\n");
    BOOST_TEST(inside("ulimit -n", {"--rlimit=nofile=unlimited"}).status == 125);
    const auto outcome =
        run(Words{"prlimit", "--nofile=100:100", "setpriv", "--bounding-set=-sys_resource"} +
            launch_words({"--rlimit=nofile=100:200", "true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.starts_with("launch: limit nofile to 100:200: Operation not permitted "
                                       "(hint: raising a hard limit wants the capability"));
}

BOOST_AUTO_TEST_CASE(oom_score_adj_is_the_commands_alone_and_written_to_no_proc_of_the_root) {
    const auto outer = run({"cat", "/proc/self/oom_score_adj"}).out;
    const std::string look = "cat /proc/self/oom_score_adj /proc/1/oom_score_adj";
    BOOST_TEST(inside(look, {"--oom-score-adj=900"}).out == "900\n" + outer);
    BOOST_TEST(inside(look, {"--oom-score-adj=7", "--uid=1000"}).out == "7\n" + outer);
    const auto raised =
        run(ordinary + launch_words({"--unshare=user", "--oom-score-adj=8", "sh", "-c", look}));
    BOOST_TEST(raised.out == "8\n" + outer);
    const TemporaryDirectory host;
    BOOST_TEST(run({"mkdir", "-p", host.path("proc/self")}).status == 0);
    host.write("proc/self/oom_score_adj", "untouched");
    const auto covered =
        run(launch_words({"--bind", host.path("proc") + ":/proc", "--oom-score-adj=900", "cat",
                          "/proc/self/oom_score_adj"}));
    BOOST_TEST(covered.out == "untouched");
    const auto lower =
        run(ordinary + launch_words({"--unshare=user", "--oom-score-adj=-900", "true"}));
    BOOST_TEST(lower.status == 125);
    BOOST_TEST(lower.err.contains("(hint: lowering it wants the capability sys_resource)"));
}

BOOST_AUTO_TEST_CASE(processors_nice_value_and_personality_are_set) {
    const std::string cpus = "grep Cpus_allowed_list /proc/self/status | cut -f2";
    BOOST_TEST(inside(cpus, {"--cpu-affinity=0"}).out == "0\n");
    const auto none = inside("true", {"--cpu-affinity=1023"});
    BOOST_TEST(none.status == 125);
    BOOST_TEST(none.err.contains("run on processors 1023: Invalid argument (hint: none of them"));
    const std::string look = "cut -d' ' -f19 /proc/self/stat";
    BOOST_TEST(inside(look, {"--nice=7"}).out == "7\n");
    BOOST_TEST(inside(look, {"--nice=-3", "--uid=1000"}).out == "-3\n");
    const Words lower = launch_words({"--unshare=user", "--nice=-20", "true"});
    BOOST_TEST(run(ordinary + lower).err.contains("wants the capability sys_nice"));
    BOOST_TEST(inside("uname -m", {"--personality=linux32"}).out == "i686\n");
    BOOST_TEST(inside("cat /proc/self/personality",
                      {"--privileged", "--personality=linux32,addr-no-randomize"})
                   .out == "00040008\n");
}

BOOST_AUTO_TEST_CASE(in_a_shared_pid_namespace_another_user_still_ends_with_launch) {
    Running running(launch_words({"--share=pid", "--user=1000:1000", "--ambient=kill", "sh", "-c",
                                  "echo $$; exec sleep 1000"}));
    BOOST_REQUIRE(running.read_until("\n"));
    const std::string process = running.seen().substr(0, running.seen().find('\n'));
    running.kill(SIGKILL);
    const auto gone = run({"sh", "-c",
                           "for i in $(seq 100); do [ -d /proc/$0 ] || exit 0; "
                           "sleep 0.05; done; exit 1",
                           process});
    BOOST_TEST(gone.status == 0);
}

BOOST_AUTO_TEST_SUITE_END()

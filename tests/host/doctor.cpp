/** `launch doctor`: each thing that can block a feature is there, and is told with its remedy. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <sys/mount.h>
#include <sys/syscall.h>

using namespace launch_test;

namespace {

const Words kinds = {"mount", "pid", "net", "ipc", "uts", "cgroup", "user", "time"};
const Words own_namespace = as_user() + Words{"unshare", "--user", "--map-root-user"};

/** What the doctor says behind these words. */
struct Diagnosis {
    Outcome outcome;
    std::map<std::string, std::string> rows; ///< by name: "no: CAUSE | REMEDY"

    explicit Diagnosis(const Words& before, const Words& doctor = {setting("LAUNCH"), "doctor"})
        : outcome(run(before + doctor)) {
        std::istringstream lines(outcome.out);
        std::string name;
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("  remedy: ")) {
                rows[name] += " | " + line.substr(10);
                continue;
            }
            name = line.substr(0, line.find("  "));
            rows[name] = line.substr(line.find_first_not_of(' ', name.size()));
        }
    }

    void expect(const std::string& name, const std::string& told) const {
        const auto row = rows.find(name);
        BOOST_TEST((row == rows.end() ? "(none)" : row->second) == told, name);
    }
};

/** The same behind a shell script. */
Diagnosis behind(const Words& before, const std::string& script) {
    return Diagnosis(before + Words{"sh", "-c", script + "; exec \"$@\"", "sh"});
}

const std::string filtered = "clone: Operation not permitted | the system call filter of a "
                             "surrounding container forbids it: start that with seccomp=unconfined";

} // namespace

BOOST_AUTO_TEST_SUITE(doctor)

BOOST_AUTO_TEST_CASE(root_has_all_of_it_here) {
    const Diagnosis found(Words{});
    BOOST_TEST(found.outcome.status == 0);
    BOOST_TEST(found.outcome.err == "");
    for (const auto& name : {"run", "user namespace run", "overlay", "idmapped mounts", "limits",
                             "veth", "terminal", "user network", "loop devices", "squashfs",
                             "erofs", "ext4", "pidfd", "openat2", "seccomp", "named runs"}) {
        found.expect(name, "yes");
    }
    BOOST_TEST(found.rows.at("cgroups").starts_with("yes: version "));
    for (const auto& kind : kinds) found.expect(kind + " namespace", "yes");
    const auto release = run({"uname", "-r"}).out;
    found.expect("kernel", "yes: " + release.substr(0, release.size() - 1));
    BOOST_TEST(found.rows.at("landlock").starts_with("yes: version "));
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_is_told_what_only_root_can) {
    const Diagnosis found(as_user());
    BOOST_TEST(found.outcome.status == 0);
    for (const auto& name : {"run", "user namespace run", "overlay", "pidfd", "openat2"}) {
        found.expect(name, "yes");
    }
    for (const auto& kind : kinds) found.expect(kind + " namespace", "yes");
    found.expect("idmapped mounts", "no: map the ids of /etc: only root can do that");
    const std::string remedy = " | be root, and load its module";
    found.expect("loop devices", "no: open /dev/loop-control: Permission denied" + remedy);
    for (const std::string type : {"squashfs", "erofs", "ext4"}) {
        found.expect(type, "no: open file system " + type + ": Operation not permitted" + remedy);
    }
    BOOST_TEST(found.rows.at("limits").starts_with("no: make a cgroup with pids 64: "));
    BOOST_TEST(found.rows.at("limits").contains("Delegate=yes"));
    found.expect("veth", "no: make a veth pair to eth0: Operation not permitted | this takes "
                         "CAP_NET_ADMIN out here; --net=user does not");
    const Diagnosis homeless(Words{"env", "-u", "XDG_RUNTIME_DIR"} + as_user());
    BOOST_TEST(homeless.rows.at("named runs").starts_with("no: find $XDG_RUNTIME_DIR"));
    const Diagnosis at_home(as_user() + Words{"env", "XDG_RUNTIME_DIR=/tmp"});
    at_home.expect("named runs", "yes");
}

BOOST_AUTO_TEST_CASE(nothing_is_left_behind) {
    const TemporaryDirectory files;
    const std::string script = R"(
        for place in /run /mnt; do mount -t tmpfs tmpfs $place; done
        look() { cat /proc/self/mountinfo; find /etc /run /mnt; }
        look > "$1/before"
        "$0" doctor > /dev/null
        echo $?
        look > "$1/after"
        diff "$1/before" "$1/after"
        ps -A -o comm=
    )";
    const auto outcome = run({"unshare", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c",
                              script, setting("LAUNCH"), files.path()});
    BOOST_TEST(outcome.out == "0\nsh\nps\n", outcome.out);
}

BOOST_AUTO_TEST_CASE(a_limit_of_each_kind_of_namespace_is_named_in_its_row_alone) {
    for (const auto& kind : kinds) {
        const std::string sysctl = "max_" + (kind == "mount" ? "mnt" : kind) + "_namespaces";
        const auto found = behind(own_namespace, "echo 0 > /proc/sys/user/" + sysctl);
        const std::string told = "no: clone: No space left on device | the sysctl user." + sysctl +
                                 " is 0; root raises it by sysctl -w user." + sysctl + "=1000";
        for (const auto& each : kinds) {
            found.expect(each + " namespace", each == kind ? told : "yes");
        }
        const bool by_default = kind != "user" && kind != "time";
        found.expect("run", by_default ? told : "yes");
        BOOST_TEST(found.outcome.status == (by_default ? 1 : 0));
        found.expect("user namespace run", kind == "time" ? "yes" : told);
    }
}

BOOST_AUTO_TEST_CASE(a_filter_is_named_in_each_row_that_it_blocks) {
    const Diagnosis cloning(without(SYS_clone3));
    BOOST_TEST(cloning.outcome.status == 1);
    for (const auto& name : {"run", "user namespace run", "overlay", "idmapped mounts"}) {
        cloning.expect(name, "no: " + filtered);
    }
    for (const auto& kind : kinds) cloning.expect(kind + " namespace", "no: " + filtered);
    cloning.expect("openat2", "yes");
    const std::string remedy = "Operation not permitted | boot a newer kernel, or leave the filter "
                               "that hides it";
    const Diagnosis process(without(SYS_pidfd_open));
    process.expect("pidfd", "no: find process: " + remedy);
    process.expect("run", "yes");
    const Diagnosis path(without(SYS_openat2));
    path.expect("openat2", "no: open /: " + remedy);
    BOOST_TEST(path.outcome.status == 1);
    BOOST_TEST(path.rows.at("run").starts_with("no: "));
    const Diagnosis filter(without(SYS_seccomp));
    filter.expect("seccomp", "no: load filter: " + remedy);
    BOOST_TEST(filter.outcome.status == 1);
    Diagnosis(without(SYS_landlock_create_ruleset))
        .expect("landlock", "no: find Landlock: " + remedy);
}

BOOST_AUTO_TEST_CASE(the_default_posture_is_such_a_filter) {
    const Diagnosis found(launch_words({"--ro-bind", setting("LAUNCH") + ":/launch"}),
                          {"/launch", "doctor"});
    BOOST_TEST(found.outcome.status == 1);
    const std::string told = std::string("no: clone: ") + std::strerror(ENOSYS) +
                             " | the system call filter of a surrounding container forbids it: "
                             "start that with seccomp=unconfined";
    found.expect("run", told);
    for (const auto& kind : kinds) found.expect(kind + " namespace", told);
    BOOST_TEST(
        found.rows.at("loop devices").starts_with("no: open /dev/loop-control: No such file"));
}

BOOST_AUTO_TEST_CASE(a_chroot_is_named) {
    const TemporaryDirectory chroot;
    std::filesystem::copy_file(setting("LAUNCH"), chroot.path("launch"));
    std::filesystem::create_directory(chroot.path("proc"));
    const Diagnosis found({"unshare", "--mount", "sh", "-c",
                           "mount -t proc proc \"$0/proc\"; exec chroot --userspec=65534:65534 "
                           "--groups= \"$0\" /launch doctor",
                           chroot.path()},
                          {});
    const std::string told = "no: clone: Operation not permitted | a chroot can have no user "
                             "namespaces: run launch outside of it";
    BOOST_TEST(found.outcome.status == 1);
    found.expect("run", told);
    for (const auto& kind : kinds) found.expect(kind + " namespace", told);
}

BOOST_AUTO_TEST_CASE(root_without_CAP_SYS_ADMIN_has_namespaces_in_one_of_users_only) {
    const Diagnosis found(Words{"setpriv", "--bounding-set=-sys_admin"});
    const std::string told = "clone: Operation not permitted | root has no CAP_SYS_ADMIN here: add "
                             "--unshare=user";
    BOOST_TEST(found.outcome.status == 1);
    found.expect("run", "no: " + told);
    found.expect("user namespace run", "yes");
    for (const auto& kind : kinds) {
        found.expect(kind + " namespace", kind == "user" ? "yes" : "limited: " + told);
    }
}

BOOST_AUTO_TEST_CASE(a_covered_proc_is_named_to_who_needs_a_user_namespace) {
    const Words covered = {
        "unshare", "--mount", "sh", "-c", "mount --bind /dev/null /proc/version; exec \"$@\"",
        "sh"};
    const Diagnosis user(covered + as_user());
    BOOST_TEST(user.outcome.status == 1);
    BOOST_TEST(user.rows.at("run").starts_with(
        "no: mount proc on /proc (nosuid,nodev,noexec): Operation not permitted | parts of it are "
        "covered outside, as in a container"));
    user.expect("pid namespace", "yes");
    const Diagnosis root(covered);
    BOOST_TEST(root.outcome.status == 0);
    root.expect("run", "yes");
    BOOST_TEST(root.rows.at("user namespace run") == user.rows.at("run"));
}

BOOST_AUTO_TEST_CASE(sysctls_that_forbid_user_namespaces_are_named) {
    // This kernel has neither of them, so files stand in; it refuses whoever has no ids (clone(2)).
    const Words unmapped = {"unshare", "--user"};
    for (const auto& [file, told] : std::map<std::string, std::string>{
             {"echo 0 > unprivileged_userns_clone",
              "the sysctl kernel.unprivileged_userns_clone is 0; root allows it by sysctl -w "
              "kernel.unprivileged_userns_clone=1"},
             {"echo 1 > apparmor_restrict_unprivileged_userns",
              "the sysctl kernel.apparmor_restrict_unprivileged_userns is 1; root sets it to 0, or "
              "gives launch a profile"}}) {
        const Diagnosis found(Words{"unshare", "--mount", "sh", "-c",
                                    "mount -t tmpfs tmpfs /proc/sys/kernel; cd /proc/sys/kernel; " +
                                        file + "; cd /; exec \"$@\"",
                                    "sh"} +
                              as_user() + unmapped);
        found.expect("user namespace", "no: clone: Operation not permitted | " + told);
        found.expect("run", "no: clone: Operation not permitted | " + told);
    }
}

BOOST_AUTO_TEST_CASE(ranges_of_ids_need_a_helper_and_a_line) {
    const TemporaryDirectory files;
    files.write("ranges", "nobody:200000:1000\n");
    std::filesystem::create_directory(files.path("upper"));
    std::filesystem::create_directory(files.path("work"));
    const std::string ranges = "cd \"$0\"; mount --bind ranges /etc/subuid; mount --bind ranges "
                               "/etc/subgid; ";
    const std::string removed =
        "mount -t tmpfs tmpfs upper; mkdir upper/u upper/w; mount -t overlay "
        "-o lowerdir=/usr/bin,upperdir=upper/u,workdir=upper/w overlay "
        "/usr/bin; rm /usr/bin/newuidmap; ";
    const auto diagnose = [&](const std::string& script) {
        return Diagnosis(
            Words{"unshare", "--mount", "sh", "-c", script + "exec \"$@\"", files.path()} +
            as_user());
    };
    diagnose(ranges).expect("ranges of ids", "yes");
    const auto missing = diagnose(ranges + removed).rows.at("ranges of ids");
    BOOST_TEST(missing.starts_with("no: "));
    BOOST_TEST(missing.contains("run newuidmap: it is not installed; the package uidmap has it"));
    diagnose(": > ranges; ")
        .expect("ranges of ids", "no: read /etc/subuid: no range for the caller; "
                                 "root adds some with usermod(8)");
}

BOOST_AUTO_TEST_CASE(devices_that_are_missing_are_named) {
    const auto found = Diagnosis(
        {"unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /dev; exec \"$@\"", "sh"});
    found.expect("loop devices", "no: open /dev/loop-control: No such file or directory | be root, "
                                 "and load its module");
    BOOST_TEST(found.outcome.status == 0); // the default run makes its own
}

BOOST_AUTO_TEST_CASE(the_version_of_cgroups_is_told_and_where_none_are_mounted) {
    const auto with = [](const std::string& script) {
        return behind({"unshare", "--mount"}, "mount -t tmpfs tmpfs /sys/fs/cgroup; cd "
                                              "/sys/fs/cgroup; " +
                                                  script + "cd /");
    };
    with("").expect("cgroups", "no: open /sys/fs/cgroup/pids: No such file or directory | mount "
                               "cgroup2 on /sys/fs/cgroup");
    with("mkdir pids; ").expect("cgroups", "yes: version 1");
    with("echo cpu memory pids > cgroup.controllers; ")
        .expect("cgroups", "yes: version 2: cpu memory pids");
}

BOOST_AUTO_TEST_CASE(as_JSON_it_says_the_same) {
    const Words compare = {
        "/usr/bin/python3", "-c",
        "import json, subprocess, sys\n"
        "told = subprocess.run([*sys.argv[1:], '--json'], capture_output=True, text=True)\n"
        "report = json.loads(told.stdout)\n"
        "assert list(report) == ['version', 'features', 'runs'] and report['version'] == 1\n"
        "assert report['runs'] == (told.returncode == 0)\n"
        "for row in report['features']:\n"
        "    assert list(row) == ['name', 'verdict', 'what', 'remedy']\n"
        "    what = ': ' + row['what'] if row['what'] else ''\n"
        "    print(row['name'].ljust(20) + row['verdict'] + what)\n"
        "    if row['remedy']: print('  remedy: ' + row['remedy'])\n"};
    const Words doctor = {setting("LAUNCH"), "doctor"};
    for (const Words& before : {Words{}, as_user(), without(SYS_clone3)}) {
        const auto json = run(before + compare + doctor);
        BOOST_TEST(json.err == "");
        BOOST_TEST(json.out == run(before + doctor).out);
    }
}

BOOST_AUTO_TEST_CASE(other_words_are_refused) {
    const auto outcome = run({setting("LAUNCH"), "doctor", "--jso"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.out == "");
    BOOST_TEST(outcome.err == "launch: read words --jso: not --json alone\n");
}

BOOST_AUTO_TEST_SUITE_END()

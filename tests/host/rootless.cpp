/** Ordinary users: the same command line, and the ids that they may map. */
#include "host.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <sys/mount.h>

using namespace launch_test;

namespace {

/** Tells what must be equal for everybody. */
const std::string look =
    "exec 2>&1\n"
    "for kind in mnt pid net ipc uts cgroup time; do\n"
    "    readlink /proc/self/ns/$kind\n"
    "done | sed 's/.*/namespace &/'\n"
    // In a user namespace devices are bound, and so the rest of /dev is nodev; what covers a file is one.
    "awk '$5 ~ \"^/dev/[^/]*$\" && $(NF - 2) == \"devtmpfs\" { next } "
    "$5 ~ \"^/proc/\" && $(NF - 2) ~ \"tmpfs\" { print \"covered\", $5; next } "
    "$5 == \"/dev\" { sub(\",nodev\", \"\", $6) } "
    "{ print \"mount\", $5, $6, $(NF - 2) }' /proc/self/mountinfo\n"
    "find /dev ! -path '/dev/pts/*' | sort\n"
    "env | sort\n"
    "ls /proc/self/fd\n"
    "id\n"
    "hostname\n"
    "grep -E 'Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs|Seccomp:' /proc/self/status\n";

/** What root may have here. */
std::uint64_t own_capabilities() {
    const auto line = run({"grep", "CapBnd", "/proc/self/status"}).out;
    return std::stoull(line.substr(line.find('\t')), nullptr, 16);
}

/** A namespace is new or shared, whatever its number; and what root lacks here, all lack. */
std::string comparable(const std::string& line) {
    if (line.starts_with("namespace ")) {
        const std::string link = line.substr(10);
        const std::string kind = link.substr(0, link.find(':'));
        const auto outer = run({"readlink", "/proc/self/ns/" + kind}).out;
        return kind + (outer == link + "\n" ? " is shared" : " is new");
    }
    if (!line.starts_with("Cap")) return line;
    const auto start = line.find('\t');
    return line.substr(0, start) + " " +
           std::to_string(std::stoull(line.substr(start), nullptr, 16) & own_capabilities());
}

/** What a command sees, in words that can be compared. */
std::string view(const Words& before, const Words& options) {
    const auto outcome = run(before + launch_words(options + Words{"sh", "-c", look}));
    BOOST_TEST(outcome.status == 0, outcome.err);
    std::string text;
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) text += comparable(line) + "\n";
    return text;
}

/** A file that lies over another one for as long as this lives. */
class Covered {
public:
    Covered(std::string path, const std::string& content) : path(std::move(path)) {
        files.write("new", content);
        require(mount(files.path("new").c_str(), this->path.c_str(), nullptr, MS_BIND, nullptr) ==
                    0,
                "cover " + this->path);
    }
    Covered(const Covered&) = delete;
    Covered& operator=(const Covered&) = delete;
    ~Covered() { umount2(path.c_str(), MNT_DETACH); }

private:
    TemporaryDirectory files;
    std::string path;
};

/** The test's ordinary user, nobody, with subordinate ids. */
struct SubordinateIds {
    Covered users, groups;
    explicit SubordinateIds(const std::string& users = "nobody:200000:1000\n",
                            const std::string& groups = "nobody:300000:1000\n")
        : users("/etc/subuid", users), groups("/etc/subgid", groups) {}
};

Outcome launch_as_user(const Words& words) {
    return run(as_user() + launch_words(words));
}

const char* const maps = "cat /proc/self/uid_map /proc/self/gid_map | tr -s ' '";

const std::string combinations[] = {"pid",    "net",     "ipc",     "uts",
                                    "cgroup", "pid,net", "net,ipc", "pid,net,ipc,uts,cgroup"};

} // namespace

BOOST_AUTO_TEST_SUITE(rootless)

BOOST_AUTO_TEST_CASE(an_ordinary_user_needs_no_option) {
    const auto outcome =
        launch_as_user({"sh", "-c", "id -u; cat /proc/self/setgroups; ls /dev/pts"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "0\ndeny\nptmx\n");
    BOOST_TEST(launch_as_user({"--uid", "7", "id", "-u"}).out == "7\n");
}

BOOST_AUTO_TEST_CASE(the_same_command_line_shows_root_and_an_ordinary_user_the_same) {
    BOOST_TEST(view({}, {}) == view(as_user(), {}));
}

BOOST_DATA_TEST_CASE(an_ordinary_user_may_share_each_kind, combinations, kinds) {
    const auto outcome = launch_as_user({"--share=" + kinds, "ls", "/sys/kernel", "/proc/self"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.status == 0);
}

BOOST_AUTO_TEST_CASE(an_overlay_over_a_tree_with_mounts_is_refused_with_what_helps) {
    const auto outcome = run(as_user() + Words{setting("LAUNCH"), "--ephemeral", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("Invalid argument (hint: an overlay takes"), outcome.err);
}

BOOST_AUTO_TEST_CASE(a_shared_network_leaves_sys_read_only_for_everybody) {
    for (const Words& before : {Words{}, as_user()}) {
        const auto words = launch_words({"--share=net", "touch", "/sys/kernel/profiling"});
        BOOST_TEST(run(before + words).err.contains("Read-only file system"));
    }
}

BOOST_AUTO_TEST_CASE(sharing_the_user_namespace_is_refused_and_the_reason_is_said) {
    const auto outcome = launch_as_user({"--share=user", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err == "launch: clone: Operation not permitted (hint: only root can do "
                              "without a user namespace: leave --share=user out)\n");
}

BOOST_AUTO_TEST_CASE(subordinate_ids_are_mapped_by_name) {
    const SubordinateIds granted;
    const auto outcome = launch_as_user({"--map-auto", "sh", "-c", maps});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == " 0 65534 1\n 1 200000 1000\n 0 65534 1\n 1 300000 1000\n");
    const auto owns = launch_as_user({"--map-auto", "--tmpfs=/tmp", "--uid=1000", "--gid=7", "sh",
                                      "-c", "id -u; id -G; touch /tmp/a; stat -c %u:%g /tmp/a"});
    BOOST_TEST(owns.out == "1000\n7\n1000:7\n");
}

BOOST_AUTO_TEST_CASE(subordinate_ids_are_mapped_by_number) {
    const SubordinateIds granted("65534:200000:5\n", "65534:300000:5\n");
    const auto outcome = launch_as_user({"--map-auto", "sh", "-c", maps});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == " 0 65534 1\n 1 200000 5\n 0 65534 1\n 1 300000 5\n");
}

BOOST_AUTO_TEST_CASE(a_user_without_subordinate_ids_is_told_what_to_do) {
    const SubordinateIds granted("daemon:1:1\n");
    const auto outcome = launch_as_user({"--map-auto", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err == "launch: read /etc/subuid: no range for the caller; root adds some "
                              "with usermod(8)\n");
}

BOOST_AUTO_TEST_CASE(ranges_are_mapped_as_they_are_named) {
    const SubordinateIds granted;
    const auto outcome =
        launch_as_user({"--map-uid=0:200000:1", "--map-uid=5:65534:1", "--map-gid=0:300000:9",
                        "--map-gid=100:65534:1", "sh", "-c", std::string("id -u; ") + maps});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "5\n 0 200000 1\n 5 65534 1\n 0 300000 9\n 100 65534 1\n");
}

BOOST_AUTO_TEST_CASE(the_reason_of_newuidmap_is_passed_on) {
    const SubordinateIds granted;
    const auto outcome = launch_as_user({"--map-uid=0:5:1", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err == "launch: map uid 0 to 5 and gid 0 to 5, by newuidmap and newgidmap: "
                              "run newuidmap: it refuses (newuidmap: uid range [0-1) -> [5-6) not "
                              "allowed)\n");
}

BOOST_AUTO_TEST_CASE(a_missing_newuidmap_is_named_with_its_package) {
    const SubordinateIds granted;
    const TemporaryDirectory programs; // a /usr/bin with one program
    const auto script = "cp /usr/bin/setpriv \"$1\"; mount --bind \"$1\" /usr/bin; shift; "
                        "exec /usr/bin/\"$@\"";
    const auto outcome =
        run(Words{"unshare", "--mount", "sh", "-c", script, "sh", programs.path()} + as_user() +
            launch_words({"--map-auto", "true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(
        outcome.err.ends_with(": run newuidmap: it is not installed; the package uidmap has it\n"));
}

BOOST_AUTO_TEST_CASE(root_maps_ranges_directly_and_the_init_becomes_root_of_them) {
    const auto outcome = inside(std::string("id -u; id -G; ") + maps + "; chown 9:9 /tmp; echo $?",
                                {"--map-uid=0:200000:10", "--tmpfs=/tmp"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "0\n0\n 0 200000 10\n 0 200000 10\n0\n");
    const auto part = inside("id -u; cat /proc/self/gid_map", {"--map-uid=0:0:3", "--uid=2"});
    BOOST_TEST(part.out.starts_with("2\n"));
}

BOOST_AUTO_TEST_CASE(an_id_outside_of_the_ranges_is_said_not_to_be_mapped) {
    const auto outcome = inside("true", {"--map-uid=0:0:3", "--uid=3"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("(hint: the id is not mapped into the user namespace)"));
}

BOOST_AUTO_TEST_CASE(root_of_a_namespace_of_one_id_maps_what_there_is) {
    const auto outcome = run(as_user() + Words{"unshare", "--user", "--map-root-user"} +
                             launch_words({"--unshare=user", "sh", "-c", maps}));
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == " 0 0 1\n 0 0 1\n");
}

BOOST_AUTO_TEST_SUITE_END()

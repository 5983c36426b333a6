/** behaviours.md 14: trees of the outside: locked flags, mapped ids, propagation. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

const Words nobody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};

/** A directory with one file each of the users 0 and 1000. */
struct OwnedFiles {
    TemporaryDirectory host;
    OwnedFiles() {
        run({"sh", "-c", "cd \"$0\" && touch root user && chown 1000:1000 user . && chmod 777 .",
             host.path()});
    }
    [[nodiscard]] std::string bind(const std::string& words) const {
        return host.path() + ":/mnt:" + words;
    }
};

const std::string owners = "stat -c '%n %u %g' /mnt/*";

/**
 * What is seen of mounts made while the command runs, "IN OUT": whether one that is made outside
 * shows inside, and the other way round.
 */
std::string passage(const std::string& propagation) {
    const TemporaryDirectory host;
    const std::string inner =
        "touch /mnt/ready; while [ ! -e /mnt/go ]; do sleep 0.02; done; "
        "printf '%s ' $(grep -c ' /mnt/s ' /proc/self/mounts); mount -t tmpfs inner /mnt/i; "
        "touch /mnt/done; while [ ! -e /mnt/end ]; do sleep 0.02; done";
    const std::string outer =
        "mount -t tmpfs x $2 && mount --make-shared $2 && mkdir $2/s $2/i && "
        "{ \"$0\" --root \"$1\" --privileged --propagation $3 --bind $2:/mnt sh -c \"$4\" & } && "
        "while [ ! -e $2/ready ]; do sleep 0.02; done; mount -t tmpfs outer $2/s; touch $2/go; "
        "while [ ! -e $2/done ]; do sleep 0.02; done; grep -c \" $2/i \" /proc/self/mounts; "
        "touch $2/end; wait";
    return run({"unshare", "-m", "--propagation", "private", "sh", "-c", outer, setting("LAUNCH"),
                setting("LAUNCH_ROOT"), host.path(), propagation, inner},
               {.timeout = Seconds(30)})
        .out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(trees)

BOOST_AUTO_TEST_CASE(a_read_only_bind_of_an_ordinary_user_keeps_the_locked_flags_of_its_source) {
    const TemporaryDirectory host;
    const std::string script =
        "mount -t tmpfs -o nosuid,nodev,noexec,noatime x $2 && mkdir $2/sub && "
        "mount -t tmpfs -o nosuid,noexec,nodiratime y $2/sub && shift 3 && exec \"$@\"";
    const auto bound = [&](const std::string& option, const std::string& words) {
        return run(Words{"unshare", "-m", "--propagation", "private", "sh", "-c", script, "sh", "a",
                         host.path(), "b"} +
                   nobody +
                   launch_words({"--unshare=user", option, host.path() + ":/mnt" + words, "sh",
                                 "-c", "grep ' /mnt' /proc/self/mounts; touch /mnt/sub/x"}));
    };
    const auto readonly = bound("--ro-bind", "");
    BOOST_TEST(readonly.out.contains(" /mnt tmpfs ro,nosuid,nodev,noexec,noatime"));
    BOOST_TEST(readonly.out.contains(" /mnt/sub tmpfs ro,nosuid,nodev,noexec,nodiratime"));
    BOOST_TEST(readonly.err.contains("Read-only file system"));
    for (const std::string words : {":exec", ":suid", ":relatime"}) {
        const auto refused = bound("--bind", words);
        BOOST_TEST(refused.status == 125, words);
        BOOST_TEST(refused.err.contains("Operation not permitted (hint: a user namespace may not"));
    }
}

BOOST_AUTO_TEST_CASE(an_idmapped_bind_shows_the_ids_of_its_files_as_others) {
    const OwnedFiles files;
    const auto outcome =
        inside(owners + "; touch /mnt/new", {"--bind", files.bind("idmap=1000:0:1")});
    BOOST_TEST(outcome.out == "/mnt/root 65534 65534\n/mnt/user 0 0\n");
    BOOST_TEST(run({"stat", "-c", "%u %g", files.host.path("new")}).out == "1000 1000\n");
    const auto mounted = inside("touch /mnt/x", {"--mount", "type=bind,src=" + files.host.path() +
                                                                ",dst=/mnt,ro,idmap=0:1000:1"});
    BOOST_TEST(mounted.err.contains("Read-only file system"));
}

BOOST_AUTO_TEST_CASE(an_idmapped_bind_works_in_a_user_namespace_too) {
    const OwnedFiles files;
    const auto own = inside(owners, {"--unshare=user", "--bind", files.bind("idmap")});
    BOOST_TEST(own.err == "");
    BOOST_TEST(own.out == "/mnt/root 0 0\n/mnt/user 1000 1000\n");
    const auto range = inside(owners + "; grep -c 'idmapped' /proc/self/mountinfo",
                              {"--unshare=user", "--bind", files.bind("idmap=0:7:2"), "--ro-bind",
                               files.host.path() + ":/srv:idmap"});
    BOOST_TEST(range.out == "/mnt/root 7 7\n/mnt/user 65534 65534\n2\n");
}

BOOST_AUTO_TEST_CASE(what_idmapped_binds_need_is_said) {
    const OwnedFiles files;
    const auto no_map = launch({"--bind", files.bind("idmap"), "true"});
    BOOST_TEST(no_map.err.contains("this takes --unshare=user, or a map: idmap=DISK:SEEN:COUNT"));
    const auto user =
        run(nobody + launch_words({"--unshare=user", "--bind", files.bind("idmap"), "true"}));
    BOOST_TEST(user.err.contains("only root can do that"));
    const auto system = launch({"--bind", "/proc:/mnt:idmap=0:1:1", "true"});
    BOOST_TEST(
        system.err ==
        "launch: hold /proc (nosuid,nodev), its ids 0 shown as 1: Invalid argument (hint: this "
        "kernel cannot do that for its file system)\n");
    for (const auto& outcome : {no_map, user, system}) BOOST_TEST(outcome.status == 125);
}

BOOST_AUTO_TEST_CASE(mounts_pass_in_and_out_only_as_propagation_says) {
    BOOST_TEST(passage("private") == "0 0\n");
    BOOST_TEST(passage("slave") == "1 0\n");
    BOOST_TEST(passage("shared") == "0 0\n");
    BOOST_TEST(passage("unchanged") == "1 1\n");
    const std::string count = "grep -c ' shared:' /proc/self/mountinfo";
    BOOST_TEST(inside(count).out == "0\n");
    BOOST_TEST(inside(count, {"--propagation=shared"}).out != "0\n");
}

BOOST_AUTO_TEST_CASE(the_set_up_of_a_slave_does_not_show_outside) {
    const auto outcome = run({"unshare", "-m", "--propagation", "shared", "sh", "-c",
                              "cat /proc/self/mountinfo | wc -l; for p in slave shared unchanged; "
                              "do \"$0\" --root \"$1\" "
                              "--propagation $p --tmpfs /tmp --bind /etc:/mnt true; cat "
                              "/proc/self/mountinfo | wc -l; done",
                              setting("LAUNCH"), setting("LAUNCH_ROOT")});
    const std::string first = outcome.out.substr(0, outcome.out.find('\n') + 1);
    BOOST_TEST(outcome.out == first + first + first + first);
}

BOOST_AUTO_TEST_SUITE_END()

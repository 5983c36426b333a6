/** Directories of the host in a machine: `qemu/run --share`, and what is made of it. */
#include "vm.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>

using namespace launch_test;

namespace {

/** A directory to share. */
class Shared {
public:
    Shared() { std::filesystem::create_directory(host.path("share")); }

    [[nodiscard]] std::string path() const { return host.path("share"); }
    [[nodiscard]] std::string read(const std::string& name) const {
        return host.read("share/" + name);
    }
    void write(const std::string& name, const std::string& content) const {
        host.write("share/" + name, content);
    }
    /** Whether somebody still serves it: its path is one of his words. */
    [[nodiscard]] bool is_served() const {
        return run({"pgrep", "-f", "^/usr/.*/virtiofsd .*source=" + path()}).status == 0;
    }

private:
    TemporaryDirectory host;
};

} // namespace

BOOST_AUTO_TEST_SUITE(shares)

BOOST_AUTO_TEST_CASE(one_is_mounted_by_its_tag_and_what_is_written_there_is_on_the_host) {
    const Shared share;
    share.write("question", "what\n");
    const auto outcome = vm_script(
        "cd /mnt/work && cat question && grep -c '^work /mnt/work virtiofs rw,nosuid,nodev' "
        "/proc/mounts && echo that > answer; exit 7",
        {"--share", share.path() + ":work"});
    BOOST_TEST(outcome.status == 7, outcome.err);
    BOOST_TEST(outcome.out == "what\n1\n");
    BOOST_TEST(without_note(outcome.err) == "");
    BOOST_TEST(share.read("answer") == "that\n");
    BOOST_TEST(!share.is_served());
}

BOOST_AUTO_TEST_CASE(two_have_names_and_places_of_their_own_on_a_microvm_too) {
    const Shared one;
    const Shared two;
    one.write("name", "one\n");
    two.write("name", "two\n");
    const auto outcome = vm_script("cat /mnt/share/name /srv/deep/name",
                                   {"--machine", "microvm", "--share", one.path(), "--share",
                                    two.path() + ":other:/srv/deep"});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out == "one\ntwo\n");
}

BOOST_AUTO_TEST_CASE(on_aarch64_there_are_shares_and_a_network_too) {
    const Shared share;
    share.write("question", "what\n");
    const auto outcome =
        vm_script("uname -m; cat /mnt/work/question; ip -o -4 addr show eth0 | "
                  "grep -c 10.0.2.15/24",
                  {"--arch", "aarch64", "--net", "--share", share.path() + ":work"});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out == "aarch64\nwhat\n1\n");
}

BOOST_AUTO_TEST_CASE(one_is_the_root) {
    const Shared root;
    run({"sh", "-c", "cp -a \"$LAUNCH_ROOT\"/. \"$0\"", root.path()});
    const auto outcome =
        vm_script("grep ' / ' /proc/mounts; echo text > /new", {"--share", root.path() + ":top:/"});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out.starts_with("top / virtiofs rw,"), outcome.out);
    BOOST_TEST(root.read("new") == "text\n");
}

BOOST_AUTO_TEST_CASE(whoever_is_handed_the_machine_mounts_one_by_its_tag) {
    const Shared share;
    const TemporaryDirectory added;
    added.write("init.sh",
                "#!/bin/sh\nmkdir -p /mnt; mount -t virtiofs work /mnt && echo that > /mnt/answer\n"
                "umount /mnt; exec poweroff -f\n",
                0755);
    const auto outcome =
        vm({"--share", share.path() + ":work", "--add", added.path(), "--exec", "--", "/init.sh"});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(share.read("answer") == "that\n");
}

BOOST_AUTO_TEST_CASE(nobody_serves_one_any_longer_when_qemu_run_is_killed) {
    const Shared share;
    Running running(
        vm_words({"--share", share.path() + ":work", "--", "sh", "-c", "echo up; sleep 1000"}),
        {.timeout = Seconds(150)});
    BOOST_REQUIRE(running.read_until("up\n", Seconds(100)));
    BOOST_TEST(share.is_served());
    running.kill(SIGKILL);
    BOOST_TEST(eventually(5000, [&] { return !share.is_served(); }));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_one_is_refused) {
    const std::pair<std::string, std::string> wrong[] = {
        {"/none", "/none is no directory"},
        {"/tmp:a b", "'a b' is no tag of up to 36 letters, digits, ., _ and -"},
        {"/tmp:..", "'..' is no tag"},
        {"/tmp:" + std::string(37, 'a'), "is no tag of up to 36"},
        {"/tmp:a:mnt", "'mnt' is no path inside, without commas and backslashes"},
        {"/tmp:a:/x,ro", "'/x,ro' is no path inside"}};
    for (const auto& [word, reason] : wrong) {
        const auto outcome = vm({"--share", word, "--", "true"});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.starts_with("qemu/run: read option --share: "), outcome.err);
        BOOST_TEST(outcome.err.contains(reason), outcome.err);
    }
    const auto twice = vm({"--share", "/tmp:a", "--share", "/usr:a", "--", "true"});
    BOOST_TEST(twice.status == 125);
    BOOST_TEST(twice.err == "qemu/run: read option --share: two have the same tag\n");
}

BOOST_AUTO_TEST_CASE(the_example_of_a_runner_leaves_the_results_and_the_status_of_a_job) {
    const Shared job;
    job.write("test.sh", "pwd > report; touch /gone; echo out; echo err >&2; exit 3\n");
    const auto outcome = run({setting("LAUNCH_SOURCE") + "/initramfs/examples/ci-runner/run",
                              job.path(), "sh", "test.sh"},
                             {.timeout = Seconds(150)});
    BOOST_TEST(outcome.status == 3);
    BOOST_TEST(outcome.out == "out\n");
    BOOST_TEST(without_note(outcome.err) == "err\n");
    BOOST_TEST(job.read("report") == "/job\n");
    BOOST_TEST(!job.is_served());
}

BOOST_AUTO_TEST_SUITE_END()

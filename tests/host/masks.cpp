/** What of /proc, /sys, /dev and the root does not work inside, and what --device adds. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>

using namespace launch_test;

BOOST_AUTO_TEST_SUITE(masks)

BOOST_AUTO_TEST_CASE(settings_of_the_kernel_are_read_only_even_for_root) {
    const std::string script =
        "cat /proc/sys/kernel/ostype; cat /proc/sys/kernel/panic > /dev/null; "
        "for file in /proc/sys/kernel/panic /proc/irq/default_smp_affinity; do "
        "(echo 0 > $file); done; "
        "awk '$5 ~ \"^/proc/(bus|fs|irq|sys)$\" {print substr($6, 1, 2)}' /proc/self/mountinfo";
    const auto outcome = inside(script);
    BOOST_TEST(outcome.out == "Linux\nro\nro\nro\nro\n");
    BOOST_TEST(outcome.err.contains("create /proc/sys/kernel/panic: Read-only file system"));
    BOOST_TEST(outcome.err.contains("create /proc/irq/default_smp_affinity: Read-only"));
}

BOOST_AUTO_TEST_CASE(what_tells_about_the_machine_is_empty) {
    for (const std::string name :
         {"interrupts", "kcore", "keys", "latency_stats", "sched_debug", "timer_list"}) {
        if (!std::filesystem::exists("/proc/" + name)) continue;
        BOOST_TEST(inside("wc -c < /proc/" + name).out == "0\n", name);
    }
    for (const std::string path : {"/proc/acpi", "/proc/asound", "/proc/scsi", "/sys/firmware",
                                   "/sys/devices/virtual/powercap"}) {
        if (!std::filesystem::exists(path)) continue;
        BOOST_TEST(inside("ls -A " + path + " | wc -l; touch " + path + "/x").out == "0\n", path);
        BOOST_TEST(inside("touch " + path + "/x").status == 1, path);
    }
    BOOST_TEST(inside("cat /proc/keys", {"--privileged"}).out != "");
}

BOOST_AUTO_TEST_CASE(a_process_can_change_what_is_its_own_in_proc) {
    BOOST_TEST(inside("echo 7 > /proc/self/oom_score_adj && cat /proc/self/oom_score_adj").out ==
               "7\n");
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_gets_the_same_masks) {
    const std::string list =
        "awk '$5 !~ \"^/dev/\" {print $5}' /proc/self/mountinfo; cat /proc/keys; "
        "ls -A /sys/firmware; echo 0 > /proc/sys/kernel/panic";
    const auto user = run(Words{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"} +
                          launch_words({"--unshare=user", "sh", "-c", list}));
    BOOST_TEST(user.out == inside(list).out);
    BOOST_TEST(user.err.contains("Read-only file system"));
}

BOOST_AUTO_TEST_CASE(the_masks_are_of_our_own_proc_while_the_roots_is_renamed) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path() + "/root"});
    const Running storm(
        {setting("LAUNCH_PROBE"), "storm", host.path("root/proc"), host.path("root/other")});
    int refused = 0;
    for (int round = 0; round < 100; ++round) {
        const auto outcome = run({setting("LAUNCH"), "--root", host.path("root"), "sh", "-c",
                                  "for proc in /proc /other /proc /other; do "
                                  "(echo 0 > $proc/sys/kernel/panic) 2>&1 && echo written; done"});
        BOOST_TEST(!outcome.out.contains("written"));
        if (outcome.out.contains("Read-only file system")) ++refused;
    }
    BOOST_TEST(refused > 0); // at other times it was not there just then
}

BOOST_AUTO_TEST_CASE(set_id_bits_count_only_on_request) {
    const Words bind = {"--bind", "/etc:/mnt"};
    const std::string look = "awk '$5 == \"/\" || $5 == \"/mnt\" {print $6}' /proc/self/mountinfo";
    BOOST_TEST(inside(look, bind).out.starts_with("rw,nosuid,nodev,"));
    BOOST_TEST(inside(look, bind).out.contains("\nrw,nosuid,nodev,"));
    BOOST_TEST(!inside(look, bind + Words{"--suid"}).out.contains("nosuid"));
    BOOST_TEST(!inside(look, bind + Words{"--privileged"}).out.contains("nosuid"));
}

BOOST_AUTO_TEST_CASE(device_adds_a_device_and_the_directories_to_it) {
    const TemporaryDirectory host;
    run({"ln", "-s", "/dev/zero", host.path("link")});
    const auto outcome =
        run(Words{"sh", "-c", "umask 077; exec \"$@\"", "sh"} +
                launch_words(
                    {"--device=/dev/zero:/dev/a/b/zero", "--device=link:/dev/a/linked", "sh", "-c",
                     "for file in a/b/zero a/linked; do head -c 2 /dev/$file | od -An -tx1; "
                     "done; stat -c %a /dev/a /dev/a/b"}),
            {.directory = host.path()});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == " 00 00\n 00 00\n755\n755\n");
}

BOOST_AUTO_TEST_CASE(device_takes_devices_only_and_covers_nothing) {
    struct Row {
        std::string value, said;
    };
    const Row rows[] = {{"/etc/passwd:/dev/x", "check /etc/passwd: not a device"},
                        {"/dev:/dev/x", "check /dev: not a device"},
                        {"/no/such:/dev/x", "open /no/such: No such file or directory"},
                        {"/dev/zero:/dev/null", "create file null: File exists"},
                        {"/dev/zero:/dev/stdin/x", "Symbolic link loop"},
                        {"/dev/zero:/dev/null/x", "Not a directory"}};
    for (const Row& row : rows) {
        const auto outcome = launch({"--device", row.value, "true"});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.contains(row.said), outcome.err);
    }
}

BOOST_AUTO_TEST_SUITE_END()

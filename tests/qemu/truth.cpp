/** What the host is told of a machine: its record, the stages of its life, the channels for both. */
#include "vm.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

/** What a Python expression says of `record`, the JSON that qemu/run has written. */
std::string asked(const TemporaryDirectory& host, const std::string& expression) {
    const auto outcome =
        run({"/usr/bin/python3", "-c",
             "import json, sys\nrecord = json.load(open(sys.argv[1]))\nprint(" + expression + ")",
             host.path("record")});
    return outcome.status == 0 ? outcome.out : outcome.err;
}

/** Boots, and asks how the record calls the end, and its code. */
std::string ending(const std::string& script, const Words& options = {}) {
    const TemporaryDirectory host;
    const auto outcome = vm_script(script, options + Words{"--record", host.path("record")});
    return asked(host, "record['outcome'], record['code'], record['exit_status']");
}

/** Options that send the line of the record to where nobody listens. */
Words without_line(const std::string& channel, const Words& more = {}) {
    return more + Words{"--channel", channel, "--tty", "-o", "--report=/dev/ttyS2"};
}

const std::string whole = "firmware kernel mounts modules root start command processes unmount off";

} // namespace

BOOST_AUTO_TEST_SUITE(truth_for_the_host)

BOOST_AUTO_TEST_CASE(the_timeline_has_all_stages_in_order_and_is_drawn) {
    const TemporaryDirectory host;
    const auto outcome = vm_script(
        "sleep 0.5", {"--record", host.path("record"), "--timeline", host.path("picture")});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(asked(host, "*[each['stage'] for each in record['timeline']]") == whole + "\n");
    BOOST_TEST(asked(host, "all(each['begin'] <= each['end'] for each in record['timeline'])") ==
               "True\n");
    BOOST_TEST(asked(host, "all(one['end'] == next['begin'] for one, next in "
                           "zip(record['timeline'], record['timeline'][1:]))") == "True\n");
    BOOST_TEST(asked(host, "0.5 <= record['timeline'][6]['end'] - record['timeline'][6]['begin'] < "
                           "record['timeline'][-1]['end'] < record['seconds']") == "True\n");
    const auto drawn = run({"/usr/bin/python3", "-c",
                            "import sys, xml.etree.ElementTree as tree\n"
                            "root = tree.parse(sys.argv[1]).getroot()\n"
                            "name = '{http://www.w3.org/2000/svg}'\n"
                            "print(root.tag == name + 'svg', *[group.find(name + 'text').text "
                            "for group in root.iter(name + 'g')])",
                            host.path("picture")});
    BOOST_TEST(drawn.out == "True " + whole + "\n", drawn.err);
}

BOOST_AUTO_TEST_CASE(the_stages_of_a_machine_that_fails_end_where_it_failed) {
    const TemporaryDirectory host;
    vm_script("true", {"-o", "--root=/none", "--record", host.path("record")});
    BOOST_TEST(asked(host, "*[each['stage'] for each in record['timeline']]") ==
               "firmware kernel mounts modules root start processes unmount off\n");
    BOOST_TEST(asked(host, "record['outcome'], record['code']") == "failed 125\n");
}

BOOST_AUTO_TEST_CASE(a_virtio_serial_port_carries_the_whole_record) {
    for (const std::string board : {"q35", "microvm"}) {
        const TemporaryDirectory host;
        const auto outcome =
            vm(without_line("port", {"--machine", board, "--record", host.path("record")}) +
               Words{"--", "sh", "-c", "exit 200"});
        BOOST_TEST(outcome.status == 200, board << ": " << outcome.err);
        BOOST_TEST(asked(host, "*[each['stage'] for each in record['timeline']]") == whole + "\n");
    }
}

BOOST_AUTO_TEST_CASE(both_channels_together_are_one_record) {
    const TemporaryDirectory host;
    const auto outcome =
        vm_script("exit 3", {"--channel", "port", "--record", host.path("record")});
    BOOST_TEST(outcome.status == 3);
    // Nobody waits for a port: the machine is down at once.
    BOOST_TEST(asked(host, "record['timeline'][-1]['end'] - record['timeline'][-3]['begin'] < 3") ==
               "True\n");
}

BOOST_AUTO_TEST_CASE(the_exit_device_carries_a_status_when_there_is_nothing_else) {
    const std::pair<std::string, int> statuses[] = {
        {"exit 0", 0}, {"exit 42", 42}, {"kill -9 $$", 126}}; // that is: 126 or above
    for (const auto& [script, status] : statuses) {
        const TemporaryDirectory host;
        const auto outcome = vm(without_line("exit", {"--record", host.path("record")}) +
                                Words{"--", "sh", "-c", script});
        BOOST_TEST(outcome.status == status, script << ": " << outcome.err);
        BOOST_TEST(asked(host, "record['outcome']") == "status\n");
        BOOST_TEST(outcome.out.contains("launch: the command "),
                   outcome.out); // all was said before
    }
    BOOST_TEST(vm_script("exit 200", {"--channel", "exit"}).status == 200); // the line knows better
}

BOOST_AUTO_TEST_CASE(a_file_system_is_clean_before_the_exit_device_ends_the_machine) {
    const TemporaryDirectory host;
    run({"sh", "-c", "/sbin/mke2fs -q -d \"$LAUNCH_ROOT\" \"$0\" 24M", host.path("disk")});
    const auto outcome =
        vm_script("echo text > /new; exit 9", {"--channel", "exit", "--disk", host.path("disk"),
                                               "--append", "root=/dev/nvme0n1 rw"});
    BOOST_TEST(outcome.status == 9, outcome.err);
    const auto check =
        run({"sh", "-c", "/sbin/dumpe2fs -h \"$0\" | grep -E 'state|features'", host.path("disk")});
    BOOST_TEST(check.out.contains("  clean\n"), check.out);
    BOOST_TEST(!check.out.contains("needs_recovery"), check.out);
}

BOOST_AUTO_TEST_CASE(a_root_that_does_not_appear_is_told_apart) {
    BOOST_TEST(ending("true", {"--append", "root=LABEL=none rootwait=1"}) == "no-root 125 125\n");
}

BOOST_AUTO_TEST_CASE(a_command_that_has_used_up_the_memory_is_told_apart) {
    const TemporaryDirectory host;
    const Words options{"--memory", "96M", "--record", host.path("record")};
    BOOST_TEST(vm_script("exec tail /dev/zero", options).status == 137);
    BOOST_TEST(asked(host, "record['outcome'], record['signal'], record['oom_kills']") ==
               "out-of-memory 9 1\n");
    // What its child suffers is the command's own affair.
    BOOST_TEST(vm_script("tail /dev/zero; exit 4", options).status == 4);
    BOOST_TEST(asked(host, "record['outcome'], record['code'], record['oom_kills']") ==
               "exit 4 1\n");
    BOOST_TEST(ending("kill -9 $$") == "signal None 137\n");
}

BOOST_AUTO_TEST_CASE(a_kernel_that_has_run_out_of_memory_is_told_from_other_panics) {
    BOOST_TEST(ending("echo 2 > /proc/sys/vm/panic_on_oom; exec tail /dev/zero",
                      {"--memory", "96M", "-o", "--privileged"}) == "out-of-memory None 123\n");
}

BOOST_AUTO_TEST_CASE(whose_124_and_125_it_is_stands_in_the_record) {
    BOOST_TEST(ending("sleep 1000", {"--timeout", "8"}) == "hang None 124\n");
    BOOST_TEST(ending("sleep 1000", {"-o", "--timeout=0.2"}) == "timeout 124 124\n");
    BOOST_TEST(ending("exit 124") == "exit 124 124\n");
    BOOST_TEST(ending("exit 125") == "exit 125 125\n");
    BOOST_TEST(ending("true", {"-o", "--root=/none"}) == "failed 125 125\n");
    BOOST_TEST(ending("true", {"--root", "/none"}) == "error None 125\n");
}

BOOST_AUTO_TEST_SUITE_END()

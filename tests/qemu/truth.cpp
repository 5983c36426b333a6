/** What the host is told of a machine: its record, the stages of its life, the channels for both. */
#include "vm.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <unistd.h>

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

const Words no_line{"--tty", "-o", "--report=/dev/ttyS2"}; ///< the line of the record is nobody's

/** Options that send the line of the record to where nobody listens. */
Words without_line(const std::string& channel, const Words& more = {}) {
    return more + Words{"--channel", channel} + no_line;
}

/** A machine with a vsock, and what the host hears there: see tests/support/vsock_host.py. */
class Heard {
public:
    explicit Heard(const Words& manner = {})
        : host(Words{setting("LAUNCH_SOURCE") + "/tests/support/vsock_host.py",
                     folder.path("vsock")} +
                   manner,
               {.timeout = Seconds(150)}) {
        // The device's memory is that of the machine. Without vhost qemu/run has none of this.
        const std::string words =
            " -object memory-backend-memfd,id=memory,size=256M,share=on"
            " -machine memory-backend=memory -device vhost-user-vsock-pci,chardev=vsock"
            " -chardev socket,id=vsock,path=";
        folder.write("qemu-system-x86_64",
                     "#!/bin/sh\nexec /usr/bin/qemu-system-x86_64 \"$@\"" + words +
                         folder.path("vsock") + "\n",
                     0755);
    }

    /** Boots with these words for the kernel, and others for qemu/run. */
    Outcome boot(const std::string& kernel, const Words& words) {
        BOOST_REQUIRE(
            eventually(10'000, [this] { return access(folder.path("vsock").c_str(), F_OK) == 0; }));
        const std::string path = folder.path() + ":" + getenv("PATH");
        return vm(Words{"--module", "virtio_pci", "--module", "vmw_vsock_virtio_transport",
                        "--append", kernel} +
                      words,
                  {.environment = {{"PATH", path}}});
    }

    /** Lines of the machine's port, ours, and what was sent from there, without the times. */
    std::string all() {
        return run({"sed", "-E", "s/ [0-9]{6,}//g"}, {.input = host.wait().out}).out;
    }

private:
    TemporaryDirectory folder;
    Running host;
};

const std::string notify = "systemd.set_credential=vmm.notify_socket:";
const std::string ready_and_3 = "1023 1235 'READY=1'\n1023 1235 'EXIT_STATUS=3'\n";

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

BOOST_AUTO_TEST_CASE(a_vsock_carries_the_whole_record_until_the_host_has_read_it) {
    Heard heard;
    const auto outcome =
        heard.boot("launch.record=vsock:2:1234", no_line + Words{"--", "sh", "-c", "exit 3"});
    BOOST_TEST(outcome.status == 122, outcome.err); // nobody else was told
    const std::string timeline = "timeline mounts modules root start command processes";
    BOOST_TEST(heard.all() ==
               "1023 1234 '" + timeline + "\\nexit 3\\n" + timeline + " unmount off\\n'\n");
}

BOOST_AUTO_TEST_CASE(the_socket_of_systemds_credential_is_told_of_the_start_and_of_the_status) {
    Heard heard;
    const auto outcome = heard.boot(notify + "vsock-stream:2:1235", {"--", "sh", "-c", "exit 3"});
    BOOST_TEST(outcome.status == 3, outcome.err);
    BOOST_TEST(heard.all() == ready_and_3);
    Heard of_failure;
    of_failure.boot(notify + "vsock-stream:2:1235", {"-o", "--root=/none", "--", "true"});
    BOOST_TEST(of_failure.all() == "1023 1235 'EXIT_STATUS=125'\n");
}

BOOST_AUTO_TEST_CASE(a_host_that_refuses_is_told_of_and_changes_nothing) {
    Heard heard;
    // This QEMU's device has streams only.
    const auto outcome = heard.boot("launch.record=vsock:2:80 " + notify + "vsock:2:1235",
                                    without_line("port", {"--verbose"}) +
                                        Words{"--", "sh", "-c", "sleep 1; exit 3"});
    BOOST_TEST(outcome.status == 3, outcome.err); // by the port
    BOOST_TEST((outcome.out + outcome.err)
                   .contains("launch: connect to vsock:2:80: Connection reset by peer"));
    BOOST_TEST((outcome.out + outcome.err)
                   .contains("launch: connect to vsock:2:1235: Socket type not supported"));
    BOOST_TEST(heard.all() == "");
}

BOOST_AUTO_TEST_CASE(a_host_that_does_not_answer_or_hang_up_holds_nothing_up) {
    for (const std::string manner : {"silent", "stuck"}) {
        const TemporaryDirectory host;
        Heard heard({manner});
        const auto outcome =
            heard.boot("launch.record=vsock:2:1234 " + notify + "vsock-stream:2:1235",
                       {"--record", host.path("record"), "--", "sh", "-c", "sleep 5; exit 3"});
        BOOST_TEST(outcome.status == 3, manner << ": " << outcome.err);
        // From the command's end on.
        BOOST_TEST(asked(host, "record['timeline'][-1]['end'] - record['timeline'][-3]['begin'] "
                               "< 4") == "True\n");
        BOOST_TEST(heard.all().contains("EXIT_STATUS=3") == (manner == "stuck"));
    }
}

BOOST_AUTO_TEST_CASE(a_failure_of_launchs_own_is_a_panic_to_pvpanic_and_no_other_end_is) {
    const Words silent = without_line("panic");
    const TemporaryDirectory host;
    const Words record{"--record", host.path("record")};
    const std::string asks = "record['outcome'], record['exit_status'], record['panicked']";
    const Words failures[] = {
        {"-o", "--root=/none"},
        {"-o", "--root=/none", "-o", "--on-failure=panic", "--append", "panic=1"},
        {"--append", "root=LABEL=none rootwait=1"}};
    for (const Words& failure : failures) {
        vm(silent + record + failure + Words{"--", "true"});
        BOOST_TEST(asked(host, asks) == "panic 123 True\n");
    }
    vm(silent + record + Words{"--", "sh", "-c", "exit 125"});
    BOOST_TEST(asked(host, asks) == "no-report 122 False\n");
    vm_script("true", record + Words{"--channel", "panic", "-o", "--root=/none"});
    BOOST_TEST(asked(host, asks) == "failed 125 True\n"); // the line knows better
}

BOOST_AUTO_TEST_CASE(a_panic_of_the_kernel_is_told_by_its_own_module) {
    const TemporaryDirectory host;
    for (const auto& [more, told] :
         {std::pair<Words, std::string>{{"--module", "pvpanic_mmio"}, "True"},
          std::pair<Words, std::string>{{}, "False"}}) {
        vm_script("echo c > /proc/sysrq-trigger",
                  more + Words{"--channel", "panic", "-o", "--privileged", "--record",
                               host.path("record")});
        BOOST_TEST(asked(host, "record['outcome'], record['panicked']") == "panic " + told + "\n");
    }
}

BOOST_AUTO_TEST_CASE(a_mistake_in_launchs_own_words_is_told_by_the_exit_device_too) {
    const TemporaryDirectory host;
    vm(without_line("exit", {"--record", host.path("record")}) +
       Words{"-o", "--bogus", "--", "true"});
    BOOST_TEST(asked(host, "record['outcome'], record['exit_status']") == "status 125\n");
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

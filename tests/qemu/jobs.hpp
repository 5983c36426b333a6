/** Job control, which is the same on each kind of machine. */
#pragma once

#include "vm.hpp"

#include <boost/test/unit_test.hpp>

namespace launch_test {

/** A shell on the terminal of a machine with these options: Ctrl-C and Ctrl-Z are for its jobs. */
inline void check_job_control(const Words& options) {
    Running shell(vm_words(options), {.timeout = Seconds(100), .terminal = true});
    BOOST_REQUIRE(shell.read_until("# ", Seconds(60)));
    shell.write("tty; sleep 1000\r");
    BOOST_TEST(shell.read_until("/dev/console", Seconds(20)));
    pause_microseconds(1'000'000);
    shell.write("\x03");
    shell.write("echo status=$?\r");
    BOOST_TEST(shell.read_until("status=130", Seconds(20)));
    shell.write("sleep 1000\r");
    pause_microseconds(1'000'000);
    shell.write("\x1a");
    BOOST_TEST(shell.read_until("Stopped", Seconds(20)));
    // Back to the front and interrupted there: a shell that knew of a stopped job would not exit.
    shell.write("fg\r");
    pause_microseconds(1'000'000);
    shell.write("\x03");
    shell.write("echo again=$?\r");
    BOOST_TEST(shell.read_until("again=130", Seconds(20)));
    shell.write("exit 9\r");
    BOOST_TEST(shell.wait().status == 9);
}

} // namespace launch_test

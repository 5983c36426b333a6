/** What is refused before anything boots, and what PID 1 says when nobody refused in time. */
#include "vm.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch_test;

BOOST_AUTO_TEST_SUITE(refusals)

BOOST_AUTO_TEST_CASE(a_kernel_command_line_that_is_too_long_is_refused) {
    const auto outcome = vm_script("true", {"--append", std::string(2100, 'x')});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("2047"));
    std::string words = "--";
    for (int index = 0; index < 32; ++index) words += " x";
    BOOST_TEST(vm_script("true", {"--append", words}).status == 125);
}

BOOST_AUTO_TEST_CASE(an_unclosed_quote_for_the_kernel_is_refused) {
    for (const std::string words : {"a=\"b c", "\"", "-- --env=A=\"b c"}) {
        const auto outcome = vm_script("true", {"--append", words});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err ==
                   "qemu/run: pass --append " + words + ": a double quote is not closed\n");
    }
    // Not even if the next one would close it, for then both would be one word.
    BOOST_TEST(vm_script("true", {"--append", "a=\"b", "--append", "c\""}).status == 125);
}

BOOST_AUTO_TEST_CASE(quoted_words_for_the_kernel_and_for_launch_pass) {
    const auto outcome =
        vm_script("cat /proc/cmdline; echo \"$A\"", {"--append", R"(x.y="1 2" \)", "--append",
                                                     "\"\" -- --env=\"A=b  c\" \"--env=D=e\""});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out.contains(" x.y=\"1 2\" "));
    BOOST_TEST(outcome.out.contains("\nb  c\n"));
}

BOOST_AUTO_TEST_CASE(an_image_that_is_too_big_for_the_memory_is_refused) {
    const TemporaryDirectory host;
    run({"sh", "-c", "mkdir \"$0/big\"; truncate -s 200M \"$0/big/file\"", host.path()});
    const auto outcome = vm_script("true", {"--memory", "128M", "--root", host.path("big")});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("qemu/run: start machine: image needs 2"));
}

BOOST_AUTO_TEST_CASE(a_missing_root_or_kernel_is_named) {
    const auto root = vm_script("true", {"--root", "/no/such/root"});
    BOOST_TEST(root.status == 125);
    BOOST_TEST(root.err.contains("/no/such/root"));
    const auto kernel = vm_script("true", {"--kernel", "/no/such/kernel"});
    BOOST_TEST(kernel.status == 125);
    BOOST_TEST(kernel.err.contains("/no/such/kernel"));
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_no_file_is_refused) {
    for (const std::string disk : {"/no/such/disk,ro", "/tmp", ""}) {
        const auto outcome = vm_script("true", {"--disk", disk});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err == "qemu/run: read option --disk: " +
                                      disk.substr(0, disk.find(',')) + " is no file\n");
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_option_of_the_wrapper_is_125_in_one_sentence) {
    const auto outcome = vm({"--no-such-option"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.starts_with("qemu/run: "));
}

BOOST_AUTO_TEST_CASE(a_time_or_a_size_that_is_none_is_refused) {
    for (const std::string time : {"0", "-1", "nan", "1e3", "999999999", "\u0661"}) {
        const auto outcome = vm_script("true", {"--timeout", time});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.starts_with("qemu/run: read option --timeout: "));
    }
    for (const std::string size : {"0", "-1", "95", "M", "128K", "1.5G", "\u0661\u0662\u0668"}) {
        const auto outcome = vm_script("true", {"--memory=" + size});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.starts_with("qemu/run: read option --memory: "));
    }
}

BOOST_AUTO_TEST_CASE(a_channel_that_there_is_not_is_refused) {
    const auto unknown = vm_script("true", {"--channel", "serial"});
    BOOST_TEST(unknown.status == 125);
    BOOST_TEST(unknown.err ==
               "qemu/run: read option --channel: 'serial' is none of port, exit and panic\n");
    const auto foreign = vm_script("true", {"--arch", "aarch64", "--channel", "exit"});
    BOOST_TEST(foreign.status == 125);
    BOOST_TEST(foreign.err ==
               "qemu/run: read option --channel: only x86_64 has an exit and a panic\n");
}

BOOST_AUTO_TEST_CASE(a_record_that_cannot_be_written_is_refused_before_the_machine_starts) {
    const TemporaryDirectory host;
    for (const std::string& path : {host.path(), host.path("no/such"), std::string("/proc/x")}) {
        const auto outcome = vm_script("echo ran", {"--record", path});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.out == "");
        BOOST_TEST(outcome.err.starts_with("qemu/run: write " + path + ": "));
        const auto picture = vm_script("echo ran", {"--timeline", path});
        BOOST_TEST(picture.err == outcome.err);
    }
}

BOOST_AUTO_TEST_CASE(the_benchmark_refuses_in_one_sentence_and_without_a_traceback) {
    const std::string bench = setting("LAUNCH_SOURCE") + "/bench/";
    for (const Words& words : {Words{"--only"}, Words{"--only", ""}, Words{"--only", "x"}}) {
        const auto outcome = run(Words{bench + "run"} + words);
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.starts_with("bench/run: read --only "));
    }
    const auto full = run({"sh", "-c", "exec \"$0\" > /dev/full", bench + "place.py"});
    BOOST_TEST(full.status == 125);
    BOOST_TEST(full.err == "bench/place.py: use stdout: No space left on device\n");
}

BOOST_AUTO_TEST_CASE(a_record_onto_a_device_is_written_to_it_and_leaves_it_there) {
    const TemporaryDirectory host; // a device of our own: it may be gone afterwards
    run({"mknod", host.path("null"), "c", "1", "3"});
    run({"ln", "-s", host.path("null"), host.path("link")});
    for (const std::string device : {"null", "link"}) {
        const auto outcome =
            vm_script("true", {"--root", "/no/such/root", "--record", host.path(device)});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(run({"stat", "-c", "%F %t %T", host.path("null")}).out ==
                   "character special file 1 3\n");
        BOOST_TEST(run({"ls", host.path()}).out == "link\nnull\n");
    }
    BOOST_TEST(run({"readlink", host.path("link")}).out == host.path("null") + "\n");
}

BOOST_AUTO_TEST_SUITE_END()

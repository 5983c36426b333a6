/** The command's streams and words, byte for byte. */
#include "vm.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

/** Bytes that do not repeat soon and hold every value: a linear congruence. */
std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    unsigned state = 12345;
    for (char& byte : bytes) {
        state = state * 1103515245U + 12345U;
        byte = static_cast<char>(state >> 16);
    }
    return bytes;
}

} // namespace

BOOST_AUTO_TEST_SUITE(streams)

BOOST_AUTO_TEST_CASE(a_quarter_of_a_mebibyte_passes_in_and_out_on_both_streams_unchanged) {
    const std::string bytes = noise(1 << 18);
    const auto outcome = vm({"--", "tee", "/dev/stderr"}, {.input = bytes});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST((outcome.out == bytes));
    BOOST_TEST(outcome.err.ends_with(bytes));
}

BOOST_AUTO_TEST_CASE(nothing_but_the_commands_output_is_on_stdout) {
    const auto outcome = vm_script("echo out; echo err >&2", {"--verbose"});
    BOOST_TEST(outcome.out == "out\n");
    BOOST_TEST(outcome.err.contains("err\n"));
    BOOST_TEST(outcome.err.contains("launch: the command exited with status 0"));
}

BOOST_AUTO_TEST_CASE(the_streams_are_pipes_and_no_terminal) {
    const auto outcome = vm_script("test -t 0 || test -t 1 || test -t 2 || echo pipes");
    BOOST_TEST(outcome.out == "pipes\n");
}

BOOST_AUTO_TEST_CASE(a_command_that_reads_nothing_or_only_a_little_still_ends) {
    const auto outcome = vm_script("head -c 5; exit 3", {});
    BOOST_TEST(outcome.status == 3);
    const auto much = vm({"--", "head", "-c", "5"}, {.input = noise(1 << 20)});
    BOOST_TEST(much.status == 0);
    BOOST_TEST(much.out == noise(5));
}

BOOST_AUTO_TEST_CASE(words_of_any_bytes_and_number_arrive) {
    Words words = {"--", "sh", "-c", "echo $#; shift 4000; printf '%s|' \"$@\"", "sh"};
    for (int index = 0; index < 4000; ++index) words.push_back("word" + std::to_string(index));
    const std::string strange = "a \"b'\\\n\t$x\x01\xfe=--";
    words.push_back(strange);
    words.push_back("");
    words.push_back("--root");
    const auto outcome = vm(words);
    BOOST_TEST((outcome.out == "4003\n" + strange + "||--root|"));
    BOOST_TEST(outcome.status == 0);
}

BOOST_AUTO_TEST_SUITE_END()

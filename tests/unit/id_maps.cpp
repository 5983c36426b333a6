/** Which ids may be mapped: the files that say so, parsed strictly. */
#include "plan/mappable_ids.hpp"

#include "sentences.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace launch;
using launch_test::sentence;

namespace {

std::string told(const IdRanges& ranges) {
    std::string all;
    for (const IdRange& range : ranges) {
        all += std::to_string(range.inside) + ":" + std::to_string(range.outside) + ":" +
               std::to_string(range.count) + " ";
    }
    return all;
}

/** The ranges of the user "me", 1000; or why there are none. */
std::string subordinate(std::string_view file) {
    IdRanges ranges;
    const auto found = subordinate_ranges(file, "me", 1000, "/f", ranges);
    return found ? told(ranges) : sentence(found);
}

std::string offered(std::string_view map) {
    IdRanges ranges;
    offered_ranges(map, ranges);
    return told(ranges);
}

const std::string malformed = "read /f: a line of the caller's is not NAME:FIRST:COUNT";
const std::string none = "read /f: no range for the caller; root adds some with usermod(8)";

} // namespace

BOOST_AUTO_TEST_SUITE(id_maps)

BOOST_AUTO_TEST_CASE(a_user_is_found_by_its_whole_number) {
    constexpr std::string_view passwd = "root:x:0:0:::\nmeme:x:10000:1:::\nme:x:1000:1:::\n";
    BOOST_TEST(name_of_user(passwd, 1000) == "me");
    BOOST_TEST(name_of_user(passwd, 0) == "root");
    BOOST_TEST(name_of_user(passwd, 100) == "");
    BOOST_TEST(name_of_user("", 0) == "");
    BOOST_TEST(name_of_user("broken\n\n:::\nme:x:1000", 1000) == "me");
}

BOOST_AUTO_TEST_CASE(subordinate_ids_are_found_by_name_and_by_number) {
    BOOST_TEST(subordinate("you:1:2\nme:100000:65536\n1000:300000:7\n") ==
               "0:100000:65536 0:300000:7 ");
    BOOST_TEST(subordinate("me:5:6") == "0:5:6 ");
    BOOST_TEST(subordinate("me:4294967294:1") == "0:4294967294:1 ");
}

BOOST_AUTO_TEST_CASE(a_malformed_line_of_the_callers_is_refused_and_those_of_others_are_not) {
    for (const char* const file :
         {"me", "me:", "me:1", "me:1:", "me:1:0", "me:1:2:3", "me:-1:2", "me: 1:2", "me:1:2 ",
          "me:0x1:2", "me:4294967295:1", "me:4294967294:2", "me:1:99999999999", "1000:a:b"}) {
        BOOST_TEST(subordinate(file) == malformed, file);
        BOOST_TEST(subordinate("me:1:2\n" + std::string(file)) == malformed, file);
    }
    BOOST_TEST(subordinate("you:nonsense\n\n::\nme:1:2\n") == "0:1:2 ");
}

BOOST_AUTO_TEST_CASE(a_caller_without_a_line_is_told_what_to_do) {
    for (const char* const file :
         {"", "\n", "you:1:2\n", "mee:1:2\n", "m:1:2", ":1:2", "01001:1:2"}) {
        BOOST_TEST(subordinate(file) == none, file);
    }
}

BOOST_AUTO_TEST_CASE(more_than_16_lines_are_refused) {
    std::string file;
    for (int line = 0; line < 17; ++line) file += "me:" + std::to_string(line) + ":1\n";
    BOOST_TEST(subordinate(file) == "read /f: more than 16 ranges of the caller's");
}

BOOST_AUTO_TEST_CASE(what_a_user_namespace_has_is_offered_as_itself) {
    BOOST_TEST(offered("         0          0 4294967295\n") == "0:0:4294967295 ");
    BOOST_TEST(offered("         0       1000          1\n         1     100000      65536\n") ==
               "0:0:1 1:1:65536 ");
    BOOST_TEST(offered("") == "");
}

BOOST_AUTO_TEST_SUITE_END()

/** A file of instructions: what is taken for one. What the built filter does: tests/checks/filter. */
#include "steps/seccomp.hpp"

#include "sentences.hpp"

#include <array>
#include <boost/test/unit_test.hpp>

using namespace launch;
using launch_test::sentence;

namespace {

/** What is said about a file of this size. */
std::string said_of(std::size_t size) {
    alignas(sock_filter) static std::array<char, 32777> file{};
    return sentence(read_filter(std::span(file).first(size), "/f"));
}

} // namespace

BOOST_AUTO_TEST_SUITE(seccomp)

BOOST_AUTO_TEST_CASE(a_file_holds_1_to_4096_whole_instructions) {
    const std::string part = "read filter /f: its size is no multiple of 8 bytes";
    const std::string bound = "read filter /f: it has not between 1 and 4096 instructions";
    BOOST_TEST(said_of(8) == "no error");
    BOOST_TEST(said_of(32768) == "no error");
    BOOST_TEST(said_of(0) == bound);
    BOOST_TEST(said_of(32776) == bound);
    BOOST_TEST(said_of(1) == part);
    BOOST_TEST(said_of(7) == part);
    BOOST_TEST(said_of(9) == part);
    BOOST_TEST(said_of(32777) == part);
}

BOOST_AUTO_TEST_CASE(the_default_filter_is_the_end_of_the_one_that_allows_user_namespaces) {
    BOOST_TEST(default_filter.rows.size() < nesting_filter.rows.size());
    BOOST_TEST((&default_filter.rows.back() == &nesting_filter.rows.back()));
}

BOOST_AUTO_TEST_SUITE_END()

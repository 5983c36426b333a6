/** Tables of names, and sets of them. */
#include "base/names.hpp"

#include "sentences.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch;
using launch_test::text_of;

namespace {

constexpr const char* table = "one\0two\0three\0";

std::string written(NameSet set) {
    return text_of([&](Text& out) { add_names(out, table, set); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(a_name_has_its_number_and_a_number_its_name) {
    BOOST_TEST((find_name(table, "one") == 0U));
    BOOST_TEST((find_name(table, "three") == 2U));
    BOOST_TEST(std::string(name_at(table, 1)) == "two");
    for (const char* const other : {"", "on", "onet", "three2", "One"}) {
        BOOST_TEST((find_name(table, other) == no_name), other);
    }
    BOOST_TEST(std::string(name_at(table, 3)).empty());
    BOOST_TEST(std::string(name_at(table, 63)).empty());
}

BOOST_AUTO_TEST_CASE(a_list_is_a_set_when_all_of_it_is_in_the_table) {
    BOOST_TEST((read_names(table, "two") == 2U));
    BOOST_TEST((read_names(table, "three,one,one") == 5U));
    for (const char* const other : {"", ",", "one,", ",one", "one two", "one,four"}) {
        BOOST_TEST((read_names(table, other) == std::nullopt), other);
    }
}

BOOST_AUTO_TEST_CASE(a_set_is_written_as_a_list_of_what_has_a_name) {
    BOOST_TEST(written(5) == "one,three");
    BOOST_TEST(written(0).empty());
    BOOST_TEST(written(~NameSet{0}) == "one,two,three");
}

BOOST_AUTO_TEST_SUITE_END()

/** The list with a fixed capacity. */
#include "base/list.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

using namespace launch;

BOOST_AUTO_TEST_SUITE(list)

BOOST_AUTO_TEST_CASE(it_starts_empty) {
    const List<int, 2> list;
    BOOST_TEST(list.empty());
    BOOST_TEST(!list.full());
    BOOST_TEST(list.size() == 0U);
    BOOST_TEST((list.begin() == list.end()));
}

BOOST_AUTO_TEST_CASE(it_keeps_the_order_of_what_is_pushed) {
    List<int, 3> list;
    for (const int value : {7, 8, 9}) BOOST_TEST(list.push(value));
    BOOST_TEST(std::vector<int>(list.begin(), list.end()) == (std::vector<int>{7, 8, 9}));
    BOOST_TEST(list[1] == 8);
}

BOOST_AUTO_TEST_CASE(a_full_one_refuses_and_stays_as_it_is) {
    List<int, 2> list;
    BOOST_TEST(list.push(1));
    BOOST_TEST(list.push(2));
    BOOST_TEST(list.full());
    BOOST_TEST(!list.push(3));
    BOOST_TEST(list.size() == 2U);
    BOOST_TEST(list[1] == 2);
}

BOOST_AUTO_TEST_CASE(a_cleared_one_takes_values_again) {
    List<int, 1> list;
    BOOST_TEST(list.push(1));
    list.clear();
    BOOST_TEST(list.empty());
    BOOST_TEST(list.push(2));
    BOOST_TEST(list[0] == 2);
}

BOOST_AUTO_TEST_SUITE_END()

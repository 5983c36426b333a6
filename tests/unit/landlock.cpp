/** Which rights a rule grants: by what the kernel knows, by the option, by what the path is. */
#include "steps/landlock.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch;

BOOST_AUTO_TEST_SUITE(landlock)

BOOST_AUTO_TEST_CASE(a_kernel_is_asked_only_for_the_rights_that_its_version_knows) {
    BOOST_TEST(known_rights(1) == 0x1fffU);
    BOOST_TEST(known_rights(2) == 0x3fffU);
    BOOST_TEST(known_rights(3) == 0x7fffU);
    BOOST_TEST(known_rights(4) == 0x7fffU);
    BOOST_TEST(known_rights(5) == 0xffffU);
    BOOST_TEST(known_rights(99) == 0xffffU);
}

BOOST_AUTO_TEST_CASE(a_reader_may_execute_and_read_and_a_writer_may_do_all) {
    BOOST_TEST(granted_rights(0xffff, false, true) == 0x000dU);
    BOOST_TEST(granted_rights(0xffff, true, true) == 0xffffU);
    BOOST_TEST(granted_rights(0x1fff, true, true) == 0x1fffU);
}

BOOST_AUTO_TEST_CASE(a_file_has_no_rights_of_a_directory) {
    BOOST_TEST(granted_rights(0xffff, false, false) == 0x0005U);
    BOOST_TEST(granted_rights(0xffff, true, false) == 0xc007U);
    BOOST_TEST(granted_rights(0x3fff, true, false) == 0x0007U);
}

BOOST_AUTO_TEST_SUITE_END()

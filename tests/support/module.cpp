/** The main program of a test program: Boost.Test brings it. */
#define BOOST_TEST_MODULE launch
#include <boost/test/unit_test.hpp>

/** What every test includes, compiled once a program: it is most of the time that a test takes to
 *  build. */
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

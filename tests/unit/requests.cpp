/** What a signal to an init asks for. */
#include "life/requests.hpp"

#include <boost/test/unit_test.hpp>
#include <map>

using namespace launch;

BOOST_AUTO_TEST_SUITE(requests)

BOOST_AUTO_TEST_CASE(signals_mean_what_they_mean_to_busyboxs_init_and_all_others_nothing) {
    const std::map<int, Power> meanings = {{SIGTERM, Power::reboot},
                                           {SIGINT, Power::reboot},
                                           {SIGUSR1, Power::halt},
                                           {SIGUSR2, Power::off},
                                           {SIGPWR, Power::off}};
    for (int signal = 0; signal <= 64; ++signal) {
        const auto meaning = meanings.find(signal);
        const auto power = requested_power(signal);
        BOOST_TEST(power.has_value() == (meaning != meanings.end()), "signal " << signal);
        if (power) BOOST_TEST((*power == meaning->second), "signal " << signal);
    }
}

BOOST_AUTO_TEST_SUITE_END()

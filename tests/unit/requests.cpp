/** What a signal to an init asks for. */
#include "life/requests.hpp"

#include <boost/test/unit_test.hpp>
#include <map>

using namespace launch;

namespace {

using Meanings = std::map<int, Power>;

void check(Dialect dialect, const Meanings& meanings) {
    for (int signal = 0; signal <= 64; ++signal) {
        const auto meaning = meanings.find(signal);
        const Power* const power = requested_power(dialect, signal);
        BOOST_TEST((power != nullptr) == (meaning != meanings.end()), "signal " << signal);
        if (power != nullptr) BOOST_TEST((*power == meaning->second), "signal " << signal);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(requests)

BOOST_AUTO_TEST_CASE(signals_mean_what_they_mean_to_busyboxs_init_and_all_others_nothing) {
    check(Dialect::busybox, {{SIGTERM, Power::reboot},
                             {SIGINT, Power::reboot},
                             {SIGUSR1, Power::halt},
                             {SIGUSR2, Power::off},
                             {SIGPWR, Power::off}});
}

BOOST_AUTO_TEST_CASE(signals_mean_what_they_mean_to_systemd_and_all_others_nothing) {
    check(Dialect::systemd, {{SIGINT, Power::reboot},
                             {SIGPWR, Power::off},
                             {37, Power::halt},
                             {38, Power::off},
                             {39, Power::reboot},
                             {40, Power::kexec},
                             {47, Power::halt},
                             {48, Power::off},
                             {49, Power::reboot}});
}

BOOST_AUTO_TEST_CASE(to_a_workload_goes_all_but_the_keyboard_and_the_power) {
    check(Dialect::workload, {{SIGINT, Power::reboot}, {SIGPWR, Power::off}});
}

BOOST_AUTO_TEST_SUITE_END()

/** The timeline of a machine, as the record has it. */
#include "life/timeline.hpp"
#include "system/system.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

using namespace launch;

namespace {

std::string recorded(const Timeline& timeline) {
    TextOf<512> out;
    timeline.record(out);
    return std::string(out.view());
}

} // namespace

BOOST_AUTO_TEST_SUITE(timeline)

BOOST_AUTO_TEST_CASE(stages_that_were_never_reached_are_left_out) {
    Timeline timeline;
    BOOST_TEST(recorded(timeline) == "timeline\n");
    const auto before = microseconds_now();
    timeline.reach(Stage::mounts);
    timeline.reach(Stage::off);
    std::istringstream line(recorded(timeline));
    std::string word, mounts, off;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    line >> word >> mounts >> first >> off >> last;
    BOOST_TEST((word == "timeline" && mounts == "mounts" && off == "off"));
    BOOST_TEST((before <= first && first <= last && last <= microseconds_now()));
}

BOOST_AUTO_TEST_CASE(the_first_time_counts) {
    Timeline timeline;
    timeline.reach(Stage::command);
    const auto once = recorded(timeline);
    const auto now = microseconds_now();
    while (microseconds_now() == now) {}
    timeline.reach(Stage::command);
    BOOST_TEST(recorded(timeline) == once);
}

BOOST_AUTO_TEST_CASE(all_stages_fit_whatever_the_time) {
    Timeline timeline;
    for (unsigned each = 0; each < 8; ++each) timeline.reach(static_cast<Stage>(each));
    const auto line = recorded(timeline);
    BOOST_TEST(line.starts_with("timeline mounts "), line);
    BOOST_TEST(line.contains(" start "), line);
    BOOST_TEST(line.contains(" unmount "), line);
    BOOST_TEST(line.size() + 8 * 20 < 512U);
}

BOOST_AUTO_TEST_SUITE_END()

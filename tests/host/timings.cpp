/** --timings: when launch has done each of its steps. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <regex>
#include <sstream>

using namespace launch_test;

namespace {

/** A line of --timings. */
struct Stamp {
    unsigned long long time; ///< nanoseconds of the monotonic clock
    std::string what;
};

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/** All of what was said, which has to be nothing else. */
std::vector<Stamp> stamps_of(const std::string& said) {
    static const std::regex form("launch: timings: ([0-9]+) ns: (.*)");
    std::vector<Stamp> stamps;
    for (const std::string& line : lines_of(said)) {
        std::smatch parts;
        BOOST_REQUIRE_MESSAGE(std::regex_match(line, parts, form), line);
        stamps.push_back({std::stoull(parts[1]), parts[2]});
    }
    return stamps;
}

std::vector<std::string> names_of(const std::vector<Stamp>& stamps) {
    std::vector<std::string> names;
    for (const Stamp& stamp : stamps) names.push_back(stamp.what);
    return names;
}

/** What --dry-run prints as steps. */
std::vector<std::string> planned(const Words& words) {
    std::vector<std::string> steps;
    for (const std::string& line : lines_of(launch(Words{"--dry-run"} + words).out)) {
        if (line.starts_with("  ")) steps.push_back(line.substr(2));
    }
    return steps;
}

/** Each step is there once, in order; what else is there are the stages. */
void check_steps(const Words& words) {
    const auto outcome = launch(Words{"--timings"} + words);
    auto names = names_of(stamps_of(outcome.err));
    for (const std::string& step : planned(words)) {
        BOOST_TEST(std::ranges::count(names, step) == 1, step);
    }
    std::vector<std::string> steps = planned(words);
    std::erase_if(names,
                  [&](const auto& name) { return std::ranges::find(steps, name) == steps.end(); });
    BOOST_TEST(names == steps, boost::test_tools::per_element());
}

} // namespace

BOOST_AUTO_TEST_SUITE(timings)

BOOST_AUTO_TEST_CASE(stamps_rise_and_come_when_all_has_ended) {
    const auto outcome = launch({"--timings", "echo", "here"});
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.out == "here\n");
    const auto stamps = stamps_of(outcome.err);
    BOOST_REQUIRE(stamps.size() > 10);
    for (std::size_t at = 1; at < stamps.size(); ++at) {
        BOOST_TEST(stamps[at].time >= stamps[at - 1].time);
    }
}

BOOST_AUTO_TEST_CASE(each_step_of_a_dry_run_is_there_once_and_in_order) {
    check_steps({"true"});
    check_steps({"--share=net", "--tmpfs", "/tmp", "--hostname", "stamp", "true"});
    check_steps({"--unshare=user", "true"});
    check_steps({"--monotonic=1", "true"});
}

BOOST_AUTO_TEST_CASE(stages_stand_around_the_steps) {
    const auto names = names_of(stamps_of(launch({"--timings", "true"}).err));
    const std::vector<std::string> first = {"read the options", "make the plan", "start the init"};
    const std::vector<std::string> last = {"execute true", "wait for the command", "end"};
    BOOST_REQUIRE(names.size() > 10);
    BOOST_TEST(std::vector(names.begin(), names.begin() + 3) == first);
    BOOST_TEST(std::vector(names.end() - 3, names.end()) == last);
}

BOOST_AUTO_TEST_CASE(a_start_that_fails_tells_what_was_done) {
    const auto outcome = launch({"--timings", "--bind", "/nowhere:/mnt", "true"});
    BOOST_TEST(outcome.status == 125);
    const auto lines = lines_of(outcome.err);
    BOOST_REQUIRE(lines.size() > 5);
    BOOST_TEST(lines.front().starts_with("launch: bind /nowhere on /mnt"));
    BOOST_TEST(outcome.err.contains(" ns: mount proc on /proc"));
    BOOST_TEST(!outcome.err.contains(" ns: bind "));
}

BOOST_AUTO_TEST_CASE(without_the_option_nothing_is_said_of_time) {
    BOOST_TEST(launch({"true"}).err == "");
}

BOOST_AUTO_TEST_CASE(a_program_with_its_reaper_has_timings_too) {
    const auto outcome = run({setting("LAUNCH"), "--timings", "--subreaper", "true"});
    const auto names = names_of(stamps_of(outcome.err));
    BOOST_TEST(std::ranges::count(names, "execute true") == 1);
    BOOST_TEST(names.back() == "end");
}

BOOST_AUTO_TEST_SUITE_END()

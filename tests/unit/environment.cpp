/** The command's environment. */
#include "plan/plan.hpp"

#include "arguments.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace launch;
using launch_test::Arguments;
using launch_test::Parsed;

namespace {

using Words = std::vector<std::string>;

const std::string path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The environment that these options make of `inherited`. */
Words environment(const Words& options, const Words& inherited, bool machine = false) {
    const Parsed parsed(options);
    const Arguments outside(inherited);
    Facts facts;
    facts.machine = machine;
    // No byte more than was promised to be enough: the sanitizer watches.
    std::vector<char*> memory(inherited.size() + parsed.spec.environment.size() + 4);
    fill_environment(parsed.spec, facts, outside.words().data(), memory);
    Words found;
    for (char** each = memory.data(); *each != nullptr; ++each) found.emplace_back(*each);
    return found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(environment_of_the_command)

BOOST_AUTO_TEST_CASE(it_inherits_and_PATH_and_HOME_are_those_of_the_inside) {
    const Words found = environment({}, {"A=1", "PATH=/opt", "HOME=/home/me", "TERM=xterm", "B="});
    BOOST_TEST(found == (Words{"A=1", path, "HOME=/root", "TERM=xterm", "B="}));
}

BOOST_AUTO_TEST_CASE(without_anything_inherited_the_three_are_there) {
    BOOST_TEST(environment({}, {}) == (Words{path, "HOME=/root", "TERM=dumb"}));
}

BOOST_AUTO_TEST_CASE(HOME_is_the_root_directory_for_other_users_than_root) {
    BOOST_TEST(environment({"--uid=1000"}, {})[1] == "HOME=/");
    BOOST_TEST(environment({"--uid=0"}, {})[1] == "HOME=/root");
    BOOST_TEST(environment({"--gid=5"}, {})[1] == "HOME=/root");
}

BOOST_AUTO_TEST_CASE(env_adds_and_replaces_and_the_last_one_wins) {
    const Words found = environment(
        {"--env=A=2", "--env=PATH=/mine", "--env=HOME=", "--env=N=1", "--env=N=2", "--env=TERM=t"},
        {"A=1", "TERM=xterm"});
    BOOST_TEST(found == (Words{"A=2", "TERM=t", "PATH=/mine", "HOME=", "N=2"}));
}

BOOST_AUTO_TEST_CASE(a_name_is_compared_whole) {
    const Words found = environment({"--env=AB=2", "--env=A=3"}, {"ABC=1", "PATHS=x"});
    BOOST_TEST(found ==
               (Words{"ABC=1", "PATHS=x", path, "HOME=/root", "TERM=dumb", "AB=2", "A=3"}));
}

BOOST_AUTO_TEST_CASE(clear_env_leaves_PATH_HOME_TERM_and_what_env_sets) {
    const Words found = environment({"--clear-env", "--env=A=2"},
                                    {"A=1", "PATH=/opt", "B=1", "TERM=xterm", "TERMINFO=x"});
    BOOST_TEST(found == (Words{"TERM=xterm", path, "HOME=/root", "A=2"}));
}

BOOST_AUTO_TEST_CASE(a_machine_ignores_what_the_kernel_made_of_its_command_line) {
    const Words found = environment({"--env=A=2"}, {"A=1", "TERM=vt100", "HOME=/"}, true);
    BOOST_TEST(found == (Words{path, "HOME=/root", "TERM=linux", "A=2"}));
}

BOOST_AUTO_TEST_CASE(words_without_an_equals_sign_are_passed_on_as_they_are) {
    BOOST_TEST(environment({}, {"ODD", ""}) == (Words{"ODD", "", path, "HOME=/root", "TERM=dumb"}));
}

BOOST_AUTO_TEST_CASE(the_promised_memory_is_enough_at_its_bounds) {
    Words options;
    Words inherited;
    for (int index = 0; index < 64; ++index) {
        options.push_back("--env=N" + std::to_string(index) + "=x");
    }
    for (int index = 0; index < 1000; ++index) {
        inherited.push_back("O" + std::to_string(index) + "=");
    }
    BOOST_TEST(environment(options, inherited).size() == 1067U);
}

BOOST_AUTO_TEST_SUITE_END()

/** passwd(5) and group(5) as a hostile root may have written them. */
#include "steps/accounts.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace launch;

namespace {

using std::string_view_literals::operator""sv;

/** What a search in a passwd file finds: "id:group:home". */
std::string user(std::string_view file, const IdWish& wish) {
    Account found;
    if (!find_account(file, Accounts::users, wish, found)) return "none";
    return std::to_string(found.id) + ":" + std::to_string(found.group) + ":" +
           std::string(found.tail);
}

std::string user(std::string_view file, const char* name) {
    return user(file, {name, 0});
}

std::string group(std::string_view file, const char* name) {
    Account found;
    return find_account(file, Accounts::groups, {name, 0}, found) ? std::to_string(found.id)
                                                                  : "none";
}

constexpr std::string_view passwd = "root:x:0:0:root:/root:/bin/sh\n"
                                    "app:x:1000:1001::/home/app:/bin/sh\n"
                                    "app:x:0:0:a second one::\n"
                                    "alias:x:1000:7::/alias:\n";

constexpr std::string_view group_file = "root:x:0:\n"
                                        "adm:x:4:app,root\n"
                                        "wheel:x:10:root,app\n"
                                        "apps:x:11:apps,xapp,\n";

/** Lines that are none, though a lax reader would find "bad" in them. */
constexpr std::string_view bad_users[] = {
    "bad:x:1:1::/"sv,           "bad:x:1:1::/:/bin/sh:"sv,  "bad:x::1::/:"sv,
    "bad:x:1:::/:"sv,           "bad:x:-1:1::/:"sv,         "bad:x:+1:1::/:"sv,
    "bad:x: 1:1::/:"sv,         "bad:x:0x1:1::/:"sv,        "bad:x:4294967295:1::/:"sv,
    "bad:x:4294967296:1::/:"sv, "bad:x:1:4294967295::/:"sv, "bad:x:1:99999999999999999999::/:"sv,
    " bad:x:1:1::/:"sv,         "bad :x:1:1::/:"sv,         "bad\0:x:1:1::/:"sv,
    "bad:x:1:1::/\0:"sv,        "+bad:x:1:1::/:"sv,         "bad"sv,
};

} // namespace

BOOST_AUTO_TEST_SUITE(accounts)

BOOST_AUTO_TEST_CASE(the_first_user_of_a_name_or_number_is_found) {
    BOOST_TEST(user(passwd, "root") == "0:0:/root");
    BOOST_TEST(user(passwd, "app") == "1000:1001:/home/app");
    BOOST_TEST(user(passwd, {nullptr, 1000}) == "1000:1001:/home/app");
    BOOST_TEST(user(passwd, {nullptr, 5}) == "none");
    BOOST_TEST(user(passwd, "ap") == "none");
    BOOST_TEST(user("", "root") == "none");
    BOOST_TEST(user("last:x:1:2::/l:/bin/sh", "last") == "1:2:/l"); // without a newline
}

BOOST_AUTO_TEST_CASE(a_line_that_is_not_exactly_one_of_passwd_does_not_count) {
    for (const std::string_view line : bad_users) {
        const std::string file = std::string(line) + "\nbad:x:9:9::/right:\n";
        BOOST_TEST(user(file, "bad") == "9:9:/right", line);
        BOOST_TEST(user(line, "bad") == "none", line);
    }
    BOOST_TEST(user(":x:1:1::/:", "") == "none");
    BOOST_TEST(user("\n\n:::::::\n::::::\n", {nullptr, 0}) == "none");
}

BOOST_AUTO_TEST_CASE(a_group_is_found_by_its_name) {
    BOOST_TEST(group(group_file, "wheel") == "10");
    BOOST_TEST(group(group_file, "whee") == "none");
    BOOST_TEST(group("a:x:1\n", "a") == "none");
    BOOST_TEST(group("a:x:1:b:\n", "a") == "none");
    BOOST_TEST(group("a:x:4294967295:\n", "a") == "none");
    BOOST_TEST(group("root:x:1:1::/:\n", "root") == "none"); // a line of the other file
}

BOOST_AUTO_TEST_CASE(a_member_is_one_by_its_whole_name) {
    GroupList found;
    BOOST_TEST(add_groups_of(group_file, "app", found));
    BOOST_REQUIRE(found.size() == 2U);
    BOOST_TEST(found[0] == 4U);
    BOOST_TEST(found[1] == 10U);
}

BOOST_AUTO_TEST_CASE(more_than_64_groups_of_a_user_are_refused) {
    std::string file;
    for (int number = 0; number < 64; ++number) file += "g:x:" + std::to_string(number) + ":app\n";
    GroupList found;
    BOOST_TEST(add_groups_of(file, "app", found));
    found.clear();
    BOOST_TEST(!add_groups_of(file + "h:x:99:app\n", "app", found));
}

BOOST_AUTO_TEST_SUITE_END()

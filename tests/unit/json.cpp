#include "base/json.hpp"

#include <boost/test/unit_test.hpp>

using launch::Json;

BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(commas_come_by_themselves) {
    launch::TextOf<256> text;
    Json json(text);
    json.open().number("a", 1).list("b").number(nullptr, 2).text(nullptr, "x").close();
    json.open("c").close().truth("d", false).text("e", {}).close();
    BOOST_TEST(text.view() == R"({"a":1,"b":[2,"x"],"c":{},"d":false,"e":null})");
}

BOOST_AUTO_TEST_CASE(whatever_bytes_a_text_has_it_stays_one_line_of_JSON) {
    launch::TextOf<256> text;
    Json(text).text(nullptr, "a\"b\\c\nd\xff\x7f\t");
    BOOST_TEST(text.view() == R"("a\u0022b\u005cc\u000ad\u00ff\u007f\u0009")");
}

BOOST_AUTO_TEST_SUITE_END()

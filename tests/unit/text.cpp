/** The bounded writer and the parsers of words and numbers. */
#include "base/text.hpp"

#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

using namespace launch;

namespace {

struct NumberRow {
    std::string_view word;
    std::uint32_t highest;
    std::optional<std::uint32_t> value;
};

constexpr NumberRow numbers[] = {
    {"0", 10, 0},
    {"10", 10, 10},
    {"007", 10, 7},
    {"4294967295", 0xffffffff, 0xffffffff},
    {"11", 10, std::nullopt},
    {"4294967296", 0xffffffff, std::nullopt},
    {"99999999999999999999", 0xffffffff, std::nullopt},
    {"", 10, std::nullopt},
    {"-1", 0xffffffff, std::nullopt},
    {"+1", 10, std::nullopt},
    {" 1", 10, std::nullopt},
    {"1 ", 10, std::nullopt},
    {"1:", 10, std::nullopt},
    {":", 10, std::nullopt},
    {"0x1", 10, std::nullopt},
    {"1e0", 10, std::nullopt},
    {"one", 10, std::nullopt},
};

struct FieldRow {
    std::string_view text, field, rest;
};

constexpr FieldRow fields[] = {
    {"a:b:c", "a", "b:c"}, {"a", "a", ""}, {"a:", "a", ""}, {":b", "", "b"}, {"", "", ""}};

struct DistanceRow {
    std::string_view from, to;
    unsigned edits;
};

constexpr DistanceRow distances[] = {
    {"", "", 0},
    {"root", "root", 0},
    {"", "abc", 3},
    {"abc", "", 3},
    {"kitten", "sitting", 3},
    {"--hostnam", "--hostname", 1},
    {"--rooot", "--root", 1},
    {"--bidn", "--bind", 2},
    {"0123456789012345678901234567890", "0123456789012345678901234567890", 0}, // 31 bytes
    {"01234567890123456789012345678901", "x", 31},                             // 32 are too many
};

} // namespace

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(words_and_numbers_follow_one_another) {
    TextOf<64> out;
    out.add("map uid ").number(0).add(" to ").number(18446744073709551615U);
    BOOST_TEST(out.view() == "map uid 0 to 18446744073709551615");
    BOOST_TEST(!out.cut());
}

BOOST_AUTO_TEST_CASE(null_adds_nothing) {
    TextOf<8> out;
    const char* const nothing = nullptr;
    out.add("a").add(nothing).add("b");
    BOOST_TEST(out.view() == "ab");
}

BOOST_AUTO_TEST_CASE(what_fits_exactly_is_not_cut) {
    TextOf<4> out; // one byte is the end of the C string
    out.add("abc");
    BOOST_TEST(!out.cut());
    BOOST_TEST(std::string(out.c_str()) == "abc");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_cut_and_says_so) {
    TextOf<4> out;
    out.add("abcd").add("e").number(5);
    BOOST_TEST(out.cut());
    BOOST_TEST(out.view() == "abc");
    BOOST_TEST(std::string(out.c_str()) == "abc");
}

BOOST_AUTO_TEST_CASE(nothing_is_written_behind_its_memory) {
    std::array<char, 8> memory{};
    memory.fill('.');
    Text out(std::span<char>{memory}.first(4));
    out.add("abcdefgh");
    BOOST_TEST(std::string(out.c_str()) == "abc");
    BOOST_TEST(std::string(memory.begin() + 4, memory.end()) == "....");
}

BOOST_AUTO_TEST_CASE(a_number_is_digits_up_to_its_highest_value_and_nothing_else) {
    for (const NumberRow& row : numbers) {
        const auto value = number(row.word, row.highest);
        BOOST_TEST((value == row.value), "wrong answer for \"" << row.word << "\"");
    }
}

BOOST_AUTO_TEST_CASE(the_distance_of_words_is_their_number_of_edits) {
    for (const DistanceRow& row : distances) {
        BOOST_TEST(distance(row.from, row.to) == row.edits,
                   "wrong distance from " << row.from << " to " << row.to);
        BOOST_TEST(distance(row.to, row.from) == row.edits);
    }
}

BOOST_AUTO_TEST_CASE(a_field_is_taken_with_the_byte_that_ends_it) {
    for (const FieldRow& row : fields) {
        std::string_view rest = row.text;
        BOOST_TEST(take_field(rest, ':') == row.field);
        BOOST_TEST(rest == row.rest);
    }
}

BOOST_AUTO_TEST_SUITE_END()

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

struct WideRow {
    std::string_view word;
    std::uint64_t highest;
    unsigned base;
    std::optional<std::uint64_t> value;
};

constexpr std::uint64_t largest = ~std::uint64_t{0};
constexpr WideRow wide_numbers[] = {
    {"18446744073709551615", largest, 10, largest},
    {"18446744073709551616", largest, 10, std::nullopt},
    {"18446744073709551620", largest, 10, std::nullopt},
    {"99999999999999999999999", largest, 10, std::nullopt},
    {"00000000000000000000000007", 7, 10, 7},
    {"777", 0777, 8, 0777},
    {"1000", 0777, 8, std::nullopt},
    {"8", 0777, 8, std::nullopt},
    {"", largest, 8, std::nullopt},
    {"/", largest, 10, std::nullopt},
    {":", largest, 10, std::nullopt},
    {"\xb1", largest, 10, std::nullopt},
};

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

BOOST_AUTO_TEST_CASE(a_number_of_another_base_never_wraps) {
    for (const WideRow& row : wide_numbers) {
        BOOST_TEST((wide_number(row.word, row.highest, row.base) == row.value),
                   "wrong answer for \"" << row.word << "\"");
    }
}

BOOST_AUTO_TEST_CASE(words_are_taken_up_to_a_separator_and_empty_ones_are_words) {
    std::string_view rest = "a,,b,";
    std::string taken;
    while (rest.data() != nullptr) taken += "<" + std::string(take(rest, ',')) + ">";
    BOOST_TEST(taken == "<a><><b><>");
    BOOST_TEST(take(rest, ',').empty());
    BOOST_TEST((rest.data() == nullptr));
}

BOOST_AUTO_TEST_CASE(the_distance_of_words_is_their_number_of_edits) {
    for (const DistanceRow& row : distances) {
        BOOST_TEST(distance(row.from, row.to) == row.edits,
                   "wrong distance from " << row.from << " to " << row.to);
        BOOST_TEST(distance(row.to, row.from) == row.edits);
    }
}

BOOST_AUTO_TEST_SUITE_END()

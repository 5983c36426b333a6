/** The bounded writer and the parsers of words and numbers. */
#include "base/text.hpp"
#include "spec/options.hpp"

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

struct SizeRow {
    std::string_view word;
    std::optional<std::uint64_t> bytes;
};

constexpr SizeRow sizes[] = {
    {"1", 1},
    {"4096", 4096},
    {"1k", 1024},
    {"3K", 3072},
    {"2m", 2U << 20},
    {"1G", 1U << 30},
    {"1t", 1ULL << 40},
    {"9223372036854775807", 0x7fffffffffffffff},
    {"8388607T", 8388607ULL << 40},
    {"9223372036854775808", std::nullopt},
    {"18446744073709551616", std::nullopt},
    {"18446744073709551617", std::nullopt},
    {"8388608t", std::nullopt},
    {"9007199254740992k", std::nullopt},
    {"0", std::nullopt},
    {"0k", std::nullopt},
    {"-1", std::nullopt},
    {"", std::nullopt},
    {"k", std::nullopt},
    {"1kk", std::nullopt},
    {"1p", std::nullopt},
    {"1 k", std::nullopt},
    {"0x10", std::nullopt},
    {"1.5g", std::nullopt},
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

BOOST_AUTO_TEST_CASE(a_size_is_refused_rather_than_wrapped) {
    for (const SizeRow& row : sizes) {
        BOOST_TEST((size_in_bytes(row.word) == row.bytes), "wrong answer for " << row.word);
    }
}

BOOST_AUTO_TEST_CASE(a_number_of_another_base_never_wraps) {
    for (const WideRow& row : wide_numbers) {
        std::uint64_t value = 1;
        const bool read = read_number(row.word, row.highest, value, row.base);
        BOOST_TEST(read == row.value.has_value(), "wrong answer for \"" << row.word << "\"");
        BOOST_TEST(value == row.value.value_or(1), "wrong number for \"" << row.word << "\"");
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

BOOST_AUTO_TEST_CASE(the_nearest_of_many_words_is_the_first_with_the_fewest_edits) {
    Nearest nearest("sise");
    BOOST_TEST((nearest.found() == nullptr));
    for (const char* word : {"mode", "size", "side"}) nearest.consider(word);
    BOOST_TEST(nearest.found() == std::string("size"));
}

BOOST_AUTO_TEST_CASE(the_distance_of_words_is_their_number_of_edits) {
    for (const DistanceRow& row : distances) {
        BOOST_TEST(distance(row.from, row.to) == row.edits,
                   "wrong distance from " << row.from << " to " << row.to);
        BOOST_TEST(distance(row.to, row.from) == row.edits);
    }
}

BOOST_AUTO_TEST_CASE(a_memory_size_is_a_number_above_0_with_a_unit_and_never_wraps) {
    for (const char* size : {"1", "4096", "64m", "1K", "2G", "50%", "100%", "1%",
                             "4611686018427387903", "4294967295g"}) {
        BOOST_TEST(is_memory_size(size), size);
    }
    for (const char* size :
         {"", "0", "0m", "-1", "+1", " 1", "1 ", "k", "%", "101%", "0%", "1kk", "0x1", "1.5m",
          "9223372036854775808", "18446744073709551617", "8589934592g", "nonsense"}) {
        BOOST_TEST(!is_memory_size(size), size);
    }
}

BOOST_AUTO_TEST_SUITE_END()

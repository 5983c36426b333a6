/** The kernel's command line, and the file of words. */
#include "spec/words.hpp"

#include "sentences.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace launch;
using launch_test::sentence;

namespace {

using Words = std::vector<std::string>;

struct LineRow {
    std::string line;
    Words words;
};

const LineRow lines[] = {
    {"", {}},
    {"\n", {}},
    {"console=ttyS0 quiet\n", {}},
    {"quiet --\n", {}},
    {"--", {}},
    {"-- a", {"a"}},
    {"quiet -- --root /alpine /bin/sh\n", {"--root", "/alpine", "/bin/sh"}},
    {"quiet   --  \t a \n b  \n", {"a", "b"}},
    {"-- a -- b", {"a", "--", "b"}},
    {"-- -- b", {"--", "b"}},
    {"-- A=B x.y=z", {"A=B", "x.y=z"}},
    {"-- \"\" a \"\"", {"", "a", ""}},
    {"-- \"a b\" c", {"a b", "c"}},
    {"-- a=\"b  c\"d", {"a=b  cd"}},
    {"-- \"a\tb\nc\"", {"a\tb\nc"}},
    {"-- a\\ b", {"a\\", "b"}},
    {"-- 'a b'", {"'a", "b'"}},
    {"-- \"--\" b", {"--", "b"}},
    {"foo=\"x -- y\" -- a", {"a"}}, // inside quotes nothing separates
    {"\"--\" a", {}},               // a quoted one is a word, not the separator
    {"foo--  --bar -- a", {"a"}},
};

/** What the line, as /proc/cmdline holds it, is cut into; with room for `most` words. */
std::pair<std::string, Words> split(std::string line, std::size_t most = 64) {
    line.push_back('!'); // the byte that may be overwritten
    std::vector<char*> memory(most);
    std::span<char*> words = memory;
    const auto done = split_command_line(line, words);
    if (!done) return {sentence(done), {}};
    return {"", Words(words.begin(), words.end())};
}

std::string joined(const Words& words) {
    std::string all;
    for (const std::string& word : words) all += "[" + word + "]";
    return all;
}

Words listed(std::string file) {
    std::size_t count = 0;
    BOOST_REQUIRE(count_words(file, count).has_value());
    std::vector<char*> memory(count);
    list_words(file, memory);
    return {memory.begin(), memory.end()};
}

} // namespace

BOOST_AUTO_TEST_SUITE(words)

BOOST_AUTO_TEST_CASE(what_follows_the_separator_is_cut_at_spaces_that_are_not_quoted) {
    for (const LineRow& row : lines) {
        const auto [error, found] = split(row.line);
        BOOST_TEST(error.empty(), row.line << ": " << error);
        BOOST_TEST(joined(found) == joined(row.words), row.line << ": " << joined(found));
    }
}

BOOST_AUTO_TEST_CASE(a_quote_that_is_not_closed_is_an_error) {
    for (const std::string line : {"-- \"a b", "-- a\"", "x=\"y -- a", "-- \"a\" \"\"\""}) {
        BOOST_TEST(split(line).first == "read kernel command line: a double quote is not closed");
    }
}

BOOST_AUTO_TEST_CASE(as_many_words_as_there_is_room_for_are_read_and_one_more_is_an_error) {
    BOOST_TEST(joined(split("quiet -- a b c", 3).second) == "[a][b][c]");
    BOOST_TEST(split("quiet -- a b c d", 3).first == "read kernel command line: too many words");
    BOOST_TEST(joined(split("a b c d e", 0).second).empty());
}

BOOST_AUTO_TEST_CASE(no_line_at_all_has_no_words) {
    BOOST_TEST(joined(split("").second).empty());
}

BOOST_AUTO_TEST_CASE(a_file_of_words_holds_what_stands_between_its_NUL_bytes) {
    using namespace std::string_literals;
    BOOST_TEST(joined(listed("")).empty());
    BOOST_TEST(joined(listed("a\0"s)) == "[a]");
    BOOST_TEST(joined(listed("--root\0/x y\0\"q\"\0"s)) == "[--root][/x y][\"q\"]");
    BOOST_TEST(joined(listed("\0a\0\0"s)) == "[][a][]");
}

BOOST_AUTO_TEST_CASE(a_file_of_words_without_its_last_NUL_is_an_error) {
    using namespace std::string_literals;
    for (const std::string& file : {"a"s, "a\0b"s, "\0 "s}) {
        std::size_t count = 0;
        BOOST_TEST(sentence(count_words(file, count)) ==
                   "read /launch.words: its last word does not end in a NUL byte");
    }
}

BOOST_AUTO_TEST_CASE(ten_thousand_words_of_any_bytes_arrive) {
    std::string file;
    Words words;
    for (int index = 0; index < 10'000; ++index) {
        words.push_back(std::to_string(index) + "\x01\xff \n\"");
        file += words.back() + '\0';
    }
    BOOST_TEST((listed(file) == words));
}

BOOST_AUTO_TEST_SUITE_END()

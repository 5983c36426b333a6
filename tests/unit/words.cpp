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

/** What the line, as /proc/cmdline holds it, is cut into. */
struct Split {
    explicit Split(std::string line) {
        line.push_back('!'); // the byte that may be overwritten
        std::vector<char*> memory(line.size());
        KernelLine words;
        const auto done = split_command_line(line, memory.data(), words);
        if (!done) error = sentence(done);
        before = {words.before.begin(), words.before.end()};
        behind = {words.behind.begin(), words.behind.end()};
        ends = done && words.before.data()[before.size()] == nullptr &&
               (words.behind.empty() || words.behind.data()[behind.size()] == nullptr);
    }

    std::string error;
    Words before, behind;
    bool ends; ///< there is a null pointer behind the words
};

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
        const Split split(row.line);
        BOOST_TEST(split.error.empty(), row.line << ": " << split.error);
        BOOST_TEST(joined(split.behind) == joined(row.words),
                   row.line << ": " << joined(split.behind));
        BOOST_TEST(split.ends);
    }
}

BOOST_AUTO_TEST_CASE(a_quote_that_is_not_closed_is_an_error) {
    for (const std::string line : {"-- \"a b", "-- a\"", "x=\"y -- a", "-- \"a\" \"\"\""}) {
        BOOST_TEST(Split(line).error == "read kernel command line: a double quote is not closed");
    }
}

BOOST_AUTO_TEST_CASE(what_stands_before_the_separator_is_the_kernels) {
    BOOST_TEST(joined(Split("quiet a=\"b c\" -- d -- e").before) == "[quiet][a=b c]");
    BOOST_TEST(joined(Split("quiet a=\"b c\" -- d -- e").behind) == "[d][--][e]");
    BOOST_TEST(joined(Split("a b c").before) == "[a][b][c]");
    BOOST_TEST(joined(Split("a b c").behind).empty());
    BOOST_TEST(joined(Split("-- a").before).empty());
}

BOOST_AUTO_TEST_CASE(no_line_at_all_has_no_words) {
    BOOST_TEST(joined(Split("").before).empty());
    BOOST_TEST(joined(Split("").behind).empty());
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

#include "spec/words.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace launch {

namespace {

bool is_space(char byte) {
    return byte == ' ' || byte == '\n' || byte == '\t';
}

/** Where a word was found and where to go on reading. */
struct Word {
    char* start;
    char* rest;
};

/** The next word at `at`: quotes removed, terminated. `start` is null when there is none. */
Result<Word> next_word(char* at) {
    while (is_space(*at)) ++at;
    if (*at == '\0') return Word{nullptr, at};
    char* const start = at;
    char* end = at; // never ahead of `at`: the word only shrinks
    bool quoted = false;
    for (; *at != '\0' && (quoted || !is_space(*at)); ++at) {
        if (*at == '"') {
            quoted = !quoted;
        } else {
            *end++ = *at;
        }
    }
    if (quoted)
        return refuse("read kernel command line"_t, nullptr, "a double quote is not closed"_t);
    char* const rest = *at == '\0' ? at : at + 1;
    *end = '\0';
    return Word{start, rest};
}

} // namespace

Result<std::size_t> split_command_line(std::span<char> line, std::span<char*> words) {
    if (line.empty()) return 0;
    line.back() = '\0';
    std::size_t count = 0;
    bool ours = false;
    for (char* at = line.data();;) {
        const bool bare = *past(at, " \n\t") != '"';
        const auto word = next_word(at);
        if (!word) return std::unexpected(word.error());
        if (word->start == nullptr) return count;
        at = word->rest;
        if (ours && count == words.size()) {
            return refuse("read kernel command line"_t, nullptr, "too many words"_t);
        }
        if (ours) words[count++] = word->start;
        if (bare && std::strcmp(word->start, "--") == 0) ours = true;
    }
}

Result<std::size_t> count_words(std::span<const char> file) {
    if (!file.empty() && file.back() != '\0') {
        return refuse("read"_t, "/launch.words", "its last word does not end in a NUL byte"_t);
    }
    return static_cast<std::size_t>(std::ranges::count(file, '\0'));
}

void list_words(std::span<char> file, std::span<char*> words) {
    char* at = file.data();
    for (char*& word : words) {
        word = at;
        at += std::strlen(at) + 1;
    }
}

} // namespace launch

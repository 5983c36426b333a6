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

/**
 * The next word at `at`, where to go on reading then: quotes removed, terminated. Null when there is
 * none.
 * @param quoted a quote is still open at the end
 */
char* next_word(char*& at, bool& quoted) {
    while (is_space(*at)) ++at;
    if (*at == '\0') return nullptr;
    char* const start = at;
    char* end = at; // never ahead of `at`: the word only shrinks
    for (; *at != '\0' && (quoted || !is_space(*at)); ++at) {
        if (*at == '"') {
            quoted = !quoted;
        } else {
            *end++ = *at;
        }
    }
    if (*at != '\0') ++at;
    *end = '\0';
    return start;
}

} // namespace

Result<std::size_t> split_command_line(std::span<char> line, std::span<char*> words, bool before) {
    if (line.empty()) return 0;
    line.back() = '\0';
    constexpr Literal action = "read kernel command line"_t;
    std::size_t count = 0;
    bool wanted = before;
    bool quoted = false;
    char* at = line.data();
    while (true) {
        const bool bare = *past(at, " \n\t") != '"';
        char* const word = next_word(at, quoted);
        if (quoted) return refuse(action, nullptr, "a double quote is not closed"_t);
        if (word == nullptr) return count;
        const bool separates = wanted == before && bare && std::strcmp(word, "--") == 0;
        if (separates && before) return count;
        if (wanted && count == words.size()) return refuse(action, nullptr, "too many words"_t);
        if (wanted) words[count++] = word;
        wanted = wanted || separates;
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

[[gnu::noinline]] char* value_of(char* word, std::string_view& name) {
    char* const sign = strchrnul(word, '=');
    name = {word, sign};
    return *sign == '\0' ? nullptr : sign + 1;
}

} // namespace launch

#include "spec/words.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace launch {

namespace {

bool is_space(char byte) {
    return byte == ' ' || byte == '\n' || byte == '\t';
}

/**
 * The word at `at`, where to go on reading then: quotes removed, terminated.
 * @param quoted a quote is still open at the end
 */
char* cut_word(char*& at, bool& quoted) {
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

Result<> split_command_line(std::span<char> line, char** memory, KernelLine& words) {
    bool quoted = false;
    bool parted = false;
    line.back() = '\0';
    char* at = line.data();
    char** start = memory; // of a part
    while (true) {
        while (is_space(*at)) ++at;
        if (*at == '\0') break;
        const bool bare = *at != '"';
        char* const word = cut_word(at, quoted);
        if (quoted) {
            return refuse("read kernel command line"_t, "a double quote is not closed"_t);
        }
        if (!parted && bare && std::strcmp(word, "--") == 0) {
            words.before = {start, memory};
            *memory++ = nullptr; // where the word would be
            start = memory;
            parted = true;
        } else {
            *memory++ = word;
        }
    }
    (parted ? words.behind : words.before) = {start, memory};
    *memory++ = nullptr;
    return {};
}

Result<> count_words(std::span<const char> file, std::size_t& count) {
    if (!file.empty() && file.back() != '\0') {
        return refuse("read"_t, "/launch.words", "its last word does not end in a NUL byte"_t);
    }
    count = static_cast<std::size_t>(std::ranges::count(file, '\0'));
    return {};
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

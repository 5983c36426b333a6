/** The two other mouths: the kernel's command line, and a file of words in the image. */
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace launch {

/**
 * What follows the word `--` in /proc/cmdline, cut into words at white space that is not in double
 * quotes; the quotes themselves vanish. Works in place; every word ends in NUL.
 * @param line  the file's content; its last byte is overwritten
 * @param words room for the words, of which more are an error; then those that are there
 * @param before the words before `--` are wanted, which are the kernel's
 */
Result<> split_command_line(std::span<char> line, std::span<char*>& words, bool before = false);

/** How many words a file of NUL-terminated words holds; a last word without its NUL is an error. */
Result<> count_words(std::span<const char> file, std::size_t& count);

/** Points `words` (as many as counted) at them. */
void list_words(std::span<char> file, std::span<char*> words);

/** Answers what follows the "=" of a word, and what stands before; null without it. */
char* value_of(char* word, std::string_view& name);

} // namespace launch

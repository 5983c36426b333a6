/** The two other mouths: the kernel's command line, and a file of words in the image. */
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace launch {

/** The words of /proc/cmdline. */
struct KernelLine {
    std::span<char*> before; ///< the kernel's, up to `--`
    std::span<char*> behind; ///< launch's own; of both a null pointer follows the last
};

/**
 * Cuts /proc/cmdline into words at white space that is not in double quotes; the quotes themselves
 * vanish. Works in place; every word ends in NUL.
 * @param line   the file's content; its last byte is overwritten
 * @param memory a pointer for each byte of the line
 * @param words  of which those are none that are not there
 */
Result<> split_command_line(std::span<char> line, char** memory, KernelLine& words);

/** How many words a file of NUL-terminated words holds; a last word without its NUL is an error. */
Result<> count_words(std::span<const char> file, std::size_t& count);

/** Points `words` (as many as counted) at them. */
void list_words(std::span<char> file, std::span<char*> words);

/** Answers what follows the "=" of a word, and what stands before; null without it. */
char* value_of(char* word, std::string_view& name);

} // namespace launch

#include "verbs/show.hpp"

#include "system/system.hpp"
#include "verbs/run.hpp"

#include <cstring>

namespace launch {

int show(std::span<char* const> words, Result<> (*add)(Output&)) {
    Stop why;
    std::span<char> memory;
    auto done = text_memory(4 << 20, memory);
    Text text(memory);
    Output output{text, false};
    for (char* const word : words) {
        if (std::strcmp(word, "--json") == 0) {
            output.json = true;
        } else {
            output.target = word;
        }
    }
    if (done) done = add(output);
    if (done) done = print_out(text);
    return conclude(why, done);
}

} // namespace launch

#include "steps/tell.hpp"

#include <cstring>

namespace launch {

void tell(Text& out, Literal words, const char* first, const char* second) {
    const char* sentence = words.text();
    for (const char* word : {first, second}) {
        const char* const mark = strchrnul(sentence, '%');
        out.add({sentence, mark});
        if (*mark == '\0') return;
        out.add(word);
        sentence = mark + 1;
    }
    out.add(sentence);
}

void tell(Text& out, Literal words, const char* word) {
    tell(out, words, word, nullptr);
}

} // namespace launch

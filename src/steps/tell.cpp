#include "steps/tell.hpp"

#include <cstring>

namespace launch {

void tell(Text& out, Literal packed, const char* first, const char* second) {
    TextOf<128> unpacked;
    const char* sentence = unpacked.add(packed).c_str();
    for (const char* word : {first, second}) {
        const char* const mark = strchrnul(sentence, '%');
        out.add({sentence, mark});
        if (*mark == '\0') return;
        out.add(word);
        sentence = mark + 1;
    }
    out.add(sentence);
}

} // namespace launch

#include "steps/tell.hpp"

#include <cstring>

namespace launch {

void tell(Text& out, const char* sentence, const char* first, const char* second) {
    const char* const mark = strchrnul(sentence, '%');
    out.add({sentence, mark});
    if (*mark == '\0') return;
    out.add(first);
    tell(out, mark + 1, second, nullptr);
}

} // namespace launch

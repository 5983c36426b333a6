/** In a native build texts are readable from the start, and tables as they were written. */
#include "base/literal.hpp"

void launch::unpack_texts() {}
void launch::unpack_lists() {}

/** In a native build texts are readable from the start (base/literal.hpp). */
#include "base/literal.hpp"

void launch::unpack_texts() {}

/**
 * The functions of libc for strings that launch calls, for the size of a program: musl's read eight
 * bytes at once, and have ten times as many.
 */
#include <cstring>

#pragma GCC optimize("no-tree-loop-distribute-patterns") // which would make them call themselves

[[gnu::used]] char* strchrnul(const char* text, int wanted) {
    while (*text != '\0' && *text != static_cast<char>(wanted)) ++text;
    return const_cast<char*>(text); // NOLINT(*-const-cast): that is how C has it
}

[[gnu::used]] char* strchr(const char* text, int wanted) {
    char* const found = strchrnul(text, wanted);
    return *found == static_cast<char>(wanted) ? found : nullptr;
}

[[gnu::used]] std::size_t strlen(const char* text) {
    return static_cast<std::size_t>(strchrnul(text, '\0') - text);
}

[[gnu::used]] int memcmp(const void* left, const void* right, std::size_t size) {
    const auto* const one = static_cast<const unsigned char*>(left);
    const auto* const other = static_cast<const unsigned char*>(right);
    int difference = 0;
    for (std::size_t at = 0; at < size && difference == 0; ++at) difference = one[at] - other[at];
    return difference;
}

[[gnu::used]] int strncmp(const char* left, const char* right, std::size_t size) {
    int difference = 0;
    for (bool ends = false; size > 0 && difference == 0 && !ends; --size, ++left, ++right) {
        difference = static_cast<unsigned char>(*left) - static_cast<unsigned char>(*right);
        ends = *left == '\0';
    }
    return difference;
}

[[gnu::used]] int strcmp(const char* left, const char* right) {
    return strncmp(left, right, ~std::size_t{0});
}

[[gnu::used]] void* memchr(const void* memory, int wanted, std::size_t size) {
    const auto* at = static_cast<const unsigned char*>(memory);
    for (; size > 0; --size, ++at) {
        if (*at == static_cast<unsigned char>(wanted))
            return const_cast<unsigned char*>(at); // NOLINT
    }
    return nullptr;
}

/**
 * The strings and memory of libc that launch uses, which the compiler calls by itself, too: libc's own
 * are made for speed, and five times as large. What is long is copied and read by the kernel here.
 * -fno-tree-loop-distribute-patterns keeps gcc from making calls of these loops (meson.build).
 */
#include <cstdint>
#include <cstring>

namespace {

/** From the first byte to the last. */
[[gnu::always_inline]] inline void copy_forward(char* out, const char* in, std::size_t size) {
#ifdef __x86_64__
    asm volatile("rep movsb" : "+D"(out), "+S"(in), "+c"(size) : : "memory");
#else
    for (std::size_t at = 0; at < size; ++at) out[at] = in[at];
#endif
}

[[gnu::always_inline]] inline void fill_forward(char* out, char byte, std::size_t size) {
#ifdef __x86_64__
    asm volatile("rep stosb" : "+D"(out), "+c"(size) : "a"(byte) : "memory");
#else
    for (std::size_t at = 0; at < size; ++at) out[at] = byte;
#endif
}

} // namespace

extern "C" {

[[gnu::used]] void* memmove(void* to, const void* from, std::size_t size) {
    auto* const out = static_cast<char*>(to);
    const auto* const in = static_cast<const char*>(from);
    if (out <= in) {
        copy_forward(out, in, size);
    } else {
        while (size-- != 0) out[size] = in[size];
    }
    return to;
}

[[gnu::used]] void* memcpy(void* to, const void* from, std::size_t size) {
    return memmove(to, from, size);
}

[[gnu::used]] void* memset(void* to, int byte, std::size_t size) {
    fill_forward(static_cast<char*>(to), static_cast<char>(byte), size);
    return to;
}

[[gnu::used]] int memcmp(const void* left, const void* right, std::size_t size) {
    const auto* a = static_cast<const unsigned char*>(left);
    const auto* b = static_cast<const unsigned char*>(right);
    for (; size != 0; ++a, ++b, --size) {
        if (*a != *b) return *a - *b;
    }
    return 0;
}

[[gnu::used]] void* memchr(const void* memory, int byte, std::size_t size) {
    for (const auto* at = static_cast<const char*>(memory); size != 0; ++at, --size) {
        if (*at == static_cast<char>(byte)) return const_cast<char*>(at); // NOLINT(*-const-cast)
    }
    return nullptr;
}

[[gnu::used]] std::size_t strlen(const char* text) {
    const char* end = text;
    while (*end != '\0') ++end;
    return static_cast<std::size_t>(end - text);
}

[[gnu::used]] int strncmp(const char* left, const char* right, std::size_t size) {
    for (; size != 0; ++left, ++right, --size) {
        if (*left != *right || *left == '\0') {
            return static_cast<unsigned char>(*left) - static_cast<unsigned char>(*right);
        }
    }
    return 0;
}

[[gnu::used]] int strcmp(const char* left, const char* right) {
    return strncmp(left, right, SIZE_MAX);
}

[[gnu::used]] char* strchrnul(const char* text, int byte) {
    while (*text != '\0' && *text != static_cast<char>(byte)) ++text;
    return const_cast<char*>(text); // NOLINT(*-const-cast)
}

[[gnu::used]] char* strchr(const char* text, int byte) {
    char* const found = strchrnul(text, byte);
    return *found == static_cast<char>(byte) ? found : nullptr;
}

} // extern "C"

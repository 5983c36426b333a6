/**
 * System calls as the kernel has them (syscall(2)): libc's own keep errno in thread-local storage,
 * which launch does without (see start.cpp), and cost several KiB. Only this room includes it.
 */
#pragma once

#include <cstdint>
#include <sys/syscall.h>
#include <type_traits>

namespace launch {

namespace detail {

/** An argument as the kernel sees it: one word. */
template <class T> long word(T value) {
    if constexpr (std::is_pointer_v<T> || std::is_null_pointer_v<T>) {
        return reinterpret_cast<long>(value); // NOLINT(*-reinterpret-cast)
    } else {
        return static_cast<long>(value);
    }
}

#if defined(__x86_64__)
inline long enter(long number, long a, long b, long c, long d, long e) {
    register long fourth asm("r10") = d;
    register long fifth asm("r8") = e;
    asm volatile("syscall"
                 : "+a"(number)
                 : "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth)
                 : "rcx", "r11", "memory");
    return number;
}
inline long enter(long number, long a, long b, long c) {
    asm volatile("syscall" : "+a"(number) : "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return number;
}
inline long enter(long number, long a, long b) {
    asm volatile("syscall" : "+a"(number) : "D"(a), "S"(b) : "rcx", "r11", "memory");
    return number;
}
inline long enter(long number, long a) {
    asm volatile("syscall" : "+a"(number) : "D"(a) : "rcx", "r11", "memory");
    return number;
}
inline long enter(long number, long a, long b, long c, long d, long e, long f) {
    register long sixth asm("r9") = f;
    register long fourth asm("r10") = d;
    register long fifth asm("r8") = e;
    asm volatile("syscall"
                 : "+a"(number)
                 : "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth), "r"(sixth)
                 : "rcx", "r11", "memory");
    return number;
}
#else
#error "system/call.hpp: say how this architecture enters the kernel"
#endif

} // namespace detail

/** The answer of the kernel: below zero it is an errno, negated. */
template <class... Arguments> long call(long number, Arguments... arguments) {
    if constexpr (sizeof...(arguments) == 0) {
        return detail::enter(number, 0);
    } else if constexpr (sizeof...(arguments) == 4) {
        return detail::enter(number, detail::word(arguments)..., 0);
    } else {
        return detail::enter(number, detail::word(arguments)...);
    }
}

} // namespace launch

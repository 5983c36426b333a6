/**
 * System calls as the kernel has them (syscall(2)): libc's own keep errno in thread-local storage,
 * which launch does without (see start.cpp), and cost several KiB. Only this room includes it.
 */
#pragma once

#include <cstdint>
#include <sys/syscall.h>
#include <type_traits>

#if defined(__x86_64__)
#include "system/x86_64.hpp"
#elif defined(__aarch64__)
#include "system/aarch64.hpp"
#else
#error "system/call.hpp: say how this architecture enters the kernel"
#endif

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

/** How a process enters the kernel on aarch64: the number in x8, the arguments in x0 to x5. */
#pragma once

namespace launch::detail {

inline long enter(long number, long a, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0) {
    register long which asm("x8") = number;
    register long first asm("x0") = a;
    register long second asm("x1") = b;
    register long third asm("x2") = c;
    register long fourth asm("x3") = d;
    register long fifth asm("x4") = e;
    register long sixth asm("x5") = f;
    asm volatile("svc #0"
                 : "+r"(first)
                 : "r"(which), "r"(second), "r"(third), "r"(fourth), "r"(fifth), "r"(sixth)
                 : "memory");
    return first;
}

inline void write_port(unsigned, unsigned) {} // there are none

} // namespace launch::detail

/** How a process enters the kernel on x86_64: the number in rax, the arguments in registers. */
#pragma once

namespace launch::detail {

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

/** What listens on this I/O port, if the kernel lets us; arch/x86/kernel/ioport.c. */
inline void write_port(unsigned port, unsigned value) {
    if (enter(SYS_ioperm, port, 1, 1) == 0) asm volatile("outb %b0, %w1" : : "a"(value), "d"(port));
}

} // namespace launch::detail

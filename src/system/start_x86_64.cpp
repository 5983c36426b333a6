/** The first instructions on x86_64, which call prepare_process and main. */

extern "C" [[noreturn]] void _start(); // NOLINT(*-reserved-identifier)

/** The stack as execve(2) leaves it: the count of the words, the words, the environment. */
[[gnu::naked, gnu::used]] void _start() { // NOLINT(*-reserved-identifier)
    asm("xor %ebp, %ebp\n\t"
        "mov %rsp, %rbx\n\t"
        "and $-16, %rsp\n\t"
        "mov %rbx, %rdi\n\t"
        "call prepare_process\n\t"
        "mov (%rbx), %rdi\n\t"
        "lea 8(%rbx), %rsi\n\t"
        "call main\n\t"
        "mov %eax, %edi\n\t"
        "mov $231, %eax\n\t" // exit_group(2)
        "syscall");
}

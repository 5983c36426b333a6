/** The first instructions on aarch64, where the compiler knows no function without a frame. */

/** The stack as execve(2) leaves it: the count of the words, the words, the environment. */
asm(".globl _start\n"
    "_start:\n\t"
    "mov x29, #0\n\t"
    "mov x30, #0\n\t"
    "mov x19, sp\n\t"
    "mov x0, x19\n\t"
    "bl prepare_process\n\t"
    "ldr x0, [x19]\n\t"
    "add x1, x19, #8\n\t"
    "bl main\n\t"
    "mov x8, #94\n\t" // exit_group(2)
    "svc #0");

/** The virtual machine's time: an instruction, one tick (QEMU's -icount shift=0). */
#pragma once

static inline unsigned long ticks(void) {
    unsigned low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (unsigned long)high << 32 | low;
}

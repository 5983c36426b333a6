/**
 * The command of a machine whose end is measured: it tells when it will end, waits for that, and ends,
 * so that telling is no part of what is measured. Compiled as ALONE it is PID 1, and powers off.
 */
#include "ticks.h"

#include <stdio.h>
#include <sys/reboot.h>
#include <termios.h>

static const unsigned long soon = 50000000;

int main(void) {
    const unsigned long end = ticks() + soon;
    printf("ends\t%lu\n", end);
    fflush(stdout);
    tcdrain(1);
    while (ticks() < end) continue;
#ifdef ALONE
    reboot(RB_POWER_OFF);
#endif
    return 0;
}

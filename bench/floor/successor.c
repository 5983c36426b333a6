/**
 * The least that does what `launch --exec` does: the machine's mounts are made in the root of a
 * successor, which gets the machine, and has to see what launch's successor sees.
 */
#include "machine.h"

int main(int count, char** words) {
    static char* const environment[] = {
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root",
        "TERM=linux", 0};
    mount("/alpine", "/alpine", 0, MS_BIND | MS_REC, 0);
    chdir("/alpine");
    claim_ctrl_alt_delete();
    mount_all(machine_mounts, 4);
    mount(".", "/", 0, MS_MOVE, 0);
    chroot(".");
    if (count > 1) execve(words[1], words + 1, environment);
    return 1;
}

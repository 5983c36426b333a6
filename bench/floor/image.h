/** A root in a file: a squashfs image, read-only, on a loop device that goes with it. */
#pragma once

#include <errno.h>
#include <linux/loop.h>
#include <stdio.h>

/** Opens a loop device for the image, and notes its path. */
static int open_loop(const char* image, char path[32]) {
    const struct loop_config config = {.fd = (unsigned)openat(AT_FDCWD, image, O_RDONLY | O_CLOEXEC),
                                       .info.lo_flags = LO_FLAGS_READ_ONLY | LO_FLAGS_AUTOCLEAR};
    const int control = openat(AT_FDCWD, "/dev/loop-control", O_RDWR | O_CLOEXEC);
    int loop = -1;
    do { // somebody else may have been given the same one
        sprintf(path, "/dev/loop%d", ioctl(control, LOOP_CTL_GET_FREE));
        loop = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    } while (ioctl(loop, LOOP_CONFIGURE, &config) != 0 && errno == EBUSY);
    return loop;
}

static int mount_image(const char* image) {
    char path[32];
    const int loop = open_loop(image, path);
    const int context = (int)syscall(SYS_fsopen, "squashfs", FSOPEN_CLOEXEC);
    syscall(SYS_fsconfig, context, FSCONFIG_SET_STRING, "source", path, 0);
    syscall(SYS_fsconfig, context, FSCONFIG_SET_FLAG, "ro", 0, 0);
    syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, 0, 0, 0);
    const int tree = (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC,
                                  MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    close(loop);
    return tree;
}

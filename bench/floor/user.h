/** What an ordinary user has to do otherwise: he is root in a user namespace of his own, without devices. */
#pragma once

static void write_own(const char* path, const char* text) {
    const int file = openat(AT_FDCWD, path, O_WRONLY | O_CLOEXEC);
    write(file, text, strlen(text));
    close(file);
}

/** To those of nobody; it takes a process that may still be looked into. */
static void map_ids(void) {
    write_own("/proc/self/setgroups", "deny");
    write_own("/proc/self/uid_map", "0 65534 1");
    write_own("/proc/self/gid_map", "0 65534 1");
}

/** A sysfs of one's own goes with a network of one's own. */
static void bind_sys(void) {
    const int sys = clone_tree("/sys", AT_RECURSIVE);
    set_attributes(sys, "", AT_EMPTY_PATH | AT_RECURSIVE,
                   MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, 0);
    move_tree(sys, "sys");
}

static void bind_device(const char* place) {
    char source[32] = "/";
    const int device = clone_tree(strcat(source, place), 0);
    set_attributes(device, "", AT_EMPTY_PATH, MOUNT_ATTR_RDONLY, 0);
    mknod(place, S_IFREG | 0644, 0);
    move_tree(device, place);
}

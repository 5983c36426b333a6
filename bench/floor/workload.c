/**
 * The end of the measured way: `workload STAMP [FILE | DIRECTORY]...` tells on the console how long
 * it was, and then what can be seen from here: the lines of files, the names in directories and
 * where links lead. Then it powers off, if it may.
 */
#include "ticks.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <termios.h>
#include <unistd.h>

static void show_names(DIR* directory, const char* path) {
    for (struct dirent* entry; (entry = readdir(directory)) != 0;) {
        char target[PATH_MAX] = "";
        const int place = dirfd(directory);
        if (readlinkat(place, entry->d_name, target, sizeof target - 1) < 0) *target = '\0';
        printf("%s\t%s %s\n", path, entry->d_name, target);
    }
}

static void show_lines(FILE* file, const char* path) {
    char line[4096];
    while (fgets(line, sizeof line, file))
        printf("%s\t%.*s\n", path, (int)strcspn(line, "\n"), line);
}

static void show(const char* path) {
    DIR* const directory = opendir(path);
    if (directory) return show_names(directory, path);
    FILE* const file = fopen(path, "r");
    if (file) show_lines(file, path);
}

int main(int count, char** words) {
    const unsigned long end = ticks();
    unsigned long start = 0;
    if (count < 2 || read(open(words[1], O_RDONLY), &start, sizeof start) != sizeof start) return 1;
    printf("ticks\t%lu\n", end - start);
    for (int each = 2; each < count; ++each) show(words[each]);
    fflush(stdout);
    tcdrain(1);
    reboot(RB_POWER_OFF);
    return 0;
}

# Sourced, not run: `need ROWS` installs what is missing, and touches apt for nothing else.
#
# ROWS has one row a line, "PROBE PACKAGE": an absolute path that must exist or a command that must
# be found, and the Debian package that brings it. Chatter goes to stderr; failure exits with 125.

# What it takes to build launch for aarch64 and to boot it.
# shellcheck disable=SC2034 # who sources this uses it
aarch64="
aarch64-linux-gnu-g++                           g++-aarch64-linux-gnu
/usr/aarch64-linux-gnu/include/linux/mount.h    linux-libc-dev-arm64-cross
qemu-system-aarch64                             qemu-system-arm
"

# Prints the packages of the rows whose probe fails.
missing() {
    echo "$1" | while read -r probe package; do
        case $probe in
        "") ;;
        /*) [ -e "$probe" ] || echo "$package" ;;
        *) command -v "$probe" >/dev/null || echo "$package" ;;
        esac
    done | sort -u | tr '\n' ' '
}

# `apt-get update` sometimes fails on an index in mid-sync although it has what is needed: what
# counts is that the packages are there in the end.
need() {
    absent=$(missing "$1")
    [ -n "$absent" ] || return 0
    line="apt-get install -y --no-install-recommends $absent"
    if [ "$(id -u)" != 0 ]; then
        echo "$0: install packages: not root, so run as root: $line" >&2
        exit 125
    fi
    export DEBIAN_FRONTEND=noninteractive
    for try in 1 2 3; do
        apt-get update -qq >&2 || true
        # shellcheck disable=SC2086 # one word a package
        apt-get install -y -qq --no-install-recommends $absent >&2 || true
        absent=$(missing "$1")
        [ -n "$absent" ] || return 0
        sleep "$try"
    done
    echo "$0: install packages: apt-get did not bring $absent" >&2
    exit 125
}

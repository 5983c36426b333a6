"""What lies in the image beside the root, as data.

The kernel's own built-in image supplies /dev, /dev/console and /root; it knows no /proc, /sys,
/run or /tmp, and PID 1 mounts on them.
"""

from __future__ import annotations

import re

INIT = b"init"  # the kernel's default for rdinit=
WORDS = b"launch.words"  # more words for PID 1's command line, each followed by NUL

MODULES = "lib/modules"  # where PID 1 finds modules, each as NAME.ko
LOADED = "etc/modules"  # the names of those that it loads, each ended by a newline
FITTING = "*"  # among them: what the machine's devices need

DIRECTORIES = (
    # name     mode
    (b"proc", 0o555),
    (b"sys", 0o555),
    (b"dev", 0o755),
    (b"run", 0o755),
    (b"tmp", 0o1777),
)

ALPINE = "/alpine"  # where launch looks for a root first
ROOTS = "/roots"  # else it takes the only directory below this


def place(path: str) -> str:
    """The place of a user's own root: its base name up to the first dot, below /roots."""
    base = path.rstrip("/").rsplit("/", 1)[-1].split(".", 1)[0]
    return f"{ROOTS}/{re.sub(r'[^A-Za-z0-9_-]', '_', base) or 'root'}"

"""The floor with limits in cgroup2, compared with launch: in a machine, for this host has version 1."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile

import cases
import machines
import place
import view
import workshop

LAUNCH, FLOOR = "launch", "floor"
DIRECTORY = "/sys/fs/cgroup/floor"
LIMITS = (DIRECTORY, "memory.max", "268435456", DIRECTORY, "pids.max", "100")  # for the floor
ROOT = "/alpine"  # a bind of the machine's own, whose name the run gets
# It is beside PID 1, in whose namespaces it is, all doors open.
OPEN = ("-o", "--privileged", "-o", "--share=pid,net,ipc,uts,cgroup", "-o", "--memory=200m",
        "-o", "--ro-bind=/init:/launch")  # fmt: skip
SCRIPT = f"""\
mount -t cgroup2 none /sys/fs/cgroup && mkdir {ROOT} && mount --bind / {ROOT} || exit 1
for link in /proc/self/ns/*; do echo "${{link##*/}}: $(readlink $link)"; done
sleeper() {{ # its number, where there is no pgrep
    for line in /proc/[0-9]*/cmdline; do
        [ "$(tr '\\0' ' ' < $line)" = '/bin/busybox sleep 987 ' ] && echo $line | cut -d / -f 3 && return
    done 2> /dev/null
    return 1
}}
look() {{ # a name, and a launcher's words
    echo "of $1"
    shift
    "$@" /bin/sh -c "$(cat /look)" || exit 1
    "$@" /bin/busybox sleep 987 &
    for try in $(seq 100); do pid=$(sleeper) && break; sleep 0.05; done
    [ "$pid" ] || exit 1
    place=/sys/fs/cgroup$(cut -d : -f 3 /proc/$pid/cgroup)
    for file in memory.max pids.max cgroup.type cgroup.controllers; do echo "$file: $(cat $place/$file)"; done
    kill -9 $pid
    wait
}}
"""


def looks() -> str:
    """The script for both."""
    ours = (f"/{LAUNCH}", *cases.UNIFIED.options, "--root", ROOT, "--")
    words = {FLOOR: (f"/{FLOOR}", *LIMITS, ROOT), LAUNCH: ours}
    return SCRIPT + "".join(f"look {name} {' '.join(each)}\n" for name, each in words.items())


def said() -> str:
    """What the machine says."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("look", view.SCRIPT.encode()), (FLOOR, machines.content(cases.UNIFIED.floor()))):
            workshop.save(os.path.join(folder, name), content)
            os.chmod(os.path.join(folder, name), 0o755)
        words = [os.path.join(place.TOP, "qemu", "run"), "--add", folder, *OPEN, "--", "/bin/sh", "-c", looks()]
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise workshop.Failure(f"look around in cgroup2: {done.stderr.strip()[-500:]}")
    return done.stdout


def check() -> None:
    """As view.check does on a host."""
    machine, *seen = re.split(r"^of (\w+)\n", said(), flags=re.M)
    ours = dict(re.findall(r"^(\w+): (.*)$", machine, re.M)).__getitem__
    sides = {name: view.normal(text.splitlines(), ours) for name, text in zip(seen[::2], seen[1::2], strict=True)}
    view.compare(sides[FLOOR], sides[LAUNCH], f"the {FLOOR} in cgroup2")

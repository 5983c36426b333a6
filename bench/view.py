"""What a command sees of where it is, to find that a floor does all that launch does."""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Callable

import workshop

# Of each file its lines, each with the file's name before it, and what is in directories.
SCRIPT = """\
for file in status limits cgroup oom_score_adj mountinfo uid_map gid_map setgroups; do
    while IFS= read -r line; do echo "$file: $line"; done < /proc/self/$file
done
echo "host name: $(hostname)"
for link in /proc/self/ns/*; do echo "${link##*/}: $(readlink $link)"; done
ls -l /dev | while read -r mode links owner group rest; do echo "dev: $mode $owner $group $rest"; done
echo "interfaces: $(echo /sys/class/net/*)"
for file in keys timer_list interrupts; do echo "$file: $(head -c 1 /proc/$file | wc -c)"; done
"""
# What differs for no other reason than when something was made: counts, times, numbers.
CHANGING = (
    (re.compile(r"^(mountinfo: )\d+ \d+ \S+ "), r"\1"),
    (re.compile(r"^(mountinfo: .* /dev/loop)\d+ "), r"\1 "),
    (re.compile(r"^(status: (?:Vm|Rss|voluntary|nonvoluntary|Ngid|SigQ|FDSize|Name)).*"), r"\1"),
    (re.compile(r"^(dev: .*?) \w+ +\d+ +\d\d:\d\d "), r"\1 "),
)  # fmt: skip
# What limits a cgroup, and what shows that it has one of a controller.
LIMITS = ("memory.limit_in_bytes", "pids.max", "freezer.state")
# Other names of the same calls, which musl prefers to those that launch makes.
SAME = {"wait4": "waitid", "vfork": "clone", "clone3": "clone", "mkdir": "mkdirat", "open": "openat",
        "mknod": "mknodat", "symlink": "symlinkat", "poll": "ppoll", "rmdir": "unlinkat"}  # fmt: skip
STARTING = {"arch_prctl", "set_tid_address", "exit_group"}  # of libc, and of the command itself


def own_namespace(name: str) -> str:
    """The one that we are in, as its link has it."""
    return os.readlink(f"/proc/self/ns/{name}")


def namespaces(line: str, ours: Callable[[str], str]) -> str:
    """A line that names a namespace says instead whether it is ours, too."""
    link = re.fullmatch(r"(\w+): \w+:\[\d+\]", line)
    return line if link is None else f"{link[1]}: {'shared' if line.endswith(ours(link[1])) else 'new'}"


def normal(seen: list[str], ours: Callable[[str], str]) -> list[str]:
    """The lines of SCRIPT, in an order, without what differs each time."""
    for pattern, instead in CHANGING:
        seen = [namespaces(pattern.sub(instead, line), ours) for line in seen]
    return sorted(seen)


def descendants(process: int) -> list[int]:
    """All of a process, children before theirs."""
    with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
        children = [int(number) for number in file.read().split()]
    return children + [each for child in children for each in descendants(child)]


def limits_at(path: str) -> list[str]:
    """The limits of one cgroup, each by the name of its file."""
    there = [name for name in LIMITS if os.path.exists(os.path.join(path, name))]
    return [f"{name}: {Path(path, name).read_text().strip()}" for name in there]


def limits(words: list[str]) -> list[str]:
    """The limits of the cgroups that a command of these words is in, as seen from outside."""
    with subprocess.Popen([*words, "/bin/sh", "-c", "echo there; read line"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as process:  # fmt: skip
        process.stdout.readline()
        with open(f"/proc/{descendants(process.pid)[-1]}/cgroup", encoding="utf-8") as file:
            places = [line.rstrip().split(":", 2)[1:] for line in file]
        found = [limit for kind, path in places for limit in limits_at(f"/sys/fs/cgroup/{kind}{path}")]
        process.communicate(b"\n")
    return found


def lines(words: list[str]) -> list[str]:
    """What a command of these words sees, line by line."""
    seen = workshop.tool("look around", *words, "/bin/sh", "-c", SCRIPT).decode().splitlines()
    return sorted(normal(seen, own_namespace) + limits(words))


def calls(words: list[str]) -> set[str]:
    """The names of the system calls that it takes."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as file:
        subprocess.run(["strace", "-f", "-qq", "-o", file.name, *words], check=True)
        names = set(re.findall(r"^\d+ +([a-z_0-9]+)\(", file.read(), re.M))
    return {SAME.get(name, name) for name in names}


def compare(floor: list[str], ours: list[str], name: str) -> None:
    """What the commands of both see."""
    differing = "\n".join(difflib.unified_diff(floor, ours, "floor", "launch", n=0, lineterm=""))
    if differing:
        raise workshop.Failure(f"compare {name} with launch: they differ:\n{differing}")


def check(floor: list[str], ours: list[str], command: list[str]) -> None:
    """A floor that skips what launch must do would be none, nor would one that goes another way."""
    compare(lines(floor), lines(ours), floor[0])
    more = calls([*floor, *command]) - calls([*ours, *command]) - STARTING
    if more:
        raise workshop.Failure(f"compare {floor[0]} with launch: only the floor calls {sorted(more)}")

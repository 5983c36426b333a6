"""Runs of launch and its peers that take turns."""

from __future__ import annotations

import os
import random
import time
from typing import Callable, Mapping

import workshop

Words = list[str]

# In new mount, pid, ipc, uts and cgroup namespaces with a fresh /proc; bwrap makes a fresh /dev, too.
UNSHARE = ["unshare", "-m", "-p", "-f", "-i", "-u", "-C", "--mount-proc"]


def bwrap(root: str) -> Words:
    """The words before those of a command."""
    return ["bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup",
            "--bind", root, "/", "--proc", "/proc", "--dev", "/dev"]  # fmt: skip


def once(words: Words, environment: Mapping[str, str] = os.environ) -> float:
    """Milliseconds of one run, which must succeed."""
    start = time.perf_counter_ns()
    process = os.posix_spawnp(words[0], words, environment)
    _, status = os.waitpid(process, 0)
    passed = (time.perf_counter_ns() - start) / 1e6
    if status != 0:
        raise workshop.Failure(f"run {words[0]}: it ended with {status}")
    return passed


def taken(commands: Mapping[str, Words], warm: int, rounds: int,
          measure: Callable[[Words], float] = once) -> dict[str, list[float]]:  # fmt: skip
    """What is measured of all by name, after some rounds to warm up. The order changes, for whoever follows
    the slowest waits for a kernel that still cleans up."""
    shuffle = random.Random(0).shuffle
    all_rounds = []
    for _ in range(warm + rounds):
        shuffle(order := list(commands))
        all_rounds.append({name: measure(commands[name]) for name in order})
    return {name: [each[name] for each in all_rounds[warm:]] for name in commands}

"""Runs of launch and its peers that take turns."""

from __future__ import annotations

import functools
import os
import random
import shutil
import subprocess
import sys
import time
from typing import Callable, Mapping

import workshop

Words = list[str]


def apart() -> None:
    """Starts the program anew in a mount namespace of its own, if it is not there yet."""
    if "--inside" not in sys.argv[1:]:
        words = ["unshare", "--mount", "--propagation", "private", os.path.abspath(sys.argv[0])]
        os.execvp(words[0], [*words, *sys.argv[1:], "--inside"])


def refusal(words: Words, environment: Mapping[str, str] = os.environ, source: str = os.devnull) -> str:
    """Why it cannot be run so; empty when it can."""
    try:
        with open(source, "rb") as file:
            done = subprocess.run(words, env=environment, stdin=file, capture_output=True, check=False)
    except OSError as error:
        return f"execve: {error.strerror}"
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    said = (lines or [f"status {done.returncode}"])[0].replace(f"{workshop.BUILD}/", "")
    return "" if done.returncode == 0 else said[:300]


@functools.cache
def found(program: str) -> str:
    """Its path: to look for it takes time, which is not a launcher's."""
    return shutil.which(program) or program


def once(words: Words, environment: Mapping[str, str] = os.environ, source: str = os.devnull) -> float:
    """Milliseconds of one run, which must succeed; its stdin is opened for it."""
    path, opening = found(words[0]), [(os.POSIX_SPAWN_OPEN, 0, source, os.O_RDONLY, 0)]
    start = time.perf_counter_ns()
    process = os.posix_spawn(path, words, environment, file_actions=opening)
    _, status = os.waitpid(process, 0)
    passed = (time.perf_counter_ns() - start) / 1e6
    if status != 0:
        raise workshop.Failure(f"run {words[0]}: it ended with {status}")
    return passed


def rested(words: Words) -> float:
    """The same once the kernel has cleaned up, and has no grace period behind it that others would wait for."""
    time.sleep(0.1)
    return once(words)


def turn(words: Words, measure: Callable[[Words], float]) -> float:
    """One of them. runc fails once in some thousand runs, and is given another one; launch is not."""
    try:
        return measure(words)
    except workshop.Failure as failure:
        if any(os.path.basename(word) == "launch" for word in words):
            raise
        print(f"{failure}; it is run once more", file=sys.stderr)
        return measure(words)


def taken(commands: Mapping[str, Words], warm: int, rounds: int,
          measure: Callable[[Words], float] = once) -> dict[str, list[float]]:  # fmt: skip
    """What is measured of all by name, after some rounds to warm up. The order changes, for whoever follows
    the slowest waits for a kernel that still cleans up."""
    shuffle = random.Random(0).shuffle
    all_rounds = []
    for _ in range(warm + rounds):
        shuffle(order := list(commands))
        all_rounds.append({name: turn(commands[name], measure) for name in order})
    return {name: [each[name] for each in all_rounds[warm:]] for name in commands}

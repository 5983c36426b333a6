"""The checks: every executable in tests/checks is one test, which passes when it exits with 0."""

from __future__ import annotations

import functools
import os
import subprocess
import threading
import time
from typing import Iterator

from lanes import Share
from result import TOP, Result, environment

FOLDER = os.path.join(TOP, "tests", "checks")
PATIENCE = 600  # seconds; clang-tidy takes half of them where processors are slow
LONGEST = "check/tidy"


def names() -> list[str]:
    """What there is."""
    found = (entry for entry in os.scandir(FOLDER) if entry.is_file())
    return sorted(f"check/{entry.name}" for entry in found if os.access(entry.path, os.X_OK))


def shares(wanted: list[str]) -> list[Share]:
    """Each by itself, the longest first."""
    longest_first = sorted(wanted, key=lambda name: name != LONGEST)
    return [Share([name], functools.partial(run_one, name)) for name in longest_first]


def run_one(name: str, stop: threading.Event) -> Iterator[Result]:
    """Runs one check from the top of the project."""
    if stop.is_set():
        return
    start = time.monotonic()
    words = [os.path.join(FOLDER, name.removeprefix("check/"))]
    try:
        done = subprocess.run(words, cwd=TOP, env=environment(), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE,
                              check=False)
        output, passed = done.stdout.decode(errors="replace"), done.returncode == 0
    except (OSError, subprocess.TimeoutExpired) as error:
        output, passed = f"{error}\n", False
    yield Result(name, time.monotonic() - start, output, passed)

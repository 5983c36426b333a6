"""The checks: every executable in tests/checks is one test, which passes when it exits with 0."""

from __future__ import annotations

import concurrent.futures
import os
import subprocess
import time
from typing import Iterator

from result import TOP, Result, environment

FOLDER = os.path.join(TOP, "tests", "checks")
PATIENCE = 600  # seconds; clang-tidy takes half of them where two processors are slow
AT_ONCE = 2


def names() -> list[str]:
    """What there is."""
    found = (entry for entry in os.scandir(FOLDER) if entry.is_file())
    return sorted(f"check/{entry.name}" for entry in found if os.access(entry.path, os.X_OK))


def run(wanted: list[str]) -> Iterator[Result]:
    """Runs them, some at once."""
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(run_one, wanted)


def run_one(name: str) -> Result:
    """Runs one check from the top of the project."""
    start = time.monotonic()
    words = [os.path.join(FOLDER, name.removeprefix("check/"))]
    try:
        done = subprocess.run(words, cwd=TOP, env=environment(), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE,
                              check=False)
        output, passed = done.stdout.decode(errors="replace"), done.returncode == 0
    except (OSError, subprocess.TimeoutExpired) as error:
        output, passed = f"{error}\n", False
    return Result(name, time.monotonic() - start, output, passed)

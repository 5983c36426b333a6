#!/usr/bin/python3
"""Runs the tests whose names match a pattern, and counts them.

    tests/support/runner.py [PATTERN]   a regular expression; all tests without one
    tests/support/runner.py --list      prints the names

One line a test; the last line says how many passed and failed, and so does the exit status.
"""

from __future__ import annotations

import itertools
import re
import signal
import sys
from typing import Iterator

import checks
import lanes
import programs
from result import Result

SLOW = 5  # seconds; slower tests are named once more at the end


def names() -> list[str]:
    """All tests."""
    return checks.names() + [name for each in programs.ALL for name in programs.names(each)]


def results(wanted: list[str]) -> Iterator[Result]:
    """Runs the tests of these names: those of hosts beside the longest check, before the rest of them."""
    first, *others = (programs.shares(each, [name for name in wanted if belongs(name, each)])
                      for each in programs.ALL)  # fmt: skip
    of_checks = checks.shares([name for name in wanted if name.startswith("check/")])
    return lanes.run([*first, *of_checks, *itertools.chain(*others)])


def belongs(name: str, program: programs.Program) -> bool:
    """Whether a test is one of the program's."""
    return name.startswith(program.name + "/")


def show(result: Result) -> None:
    """One test's line, and what it said when it failed."""
    verdict = "ok" if result.passed else "FAILED"
    print(f"{verdict} {result.name}  {result.seconds:.1f}s", flush=True)
    if not result.passed:
        print(result.output.rstrip(), flush=True)


def main(words: list[str]) -> int:
    """The command."""
    if words == ["--list"]:
        print("\n".join(names()))
        return 0
    # Whoever starts this with & of a script ignores both; the tests must not inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    pattern = re.compile(words[0] if words else "")
    ran = []
    for result in results([name for name in names() if pattern.search(name)]):
        show(result)
        ran.append(result)
    for result in ran:
        if result.seconds > SLOW:
            print(f"slow: {result.name}  {result.seconds:.1f}s")
    passed = sum(result.passed for result in ran)
    print(f"{passed} passed, {len(ran) - passed} failed")
    return 0 if ran and passed == len(ran) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

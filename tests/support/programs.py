"""The test programs made with Boost.Test: their cases are the tests.

A program runs all of its cases in one go and tells on its output when it enters and leaves each.
One that crashes or hangs fails the case it was in; the cases behind that are run by another go, so
that each case ends up with exactly one result. Machines can run at the same time: each suite of theirs is
a go of its own.
"""

from __future__ import annotations

import functools
import itertools
import os
import re
import subprocess
import threading
import time
from typing import Iterator, NamedTuple

from lanes import Share
from lines import Lines
from result import PROGRAMS, TOP, Result, environment


class Program(NamedTuple):
    """A test program, how long one case may take, what to start it with, whether its suites run by themselves."""

    name: str
    patience: float
    prefix: tuple[str, ...] = ()
    by_suite: bool = False


# The host tests get a mount namespace of their own: one that fails must not leave mounts behind.
ALL = (
    Program("host", 150, ("unshare", "--mount", "--propagation", "private")),
    Program("unit", 60),
    Program("qemu", 320, by_suite=True),
)
ARGUMENTS = ("--log_level=test_suite", "--log_format=HRF", "--color_output=no",
             "--report_level=no", "--catch_system_errors=no")
# Not at a line's start only: before it may be the rest of a line that the test has not ended.
MARK = re.compile(r'\S+\(\d+\): (Entering|Leaving) test (suite|case) "([^"]*)"')
FAILURE = re.compile(r': (fatal )?error: in "')
UNWANTED = "is skipped because disabled\n"  # by our own choice of cases
STATUSES = {True: 0, False: 201}  # of a program whose cases all passed, or did not


def command(program: Program, *words: str) -> list[str]:
    """What starts it."""
    return [*program.prefix, os.path.join(PROGRAMS, program.name), *words]


def names(program: Program) -> list[str]:
    """Its cases, from the tree that it prints: a name a line, four spaces for each level."""
    done = subprocess.run(command(program, "--list_content=HRF"), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=True, env=environment())
    lines = done.stdout.splitlines()
    found, path = [], []
    for line, following in zip(lines, lines[1:] + [""]):
        path[depth(line):] = [line.strip().rstrip("*")]
        if depth(following) <= depth(line):
            found.append("/".join([program.name, *path]))
    return found


def depth(line: str) -> int:
    """How deep in the tree a line is."""
    return (len(line) - len(line.lstrip())) // 4


def shares(program: Program, wanted: list[str]) -> list[Share]:
    """What is run by itself: all of its cases, or suites where some can run at once, the largest ones first."""
    goes = [wanted] if wanted else []
    if program.by_suite:
        suites = itertools.groupby(wanted, lambda name: name.split("/")[:2])
        goes = sorted((list(suite) for _, suite in suites), key=len, reverse=True)
    return [Share(go, functools.partial(run_in_turn, program, go)) for go in goes]


def run_in_turn(program: Program, wanted: list[str], stop: threading.Event) -> Iterator[Result]:
    """Runs cases one after the other, in as many goes as it takes."""
    waiting = list(wanted)
    while waiting and not stop.is_set():
        before = len(waiting)
        for result in go(program, list(waiting), stop):
            if result.name in waiting:
                waiting.remove(result.name)
            yield result
        if len(waiting) == before:
            yield Result(waiting.pop(0), 0, "the program did not run this case\n", False)


def go(program: Program, wanted: list[str], stop: threading.Event) -> Iterator[Result]:
    """One go: the results of the cases that were entered, and of an end that is not in order."""
    filters = [f"--run_test={name.removeprefix(program.name + '/')}" for name in wanted]
    process = subprocess.Popen(command(program, *ARGUMENTS, *filters), cwd=TOP, env=environment(),
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, start_new_session=True)
    case = Case(program.name)
    with Lines(process) as lines:
        if stop.is_set():
            return
        while (line := lines.next(case.start + program.patience)) is not None:
            if result := case.read(line):
                yield result
        case.output += f"{lines.ending()}\n"
    if case.entered() or process.returncode != STATUSES[case.all_passed]:
        yield case.broken_off()


class Case:
    """The case that a program is in, as far as its output tells."""

    def __init__(self, program: str) -> None:
        self.path = [program]
        self.output = ""
        self.start = time.monotonic()
        self.all_passed = True

    def read(self, line: str) -> Result | None:
        """Takes one line of the program; a case that was left has a result."""
        mark = MARK.search(line)
        if mark is None:
            self.output += "" if line.endswith(UNWANTED) else line
        elif mark[1] == "Entering":
            self.path.append(mark[3])
            self.output, self.start = "", time.monotonic()
        else:
            return self.leave(mark[2])
        return None

    def leave(self, kind: str) -> Result | None:
        """The end of a case, or of a suite of them."""
        passed = FAILURE.search(self.output) is None
        result = Result("/".join(self.path), time.monotonic() - self.start, self.output, passed)
        self.path.pop()
        self.output = ""
        if kind == "suite":
            return None
        self.all_passed = self.all_passed and passed
        return result

    def entered(self) -> bool:
        """Whether the program is in a case, or on the way to one."""
        return len(self.path) > 1

    def broken_off(self) -> Result:
        """What to say of a program that ended in the middle, or badly: with a leak, say."""
        name = "/".join(self.path if self.entered() else [*self.path, "(its end)"])
        return Result(name, time.monotonic() - self.start, self.output, False)

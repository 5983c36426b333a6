"""What a test comes to, and what the two kinds of tests have in common."""

from __future__ import annotations

import os
from typing import NamedTuple

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(TOP, "build")
PROGRAMS = os.path.join(BUILD, "tests", "tests")


class Result(NamedTuple):
    """One test that ran: its full name, how long it took, what it said, whether it passed."""

    name: str
    seconds: float
    output: str
    passed: bool


def environment() -> dict[str, str]:
    """The environment of every test."""
    return os.environ | {
        "LC_ALL": "C",
        "LAUNCH": os.path.join(BUILD, "launch", "launch"),
        "LAUNCH_AARCH64": os.path.join(BUILD, "aarch64", "launch"),
        "LAUNCH_SYMBOLS": os.path.join(PROGRAMS, "launch-symbols"),
        "LAUNCH_ROOT": os.path.join(BUILD, "tests", "root"),
        "LAUNCH_PROBE": os.path.join(PROGRAMS, "probe"),
        "LAUNCH_SOURCE": TOP,
        "ASAN_OPTIONS": "detect_leaks=1:halt_on_error=1",
        "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    }

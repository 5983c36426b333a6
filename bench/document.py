#!/usr/bin/python3
"""The second half of bench/run: runs programs of this room and makes one document of what they print.

    bench/document.py [--quick | --whole] NAME...

The document is build/bench/report/README.md, with pictures and raw numbers beside it; that of a whole run
is moved to bench/report in the end.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time

import place
import workshop

ROOM = os.path.dirname(os.path.abspath(__file__))
# What each takes, in seconds, until a run here has shown it: a whole run, and a quick one.
UNKNOWN = 30, 10
SECONDS = {
    "latency": (60, 10),
    "scaling": (240, 15),
    "resident": (240, 20),
    "instructions": (240, 20),
    "virtual-time": (60, 20),
    "farewell": (40, 10),
    "system-calls": (2, 2),
    "size": (60, 20),
    "boots": (250, 10),
}
DURATIONS = os.path.join(workshop.made("bench"), "durations.json")
QUICK = """\
A quick run: fewer repetitions and smaller amounts, and without microvms, machines of aarch64, limits in cgroup2, those
inits in virtual time that no bar is for, rooms of the program, and compressed images.

"""
BARS = """\
## Bars

What was asked for, and whether it is met, as the programs below have measured it. Where something is *of*
another, it is launch's, as so many times the other's. What is measured by the clock depends on the machine; the same
in exact instructions, which do not, is in [Instructions of a launcher](#instructions-of-a-launcher).
"""


def durations() -> dict[str, float]:
    """What the programs took when they last ran here, by name and kind of run."""
    if not os.path.exists(DURATIONS):
        return {}
    with open(DURATIONS, encoding="utf-8") as file:
        return json.load(file)


def key(name: str) -> str:
    """Quick runs are others."""
    return f"{name} --quick" if place.QUICK else name


def left(names: list[str]) -> str:
    """How long these will take, about."""
    before = durations()
    seconds = sum(before.get(key(name), SECONDS.get(name, UNKNOWN)[place.QUICK]) for name in names)
    return f"{seconds / 60:.0f} min" if seconds >= 100 else f"{seconds:.0f} s"


def printed(*words: str) -> str:
    """What a program prints, which is shown as it comes."""
    words = ("setpriv", "--pdeathsig", "TERM", "env", f"{place.MARK}=", "--block-signal=INT", *words)
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        lines = []
        for line in process.stdout or ():
            print(line, end="")
            lines.append(line)
    if process.returncode != 0:
        sys.exit(125 if process.returncode < 0 else process.returncode)
    print()
    return "".join([*lines, "\n"])


def measured(names: list[str]) -> str:
    """What all of them print; a line to stderr says how far it is before each."""
    parts = []
    for number, name in enumerate(names):
        step, rest = f"[{number + 1}/{len(names)}] {name}", left(names[number:])
        print(f"{step}, about {rest} left", file=sys.stderr, flush=True)
        start = time.monotonic()
        parts.append(printed(os.path.join(ROOM, name), *(["--quick"] if place.QUICK else [])))
        taken = {**durations(), key(name): round(time.monotonic() - start, 1)}
        workshop.save(DURATIONS, json.dumps(taken, indent=1).encode())
    return "".join(parts)


def bars() -> str:
    """Which bars there are, and which are met."""
    path = place.reported("bars.jsonl")
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    cells = [(row["what"], f"{row['measured']:.6g}", row["bar"], "yes" if row["met"] else "**no**", row["room"])
             for row in rows]  # fmt: skip
    return f"{BARS}\n{place.table(('bar', 'measured', 'asked for', 'met', 'by'), cells)}\n\n"


def main() -> None:
    """The command."""
    names = [word for word in sys.argv[1:] if not word.startswith("--")]
    made = place.reported("")
    shutil.rmtree(made)
    head = printed(os.path.join(ROOM, "place.py"))
    if place.QUICK:
        print(QUICK, end="")
        head += QUICK
    body = measured(names)
    table = bars()
    print(table)
    with open(place.reported("README.md"), "w", encoding="utf-8") as file:
        file.write(head + table + body)
    if "--whole" in sys.argv[1:]:
        shutil.rmtree(os.path.join(ROOM, "report"), ignore_errors=True)
        made = shutil.move(made, os.path.join(ROOM, "report"))
    print(f"The report is {os.path.join(made, 'README.md')}.", file=sys.stderr)


if __name__ == "__main__":
    main()

"""The tables of options and verbs, as `launch --help` shows them."""

from __future__ import annotations

import os
import re
import subprocess
from typing import NamedTuple

LAUNCH = os.environ.get("LAUNCH", "build/launch/launch")
OPTION = re.compile(r"  (--[a-z][a-z-]*)(\[=[^ ]+| [^ ]+)? +([^ ].*)")
VERB = re.compile(r"  ([a-z]+)(?: (.*))?")


class Wrong(Exception):
    """What cannot be made; its text says why."""


class Row(NamedTuple):
    """An option or a verb: its name, what follows it, and one line."""

    name: str
    argument: str
    help: str


class Group(NamedTuple):
    """Options under one title, without its colon."""

    title: str
    rows: list[Row]


class Tables(NamedTuple):
    """All of --help."""

    verbs: list[Row]
    groups: list[Group]

    def options(self) -> list[Row]:
        """Those of all groups."""
        return [row for group in self.groups for row in group.rows]


def read_option(line: str) -> Row:
    """A line of a group."""
    found = OPTION.fullmatch(line)
    if not found:
        raise Wrong(f"--help: not an option: {line}")
    return Row(found[1], (found[2] or "").strip(), found[3])


def read_verbs(lines: list[str]) -> list[Row]:
    """Two lines a verb."""
    heads = [VERB.fullmatch(line) for line in lines[::2]]
    return [Row(head[1], head[2] or "", line.strip()) for head, line in zip(heads, lines[1::2])
            if head]


def read() -> Tables:
    """What the built program says: blocks of lines below titles that end in a colon."""
    done = subprocess.run([LAUNCH, "--help"], stdout=subprocess.PIPE, text=True, check=True)
    verbs, groups = [], []
    for block in done.stdout.strip("\n").split("\n\n"):
        title, *lines = block.split("\n")
        if title == "Verbs:":
            verbs = read_verbs(lines)
        elif title.endswith(":") and lines:
            groups.append(Group(title[:-1], [read_option(line) for line in lines]))
    if not verbs or not groups:
        raise Wrong("--help: shows no verbs or no options")
    return Tables(verbs, groups)

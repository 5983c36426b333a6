"""Reads calls.txt: what is to be done about each system call, and what its number is."""

from __future__ import annotations

import re
import subprocess
from typing import NamedTuple

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7, "arm": 0x40000028}  # AUDIT_ARCH_*
RULE = re.compile(r"(?P<verb>allow|refuse|deny|nested)"
                  r"(?: when (?P<argument>[0-5]) (?P<test>is not|is|lacks)"
                  r" (?P<values>[0-9a-fx ]+))?"
                  r"(?: on (?P<machines>[a-z0-9_ ]+))?")
SUM = re.compile(r"[0-9a-fx+() ]+")  # what a number may be in unistd.h: "(0x0f0000 + 2)"


class Rule(NamedTuple):
    """What is done about a call."""

    verb: str  # "allow", "refuse" or "deny"
    argument: int = 0  # which one a test looks at
    test: str = ""  # "is", "is not", "lacks", or empty: none
    values: tuple[int, ...] = ()


class Table(NamedTuple):
    """The whole table, by number."""

    rules: dict[int, Rule]
    nested: set[int]


class Wrong(Exception):
    """A mistake in the table."""


def read(path: str, machine: str, compiler: list[str]) -> Table:
    """The table for a machine, with the numbers that its compiler has."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    named = list(names(lines))
    known = numbers(compiler, {name for _, _, name in named})
    rules: dict[int, Rule] = {}
    nested: set[int] = set()
    for rule, machines, name in named:
        if machine not in machines:
            continue
        if name not in known:
            raise Wrong(f"{path}: {name}: not a system call of {machine}")
        if rule.verb == "nested":
            nested.add(known[name])
        elif known[name] in rules:
            raise Wrong(f"{path}: {name}: twice")
        else:
            rules[known[name]] = rule
    return Table(rules, nested)


def names(lines: list[str]):
    """Each name of the table, with its rule and the machines that have it."""
    rule, machines = Rule(""), list(MACHINES)
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].rstrip()
        if text.startswith(" "):
            yield from ((rule, machines, name) for name in text.split())
        elif text:
            match = RULE.fullmatch(text)
            if match is None:
                raise Wrong(f"line {number}: {text}: not a rule")
            rule = Rule(match["verb"], int(match["argument"] or 0), match["test"] or "",
                        tuple(int(value, 0) for value in (match["values"] or "").split()))
            machines = (match["machines"] or " ".join(MACHINES)).split()


def numbers(compiler: list[str], wanted: set[str]) -> dict[str, int]:
    """The numbers of those names that <asm/unistd.h> of the compiler has."""
    source = "#include <asm/unistd.h>\n" + "".join(
        f"\ncall {name} : __NR_{name}\ncall {name} : __ARM_NR_{name}" for name in sorted(wanted))
    done = subprocess.run([*compiler, "-E", "-P", "-x", "c++", "-"], input=source, text=True,
                          stdout=subprocess.PIPE, check=True)
    found = {}
    for line in done.stdout.splitlines():
        match = re.fullmatch(r"call \S+ : (.*)", line)
        if match and SUM.fullmatch(match[1]):
            parts = re.findall(r"[0-9a-fx]+", match[1])
            found[line.split()[1]] = sum(int(part, 0) for part in parts)
    return found

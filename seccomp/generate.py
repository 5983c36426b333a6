#!/usr/bin/python3
"""Makes the default system call filter, a constant BPF program (seccomp(2)), of calls.txt.

    generate.py calls.txt OUTPUT MACHINE COMPILER...

The numbers fall into ranges that are treated alike, and a tree of comparisons finds the range. The
program with --allow-userns is the same one with a few instructions before it.

The tree is the cheapest for the kernel, which at each start compiles all instructions, and follows them
with each number that it knows, to note what is always allowed (seccomp_cache_prepare in kernel/seccomp.c).
"""

from __future__ import annotations

import functools
import sys
from typing import Iterator, NamedTuple

import table

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # <linux/bpf_common.h>
NUMBER, MACHINE, ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data, <linux/seccomp.h>
ANSWERS = {"allow": 0x7FFF0000, "refuse": 0x00050001, "deny": 0x00050026}  # EPERM 1, ENOSYS 38
FARTHEST = 127  # a jump's distance has seven bits in steps/packed_filter.hpp
KNOWN = 470  # so many numbers does Linux 6.18 know
INSTRUCTION = 70  # to compile one takes the kernel as long as to follow it with so many numbers
FEW = 7  # among more parts none is worth being asked for alone


class Instruction(NamedTuple):
    """One of the program; the jumps lead to labels until they are resolved."""

    code: int
    value: int
    true: object = None
    false: object = None


Parts = tuple[tuple[int, table.Rule], ...]  # the first number of each range and its rule
Side = tuple[Parts, int]  # some of them, and the number before which the last one ends


class Comparison(NamedTuple):
    """One instruction of the tree, and where a number can be that goes on behind it."""

    code: int
    value: int
    met: Side
    unmet: Side


class Program:
    """Instructions, and the labels before them."""

    def __init__(self) -> None:
        self.instructions: list[Instruction] = []
        self.labels: dict[object, int] = {}

    def label(self, name: object) -> None:
        """Names the place behind the last instruction."""
        self.labels[name] = len(self.instructions)

    def add(self, code: int, value: int, true: object = None, false: object = None) -> None:
        """Adds an instruction; a jump to None goes on with the next one."""
        self.instructions.append(Instruction(code, value, true, false))

    def rows(self) -> list[tuple[int, int, int, int]]:
        """code, jt, jf and k of each."""
        found = []
        for place, each in enumerate(self.instructions, 1):
            jumps = [0 if to is None else self.labels[to] - place for to in (each.true, each.false)]
            if not all(0 <= jump <= FARTHEST for jump in jumps):
                raise table.Wrong("the program is too long for its jumps")
            found.append((each.code, *jumps, each.value))
        return found


def ranges(rules: dict[int, table.Rule]) -> Parts:
    """All numbers; one without a rule is denied."""
    denied = table.Rule("deny")
    found = [(0, rules.get(0, denied))]
    for number in sorted({edge for each in rules for edge in (each, each + 1)} - {0}):
        rule = rules.get(number, denied)
        if rule != found[-1][1]:
            found.append((number, rule))
    return tuple(found)


def goal(parts: Parts) -> object:
    """The label of where a number in these parts goes on."""
    rule = parts[0][1]
    if len(parts) > 1:
        return parts
    return rule if rule.test else rule.verb


def comparisons(parts: Parts, end: int) -> Iterator[Comparison]:
    """Whatever can be asked of a number in these parts."""
    edges = [*(start for start, _ in parts), end]
    for at in range(1, len(parts)):
        yield Comparison(AT_LEAST, edges[at], (parts[at:], end), (parts[:at], edges[at]))
    for at in range(1, len(parts) - 1) if len(parts) <= FEW else ():
        if edges[at] + 1 == edges[at + 1] and parts[at - 1][1] == parts[at + 1][1]:
            others = parts[:at] + parts[at + 2:]
            yield Comparison(EQUAL, edges[at], (parts[at:at + 1], end), (others, end))


@functools.cache
def cheapest(parts: Parts, end: int) -> tuple[int, Comparison | None]:
    """What it costs to find the part with a number, and the first comparison; none for one part."""
    if len(parts) == 1:
        return 0, None

    def cost(each: Comparison) -> int:
        return cheapest(*each.met)[0] + cheapest(*each.unmet)[0]

    best = min(comparisons(parts, end), key=cost)
    return INSTRUCTION + end - parts[0][0] + cost(best), best


def add_tree(program: Program, parts: Parts, end: int) -> None:
    """The comparisons that find the part with the number."""
    _, first = cheapest(parts, end)
    if first is None:
        return
    program.label(goal(parts))
    program.add(first.code, first.value, goal(first.met[0]), goal(first.unmet[0]))
    add_tree(program, *first.unmet)
    add_tree(program, *first.met)


def add_test(program: Program, rule: table.Rule) -> None:
    """Looks at an argument: its low 32 bits, which are all that the kernel looks at, too."""
    program.label(rule)
    program.add(LOAD, ARGUMENTS + 8 * rule.argument)
    met, unmet = ("allow", "refuse") if rule.test == "is" else ("refuse", "allow")
    code = ANY_BIT if rule.test == "lacks" else EQUAL
    for value in rule.values[:-1]:
        program.add(code, value, met)
    program.add(code, rule.values[-1], met, unmet)


def build(calls: table.Table, machine: int) -> tuple[Program, int]:
    """The program, and where it starts without --allow-userns."""
    program = Program()
    program.add(LOAD, MACHINE)
    program.add(EQUAL, machine, None, "start")
    program.add(LOAD, NUMBER)
    for number in sorted(calls.nested):
        program.add(EQUAL, number, "allow")
    program.label("start")
    program.add(LOAD, MACHINE)
    program.add(EQUAL, machine, None, "deny")
    program.add(LOAD, NUMBER)
    add_tree(program, ranges(calls.rules), KNOWN)
    for rule in dict.fromkeys(rule for rule in calls.rules.values() if rule.test):
        add_test(program, rule)
    for verb, answer in ANSWERS.items():
        program.label(verb)
        program.add(RETURN, answer)
    return program, program.labels["start"]


def source(program: Program, start: int, machine: str) -> str:
    """The program as a C++ source."""
    rows = "\n".join(f"    {{0x{code:02x}, {true}, {false}, 0x{value:08x}}}, // {place}"
                     for place, (code, true, false, value) in enumerate(program.rows()))
    return f"""\
// The default system call filter for {machine}, made by seccomp/generate.py of seccomp/calls.txt.
#include "steps/packed_filter.hpp"
#include "steps/seccomp.hpp"

namespace launch {{

namespace {{

constexpr auto packed = pack_filter({{
{rows}
}});

constexpr std::span<const std::uint32_t> rows = packed.rows;

}} // namespace

constinit const PackedInstructions nesting_filter{{rows, packed.large}};
constinit const PackedInstructions default_filter{{rows.subspan({start}), packed.large}};

}} // namespace launch
"""


def main() -> int:
    """The command."""
    calls, output, machine, *compiler = sys.argv[1:]
    try:
        program, start = build(table.read(calls, machine, compiler), table.MACHINES[machine])
        text = source(program, start, machine)
    except table.Wrong as wrong:
        print(f"seccomp/generate.py: {wrong}", file=sys.stderr)
        return 1
    with open(output, "w", encoding="ascii") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

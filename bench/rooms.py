"""How much of launch each room of src/ takes.

The sources are built with debugging information and linked once more without stripping: it tells where a
symbol comes from, and changes no code. What was inlined counts for the room that it was inlined into. (The
linker's map knows one object only, for launch is optimised as a whole.)
"""

from __future__ import annotations

import collections
import os
import re
import shlex
from typing import NamedTuple

import workshop

SYMBOL = re.compile(r"([0-9a-f]+) ([0-9a-f]+) [tTrRdDvVwW] (\S+)(?:\t(.*):\d+)?")
JOBS = os.cpu_count()
REST = "texts and headers of the file"


class Size(NamedTuple):
    """The bytes of the file, and those of each room."""

    total: int
    rooms: dict[str, int]


def build(tree: str, folder: str, target: str, *options: str) -> str:
    """Builds the launch of a tree of sources with such options of meson; answers the program."""
    if not os.path.exists(os.path.join(folder, "build.ninja")):
        machine = os.path.join("meson", "x86_64-musl.ini")
        workshop.tool(f"set up {folder}", "meson", "setup", folder, "--cross-file", machine, *options,
                      folder=tree)  # fmt: skip
    workshop.tool(f"build {folder}", "ninja", "-C", folder, f"-j{JOBS}", target)
    return os.path.join(folder, target)


def linked(folder: str, target: str) -> str:
    """Links it once more as it is linked there, but keeps the symbols."""
    commands = workshop.tool("ask ninja", "ninja", "-C", folder, "-t", "commands", target)
    words = [word for word in shlex.split(commands.decode().strip().splitlines()[-1]) if word != "-s"]
    program = words[words.index("-o") + 1] = os.path.join(folder, "launch-symbols")
    workshop.tool("link with symbols", *words, folder=folder)
    return program


def room(symbol: str, path: str | None, sources: str) -> str:
    """Where a symbol comes from; tables have no line of a source, only their names."""
    inside = os.path.relpath(path or "/", sources)
    if not inside.startswith(".."):
        return os.path.dirname(inside) or "main.cpp"
    if path and "/c++/" in path:
        return "libstdc++'s headers"
    return "tables" if "6launch" in symbol else "musl, libgcc"


def by_room(program: str, sources: str) -> collections.Counter[str]:
    """The bytes of each room's symbols in the file; the first of several names for one."""
    found: dict[str, tuple[str, int]] = {}
    for line in workshop.tool("list symbols", "nm", "-S", "-l", program).decode().splitlines():
        match = SYMBOL.fullmatch(line)
        if match and "7packing6Packed" not in match[3]:  # which is packed in the file
            address, size, symbol, path = match.groups()
            found.setdefault(address, (room(symbol, path, sources), int(size, 16)))
    sizes: collections.Counter[str] = collections.Counter()
    for name, size in found.values():
        sizes[name] += size
    return sizes


def measured(tree: str, program: str, folder: str) -> Size:
    """The size of a tree's program, which was built from it, and its rooms' by one built in a folder."""
    packed = os.path.isdir(f"{program}-linked.p")  # it was not always
    target = "launch-linked" if packed else "launch"
    build(tree, folder, target, "-Dcpp_args=-g")
    sizes = by_room(linked(folder, target), os.path.join(os.path.realpath(tree), "src"))
    total = os.path.getsize(program)
    sizes[REST] = total - sizes.total()
    return Size(total, dict(sizes.most_common()))

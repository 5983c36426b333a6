#!/usr/bin/python3
"""Builds launch for an architecture, when its sources are newer.

    qemu/building.py ARCHITECTURE     x86_64 or aarch64; tells where launch is then
"""

from __future__ import annotations

import os
import sys

import architectures
import debian
from architectures import Architecture
from workshop import TOP, Failure, locked, save, scratch, tool


def launch_binary(architecture: Architecture) -> str:
    """The path of launch, built."""
    if architecture.foreign:
        unpack_musl(architecture)
    folder = architecture.made("launch")
    if not os.path.exists(os.path.join(folder, "build.ninja")):
        machine = os.path.join("meson", f"{architecture.name}-musl.ini")
        tool(f"set up {folder}", "meson", "setup", folder, "--cross-file", machine, folder=TOP)
    tool("build launch", "ninja", "-C", folder, "launch")
    return os.path.join(folder, "launch")


def unpack_musl(architecture: Architecture) -> None:
    """A musl that is not installed: its package, and its specs with the paths of where it lies."""
    place = architecture.made("musl")
    specs = os.path.join(place, "musl-gcc.specs")
    if os.path.exists(specs):
        return
    debian.unpack("musl-dev", place, architecture)
    with open(os.path.join(place, "usr/lib", f"{architecture.name}-linux-musl", "musl-gcc.specs"),
              encoding="ascii") as file:
        text = file.read()
    for folder in ("/usr/include/", "/usr/lib/"):
        text = text.replace(folder, place + folder)
    save(specs, text.encode())


def main(words: list[str]) -> int:
    """The command."""
    if len(words) != 1 or words[0] not in architectures.ALL:
        print(f"Usage: qemu/building.py {'|'.join(architectures.ALL)}", file=sys.stderr)
        return 125
    try:
        with locked():
            print(launch_binary(architectures.ALL[words[0]]))
    except Failure as error:
        print(f"qemu/building.py: {error}", file=sys.stderr)
        return 125
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

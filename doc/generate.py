#!/usr/bin/python3
"""Makes what the tables of options and verbs say elsewhere: the lists of doc/launch.1, with the
longer text of doc/options.mdoc, and the completions in doc/completions.

    doc/generate.py           writes them, from what `build/launch/launch --help` prints
    doc/generate.py --check   shows where they differ from that

After a change of an option: build launch, write the text of the option into doc/options.mdoc, and
run this.
"""

from __future__ import annotations

import difflib
import os
import sys

import bash
import fish
import manual
import table
import zsh


def differs(path: str, text: str) -> bool:
    """Whether a file is another one; shows where."""
    old = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            old = file.read()
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True), path,
                                               "doc/generate.py"))
    return old != text


def write(path: str, text: str) -> None:
    """Writes a file whole."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main(words: list[str]) -> int:
    """The command."""
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    try:
        tables = table.read()
        texts = {each.PATH: each.make(tables) for each in (manual, bash, zsh, fish)}
    except (table.Wrong, OSError) as error:
        print(f"doc/generate.py: {error}", file=sys.stderr)
        return 1
    if words == ["--check"]:
        return 1 if any([differs(path, text) for path, text in texts.items()]) else 0
    for path, text in texts.items():
        write(path, text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

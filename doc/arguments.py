"""What a shell can complete of an option or verb, by the argument that its table shows."""

from __future__ import annotations

import re

from table import Row, Tables

FILES = {"PATH", "FILE", "SRC", "DEVICE", "TARGET"}
DIRECTORIES = {"DIR", "ROOT", "LOWER"}
NOTE = "# Made by doc/generate.py of the tables in src/."


def values(row: Row) -> list[str]:
    """The words that its argument lists: those in lower case between bars."""
    words = row.argument.split("|")
    return [word for word in words if re.fullmatch(r"[a-z0-9-]+", word)] if words[1:] else []


def kind(row: Row) -> str:
    """What its argument begins with: "files", "directories", "value" or "nothing"."""
    placeholders = set(re.findall(r"[A-Z]+", re.split("[:,]", row.argument)[0]))
    if placeholders & FILES:
        return "files"
    if placeholders & DIRECTORIES:
        return "directories"
    return "value" if row.argument else "nothing"


def verb_options(verb: Row, tables: Tables) -> list[str]:
    """What a verb takes: options of its own, or all."""
    own = re.findall(r"--[a-z-]+", verb.argument)
    return own + [row.name for row in tables.options()] if "OPTIONS" in verb.argument else own


def is_attached(row: Row) -> bool:
    """Whether its argument may be left out, and follows `=` only."""
    return row.argument.startswith("[")

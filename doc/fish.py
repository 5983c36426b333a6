"""The completion for fish."""

from __future__ import annotations

import re

from arguments import NOTE, is_attached, kind, values
from table import Row, Tables

PATH = "doc/completions/launch.fish"


def quoted(text: str) -> str:
    """A text in single quotes, where only these two are escaped."""
    return "'" + re.sub(r"(['\\])", r"\\\1", text) + "'"


def option(row: Row) -> str:
    """The command for one option, which ends before `--`."""
    wants = {"files": " -r -F", "directories": " -x -a '(__fish_complete_directories)'",
             "value": " -x", "nothing": ""}[kind(row)]
    if values(row):
        wants = " -r -F" if kind(row) == "files" else " -x"
        wants += f" -a {quoted(' '.join(values(row)))}"
    if is_attached(row):
        wants = ""
    return ("complete -c launch -n 'not contains -- -- (commandline -opc)' "
            f"-l {row.name[2:]}{wants} -d {quoted(row.help)}")


def make(tables: Tables) -> str:
    """One command a line."""
    lines = [NOTE, "", "complete -c launch -f"]
    lines += ["complete -c launch -n 'not __fish_use_subcommand' -F"]
    lines += ["complete -c launch -n __fish_use_subcommand -a '(__fish_complete_command)'"]
    for row in tables.verbs:
        lines.append(f"complete -c launch -n __fish_use_subcommand -a {row.name} "
                     f"-d {quoted(row.help)}")
        lines += [f"complete -c launch -n '__fish_seen_subcommand_from {row.name}' -l {own[2:]}"
                  for own in re.findall(r"--[a-z-]+", row.argument)]
        if kind(row) == "directories":
            lines.append(f"complete -c launch -n '__fish_seen_subcommand_from {row.name}' "
                         "-a '(__fish_complete_directories)'")
    return "\n".join([*lines, *map(option, tables.options())]) + "\n"

"""The lists of options and verbs in doc/launch.1: heads of the tables, text of doc/options.mdoc."""

from __future__ import annotations

import re

from table import Row, Tables, Wrong

PATH = "doc/launch.1"
TEXTS = "doc/options.mdoc"
TOKEN = re.compile(r"--[a-z-]+|-[a-z]\b|--|[A-Z]+|\.\.\.|[a-z0-9][a-z0-9_=-]*|\[|\]| +|.")


def read_texts() -> dict[str, list[str]]:
    """The lines of each key; what is before the first one is a comment."""
    texts: dict[str, list[str]] = {}
    lines: list[str] = []
    with open(TEXTS, encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line.startswith("== "):
                lines = []
                if texts.setdefault(line[3:], lines) is not lines:
                    raise Wrong(f"{TEXTS}: twice: {line[3:]}")
            else:
                lines.append(line)
    return texts


def macro(token: str) -> str:
    """One part of an argument in mdoc(7)."""
    if token.startswith("-"):
        return f"Fl {token[1:]}"
    if token == "...":
        return "Ar ..."
    if token.isupper():
        return f"Ar {token.lower()}"
    if token[0].isalnum():
        return f"Cm {token}"
    return {"[": "Oo", "]": "Oc", "\\": "\\e"}.get(token, token)


def markup(argument: str) -> str:
    """What follows a name, in mdoc(7): upper case is a placeholder, brackets are optional."""
    written = ""
    glued = True  # to what is before: neither a space nor an opening bracket is
    for token in TOKEN.findall(argument):
        if token.isspace() or token == "|":
            written += " |" if token == "|" else ""
            glued = False
            continue
        closing = token in ("]", ",", ":", ";")
        written += f"{' Ns' if glued and written and not closing else ''} {macro(token)}"
        glued = token != "["
    return written.strip()


def sentence(help_line: str) -> list[str]:
    """The text of what has no longer one."""
    text = help_line[0].upper() + help_line[1:]
    return [("\\&" if text[0] in ".'" else "") + text.replace("\\", "\\e") + "."]


def item(kind: str, row: Row, texts: dict[str, list[str]]) -> list[str]:
    """A head with its text; an empty text is the one of the next head."""
    name = row.name.removeprefix("-")
    glue = " Ns" if row.argument.startswith("[=") else ""
    head = f".It {kind} {name}{glue} {markup(row.argument)}".rstrip()
    return [head, *texts.get(row.name, sentence(row.help))]


def option_lists(tables: Tables, texts: dict[str, list[str]]) -> list[str]:
    """A subsection for each group."""
    lines = []
    for group in tables.groups:
        lines += [f".Ss {group.title}", *texts.get(f"{group.title}: before", [])]
        lines += [".Bl -tag -width Ds"]
        for row in group.rows:
            lines += item("Fl", row, texts)
        lines += [".El", *texts.get(f"{group.title}: after", [])]
    return lines


def verb_list(tables: Tables, texts: dict[str, list[str]]) -> list[str]:
    """All verbs in one list."""
    lines = [".Bl -tag -width Ds"]
    for row in tables.verbs:
        lines += item("Cm", row, texts)
    return [*lines, ".El"]


def synopsis(tables: Tables) -> list[str]:
    """A line for each verb but `run`, whose lines are above."""
    return [line for row in tables.verbs if row.name != "run"
            for line in (".Nm", f".Cm {row.name} {markup(row.argument)}".rstrip())]


def check_keys(tables: Tables, texts: dict[str, list[str]]) -> None:
    """Refuses text that nobody would read."""
    known = {row.name for row in [*tables.verbs, *tables.options()]}
    known |= {f"{group.title}: {place}" for group in tables.groups for place in ("before", "after")}
    for key in texts:
        if key not in known:
            raise Wrong(f"{TEXTS}: --help has no such option, verb or group: {key}")


def make(tables: Tables) -> str:
    """The page, with new lists between its marks."""
    texts = read_texts()
    check_keys(tables, texts)
    with open(PATH, encoding="utf-8") as file:
        page = file.read()
    for name, lines in (("synopsis", synopsis(tables)), ("options", option_lists(tables, texts)),
                        ("verbs", verb_list(tables, texts))):
        start, end = f'.\\" {name}: made by doc/generate.py\n', f'.\\" end of {name}\n'
        before, found, rest = page.partition(start)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise Wrong(f"{PATH}: lacks the marks of its {name}")
        page = before + start + "".join(f"{line}\n" for line in lines) + end + after
    return page

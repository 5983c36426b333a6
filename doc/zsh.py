"""The completion for zsh."""

from __future__ import annotations

import re
import shlex

from arguments import NOTE, is_attached, kind, values
from table import Row, Tables

PATH = "doc/completions/_launch"


def action(row: Row) -> str:
    """What completes an argument in an _arguments specification."""
    if values(row):
        return f"({' '.join(values(row))})"
    return {"files": "_files", "directories": "_files -/"}.get(kind(row), "")


def escaped(text: str) -> str:
    """A text in a specification."""
    return re.sub(r"([\\\[\]:])", r"\\\1", text)


def option(row: Row) -> str:
    """A specification of _arguments."""
    if kind(row) == "nothing":
        return f"{row.name}[{escaped(row.help)}]"
    sign, colons = ("=-", "::") if is_attached(row) else ("=", ":")
    wanted = (row.argument.strip("[=]") if is_attached(row) else row.argument).replace(":", r"\:")
    return f"*{row.name}{sign}[{escaped(row.help)}]{colons}{wanted}:{action(row)}"


def verb(row: Row) -> str:
    """What completes the words behind a verb."""
    own = re.findall(r"--[a-z-]+", row.argument)
    return " ".join(["_arguments", *own, shlex.quote(f"*: :{action(row) or '_default'}")])


def make(tables: Tables) -> str:
    """A function for compinit."""
    options = "".join(f"    {shlex.quote(option(row))}\n" for row in tables.options())
    verbs = "".join(f"    {shlex.quote(row.name + ':' + row.help)}\n" for row in tables.verbs)
    actions = "".join(f"{row.name}) {verb(row)} ;;\n    "
                      for row in tables.verbs if row.name != "run")
    return f"""#compdef launch
{NOTE}

_launch_first() {{
    local -a verbs=(
{verbs}    )
    _describe -t verbs verb verbs
    _command_names -e
}}

_launch() {{
    local context state state_descr line
    typeset -A opt_args
    local -a options=(
{options}    )
    if [[ $words[2] = run && $CURRENT -gt 2 ]]; then
        words=(launch $words[3,-1])
        CURRENT=$((CURRENT - 1))
    fi
    _arguments -S -A '-*' $options '1: :_launch_first' '*:: :->rest' && return 0
    [[ $state = rest ]] || return 1
    case $words[1] in
    {actions}*) _normal ;;
    esac
}}

_launch "$@"
"""

"""The completion for bash."""

from __future__ import annotations

from arguments import NOTE, is_attached, kind, values, verb_options
from table import Row, Tables

PATH = "doc/completions/launch.bash"


def names(rows: list[Row], wanted: str) -> str:
    """A pattern of the shell for all names of a kind; one that never matches without any."""
    found = [row.name for row in rows if kind(row) == wanted and not is_attached(row)]
    return "|".join(found) or "''"


def make(tables: Tables) -> str:
    """Functions of a completion by COMP_WORDS, where `=` and `:` are words of their own."""
    options = tables.options()
    flags = "".join(f"        {row.name}) words='{' '.join(verb_options(row, tables))}' ;;\n"
                    for row in tables.verbs)
    verbs = "|".join(row.name for row in tables.verbs)
    attached = "|".join(row.name for row in options if is_attached(row)) or "''"
    every = " ".join(row.name for row in options)
    listed = "".join(f"    {row.name}) words='{' '.join(values(row))}' ;;\n"
                     for row in options if values(row))
    return f"""{NOTE}

# Sets `words` to the listed values of option $1; answers 1 when it takes none, as the next word.
_launch_values() {{
    words=
    case $1 in
    {names(options, "nothing")}) return 1 ;;
{listed}    esac
}}

# Completes the value $2 of option (or verb) $1.
_launch_value() {{
    local words
    _launch_values "$1"
    COMPREPLY=($(compgen -W "$words" -- "$2"))
    case $1 in
    {names([*options, *tables.verbs], "files")})
        compopt -o filenames
        COMPREPLY+=($(compgen -f -- "$2")) ;;
    {names([*options, *tables.verbs], "directories")})
        compopt -o filenames
        COMPREPLY+=($(compgen -d -- "$2")) ;;
    esac
}}

# Walks over the words before the current one. Sets `verb`, `first`, the place of the first word
# that is neither an option nor a value, and `option`, whose value the current word is.
_launch_walk() {{
    local place=1 words
    verb= option= first=
    case ${{COMP_WORDS[1]}} in
    {verbs}) [ "$COMP_CWORD" -gt 1 ] && verb=${{COMP_WORDS[1]}} place=2 ;;
    esac
    while [ "$place" -lt "$COMP_CWORD" ]; do
        case ${{COMP_WORDS[place]}} in
        --) first=$((place + 1)); return ;;
        -*=*) place=$((place + 1)); continue ;;
        -*) option=${{COMP_WORDS[place]}} ;;
        *) first=$place; return ;;
        esac
        place=$((place + 1))
        if [ "${{COMP_WORDS[place]}}" = = ]; then
            place=$((place + 1))
        elif ! _launch_values "$option" || [[ $option = @({attached}) ]]; then
            option=
            continue
        fi
        while [[ $place -lt $COMP_CWORD && ${{COMP_WORDS[place + 1]}} = [:=] ]]; do
            place=$((place + 2))
        done
        [ "$place" -ge "$COMP_CWORD" ] && return
        option=
        place=$((place + 1))
    done
}}

_launch() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} verb option first words
    COMPREPLY=()
    _launch_walk
    if [ -n "$option" ]; then
        [[ $word = [:=] ]] && word=
        _launch_value "$option" "$word"
    elif [ -n "$first" ]; then
        if [ "$first" = "$COMP_CWORD" ]; then
            COMPREPLY=($(compgen -c -- "$word"))
        else
            compopt -o filenames
            COMPREPLY=($(compgen -f -- "$word"))
        fi
    elif [[ $word = -* ]]; then
        case $verb in
{flags}        *) words='{every}' ;;
        esac
        COMPREPLY=($(compgen -W "$words" -- "$word"))
    elif [ -n "$verb" ] && [ "$verb" != run ]; then
        _launch_value "$verb" "$word"
    else
        COMPREPLY=($(compgen -c -- "$word"))
        [ -z "$verb" ] && [ "$COMP_CWORD" = 1 ] &&
            COMPREPLY+=($(compgen -W '{verbs.replace("|", " ")}' -- "$word"))
    fi
    return 0
}}

complete -F _launch launch
"""

"""The boot as a list of stages, in seconds since QEMU was started, and as a picture."""

from __future__ import annotations

from typing import TypedDict
from xml.sax.saxutils import escape

from record import Record
from workshop import save


class Stage(TypedDict):
    """One stage; the next begins where it ends."""

    stage: str
    begin: float
    end: float


# What a stage is, in the picture. Those between kernel and off are PID 1's (life/timeline.hpp).
MEANINGS = {
    "firmware": "QEMU and its firmware, until the kernel's clock begins",
    "kernel": "the kernel, until it executes launch",
    "mounts": "API file systems, words, signals, lines",
    "modules": "modules",
    "root": "what root= names is waited for and mounted",
    "start": "namespaces and their set-up, until the command is executed",
    "command": "the command, in all its lives",
    "processes": "all other processes end",
    "unmount": "file systems",
    "off": "the last words, and the power",
}

WIDTH, ROW, LEFT, TOP, RIGHT = 640, 24, 96, 16, 160  # in pixels: of all bars, of one, and around
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" \
font-size="12">
<rect width="100%" height="100%" fill="white"/>
{rows}
</svg>
"""
BAR = """\
<g><title>{meaning}</title>
<text x="{label}" y="{text}" text-anchor="end">{name}</text>
<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="16" fill="steelblue"/>
<text x="{behind:.1f}" y="{text}">{length:.1f} ms at {begin:.3f} s</text></g>"""


def of(record: Record, began: float, ended: float) -> list[Stage]:
    """The stages that a machine went through between its start and its end, by our clock."""
    marks = [("firmware", 0.0)]
    if record.stages:
        zero = max(record.zero - began, 0.0)
        marks += [("kernel", zero)]
        marks += [(name, zero + begin / 1e6) for name, begin in record.stages.items()]
    ends = [begin for _, begin in marks[1:]] + [ended - began]
    return [
        {"stage": name, "begin": round(begin, 6), "end": round(end, 6)}
        for (name, begin), end in zip(marks, ends)
    ]


def draw(path: str, stages: list[Stage]) -> None:
    """Writes the picture: a bar for each stage, below the one before."""
    whole = stages[-1]["end"] if stages else 1.0
    rows = [bar(number, stage, WIDTH / whole) for number, stage in enumerate(stages)]
    size = {"width": LEFT + WIDTH + RIGHT, "height": 2 * TOP + ROW * len(stages)}
    save(path, SVG.format(rows="\n".join(rows), **size).encode())


def bar(number: int, stage: Stage, scale: float) -> str:
    """One stage's row."""
    name, begin, end = stage["stage"], stage["begin"], stage["end"]
    top = TOP + ROW * number
    return BAR.format(
        name=escape(name), meaning=escape(MEANINGS.get(name, name)), label=LEFT - 8,
        x=LEFT + begin * scale, y=top, text=top + 12, behind=LEFT + end * scale + 6,
        width=max((end - begin) * scale, 1.0), length=(end - begin) * 1000, begin=begin,
    )  # fmt: skip

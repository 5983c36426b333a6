"""The options of qemu/run: one table for reading them and for the help."""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass, field
from typing import Callable, NamedTuple

import architectures
from architectures import Architecture, Board
from workshop import Failure

SMALLEST = 96  # MiB that a Debian kernel takes to start at all
LONGEST_TAG = 36  # bytes, of a virtiofs share
UNITS = {"": 1, "M": 1, "G": 1024}


class Disk(NamedTuple):
    """A raw image that the machine has as a drive."""

    path: str
    readonly: bool


class Share(NamedTuple):
    """A directory of the host that the machine has by a tag, and where the command finds it."""

    path: str
    tag: str
    place: str


@dataclass
class Options:
    """What is wanted of one run."""

    root: str | None = None
    add: list[str] = field(default_factory=list)
    launch: list[str] = field(default_factory=list)
    append: list[str] = field(default_factory=list)
    disks: list[Disk] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    net: bool = False
    modules: list[str] = field(default_factory=list)
    kernel: str | None = None
    arch: Architecture = architectures.X86_64
    machine: str | None = None
    memory: int = 256
    record: str | None = None
    timeline: str | None = None
    channels: list[str] = field(default_factory=list)
    timeout: float | None = None
    tty: bool = False
    exec: bool = False
    debug_shell: str | None = None
    monitor: str | None = None
    verbose: bool = False
    help: bool = False
    command: list[str] = field(default_factory=list)

    @property
    def board(self) -> Board:
        """The kind of machine."""
        return self.arch.board(self.machine)


def text(value: str) -> str:
    """Any value that is not empty."""
    if not value:
        raise ValueError("it is empty")
    return value


def memory(value: str) -> int:
    """MiB, from a number with M or G behind it."""
    match = re.fullmatch(r"([0-9]{1,9})([MG]?)", value.upper())
    if not match:
        raise ValueError(f"{value!r} is no size like 256M or 1G")
    size = int(match[1]) * UNITS[match[2]]
    if size < SMALLEST:
        raise ValueError(f"a kernel needs {SMALLEST}M at least")
    return size


def disk(value: str) -> Disk:
    """A file, perhaps with ",ro" behind it."""
    path = value.removesuffix(",ro")
    readonly = path != value
    if not os.path.isfile(path):
        raise ValueError(f"{path} is no file")
    if not os.access(path, os.R_OK if readonly else os.R_OK | os.W_OK):
        raise ValueError(f"{path} may not be {'read' if readonly else 'written'}")
    return Disk(os.path.abspath(path), readonly)


def share(value: str) -> Share:
    """A directory, perhaps with a tag and a place behind it."""
    path, _, names = value.partition(":")
    tag, _, place = names.partition(":")
    if not os.path.isdir(path):
        raise ValueError(f"{path} is no directory")
    path = os.path.realpath(path)
    own = re.sub(r"[^A-Za-z0-9._-]", "_", os.path.basename(path)).lstrip(".")
    tag = tag or own[:LONGEST_TAG] or "host"
    place = place or f"/mnt/{tag}"
    if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{,%d}" % (LONGEST_TAG - 1), tag):
        raise ValueError(f"{tag!r} is no tag of up to {LONGEST_TAG} letters, digits, ., _ and -")
    if not re.fullmatch(r"/[^,\\]*", place):
        raise ValueError(f"{place!r} is no path inside, without commas and backslashes")
    return Share(path, tag, place)


def seconds(value: str) -> float:
    """A time above nothing and below what poll(2) can wait."""
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", value) or float(value) == 0:
        raise ValueError(f"{value!r} is no number of seconds between 0 and 999999")
    return float(value)


def architecture(value: str) -> Architecture:
    """One of those that launch is built for."""
    if value not in architectures.ALL:
        raise ValueError(f"{value!r} is none of {' and '.join(architectures.ALL)}")
    return architectures.ALL[value]


def channel(value: str) -> str:
    """One that the record can take besides the serial line."""
    if value not in ("port", "exit", "panic"):
        raise ValueError(f"{value!r} is none of port, exit and panic")
    return value


class Row(NamedTuple):
    """One option; without a value it is a switch."""

    names: str
    target: str
    help: str
    value: str = ""
    convert: Callable[[str], object] = text


ROWS = (
    Row("--root", "root", "run in this root, a tar archive or a directory", "ARCHIVE|DIR"),
    Row("--add", "add", "lay these files over the root; repeatable", "ARCHIVE|DIR"),
    Row("-o, --option", "launch", "hand an option to launch inside; repeatable", "OPTION"),
    Row("--append", "append", "more words for the kernel; repeatable", "WORDS"),
    Row("--disk", "disks", "a raw image as a drive, /dev/nvme0n1 the first; repeatable",
        "FILE[,ro]", disk),
    Row("--share", "shares", "share a directory with the command, at /mnt/TAG (default:\n"
        "its own name), or as the root with the PATH /; repeatable", "DIR[:TAG[:PATH]]", share),
    Row("--net", "net", "a network by the host, 10.0.2.0/24, shared with the command"),
    Row("--module", "modules", "load a module of Debian's kernel first; repeatable", "NAME"),
    Row("--kernel", "kernel", "boot this kernel instead of Debian's cloud kernel", "FILE"),
    Row("--arch", "arch", "the machine's architecture (default x86_64)", "x86_64|aarch64",
        architecture),
    Row("--machine", "machine", "its kind (default q35; aarch64 has virt)", "q35|microvm"),
    Row("--memory", "memory", "the machine's memory (default 256M)", "SIZE", memory),
    Row("--record", "record", "write what happened to this file, as JSON", "FILE"),
    Row("--timeline", "timeline", "draw the boot to this file, as SVG", "FILE"),
    Row("--channel", "channels", "PID 1 also reports to a virtio-serial port, by QEMU's\n"
        "isa-debug-exit, or failures by its pvpanic, the two\n"
        "for x86 only; repeatable", "port|exit|panic", channel),
    Row("--timeout", "timeout", "end the machine after this time (default 120;\n"
        "none when a terminal is attached)", "SECONDS", seconds),
    Row("--tty", "tty", "run COMMAND on the console, as the shell runs"),
    Row("--exec", "exec", "make COMMAND (default /sbin/init) PID 1 in launch's place"),
    Row("--debug-shell", "debug_shell", "a shell beside the command, on this Unix socket", "SOCKET"),
    Row("--monitor", "monitor", "QEMU's monitor, on this Unix socket", "SOCKET"),
    Row("--verbose", "verbose", "show the console (kernel and launch) on stderr"),
    Row("--help", "help", "say this"),
)  # fmt: skip
BY_NAME = {name: row for row in ROWS for name in row.names.split(", ")}

USAGE = """\
Usage: qemu/run [OPTIONS] [[--] COMMAND [ARG...]]

Boots a virtual machine whose PID 1 is launch, and runs COMMAND in it, isolated in an Alpine root.
Its input, output, errors and exit status are those of qemu/run. Without COMMAND: a shell when stdin
and stdout are a terminal, else a short tour. The first word that is no option begins COMMAND.

Options:
{options}

Exit status: the command's own, 128+n after signal n, 125 to 127 when launch failed; and
  122 the machine ended without a report    124 it did not end in time
  123 its kernel panicked                   125 qemu/run itself failed
"""


def help_text() -> str:
    """The help, its options from the table."""
    lines = []
    for row in ROWS:
        first, *others = row.help.split("\n")
        lines.append(f"  {(row.names + ' ' + row.value).rstrip():25} {first}")
        lines += [" " * 28 + other for other in others]
    return USAGE.format(options="\n".join(lines))


def parse(words: list[str]) -> Options:
    """Reads the command line."""
    options, rest = Options(), list(words)
    while rest and rest[0] != "--" and rest[0].startswith("-"):
        name, equals, value = rest.pop(0).partition("=")
        row = BY_NAME.get(name)
        if not row:
            near = difflib.get_close_matches(name, BY_NAME, 1, 0.7)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise Failure(f"read option {name}: there is none of this name{hint}")
        if not row.value:
            if equals:
                raise Failure(f"read option {name}: it takes no value")
            setattr(options, row.target, True)
            continue
        if not equals and not rest:
            raise Failure(f"read option {name}: it needs a value, {row.value}")
        store(options, row, name, value if equals else rest.pop(0))
    options.command = rest[1:] if rest[:1] == ["--"] else rest
    tags = [each.tag for each in options.shares]
    if len(set(tags)) < len(tags):
        raise Failure("read option --share: two have the same tag")
    if {"exit", "panic"} & set(options.channels) and options.arch.foreign:
        raise Failure("read option --channel: only x86_64 has an exit and a panic")
    if options.tty and not options.command and not options.exec:
        raise Failure("read option --tty: it needs a COMMAND")
    return options


def store(options: Options, row: Row, name: str, value: str) -> None:
    """Sets an option, or adds to one that may be repeated."""
    try:
        converted = row.convert(value)
    except ValueError as error:
        raise Failure(f"read option {name}: {error}") from error
    present = getattr(options, row.target)
    setattr(options, row.target, [*present, converted] if isinstance(present, list) else converted)

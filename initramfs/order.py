"""The order in which a tree's entries go into an archive."""

from __future__ import annotations

import stat
from dataclasses import replace
from typing import BinaryIO, Callable, Hashable, Iterator

from cpio import Entry

Content = bytes | BinaryIO
Item = tuple[Entry, Content]


def parents(name: bytes) -> Iterator[bytes]:
    """The directories above a name, outermost first, the root among them."""
    parts = name.split(b"/") if name else []
    return (b"/".join(parts[:depth]) for depth in range(len(parts)))


def ordered(
    entries: dict[bytes, Entry],
    file_of: Callable[[bytes], Hashable],
    content: Callable[[bytes], Content],
) -> Iterator[Item]:
    """Directories first, parents before children, then file by file under all its names.

    The kernel knows hard links of anything but symbolic links: those stay apart.
    """
    implied = {parent for name in entries for parent in parents(name)} | {b""}
    for name in sorted(implied | {name for name in entries if stat.S_ISDIR(entries[name].mode)}):
        yield entries.get(name, Entry(name, stat.S_IFDIR | 0o755)), b""
    files: dict[Hashable, list[Entry]] = {}
    for name, entry in entries.items():
        if not stat.S_ISDIR(entry.mode):
            file = name if stat.S_ISLNK(entry.mode) else file_of(name)
            files.setdefault(file, []).append(entry)
    for identity, names in enumerate(files.values(), 1):
        yield from linked(names, identity, content(names[0].name))


def linked(names: list[Entry], identity: int, content: Content) -> Iterator[Item]:
    """One file under all its names: the format wants the data with the last of them."""
    *others, last = (replace(entry, identity=identity, names=len(names)) for entry in names)
    yield from ((replace(entry, size=0), b"") for entry in others)
    yield last, content

"""The order in which a tree's entries go into an archive."""

from __future__ import annotations

import stat
from dataclasses import replace
from typing import BinaryIO, Callable, Hashable, Iterable, Iterator

from cpio import Entry

Content = bytes | BinaryIO
Item = tuple[Entry, Content]


def above(names: Iterable[bytes]) -> dict[bytes, bytes]:
    """Every directory above these names, the root among them, each with a name below it."""
    found = {b"": b""}
    for name in names:
        parent = name.rpartition(b"/")[0]
        while parent not in found:
            found[parent] = name
            parent = parent.rpartition(b"/")[0]
    return found


def ordered(
    entries: dict[bytes, Entry],
    file_of: Callable[[bytes], Hashable],
    content: Callable[[bytes], Content],
) -> Iterator[Item]:
    """Directories first, parents before children, then file by file under all its names.

    The kernel knows hard links of anything but symbolic links: those stay apart.
    """
    given = {name for name, entry in entries.items() if stat.S_ISDIR(entry.mode)}
    for name in sorted(given | above(entries).keys()):
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

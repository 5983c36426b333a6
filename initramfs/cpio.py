"""Writes cpio archives in the "newc" format, the one the kernel unpacks as its initial root.

Our own writer, because no packed tool keeps owners, device nodes and hard links while it moves a
tree to another name, and because an archive must be byte-equal for the same input.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from typing import BinaryIO

LARGEST = 0xFFFF_FFFF  # a header field has eight hexadecimal digits
LONGEST = 4095  # the kernel silently skips longer names and link targets (PATH_MAX),
LONGEST_PART = 255  # and names of which a part is longer (NAME_MAX)
SHOWN = 200  # characters of a name in a message
BLOCK = 512  # archives are padded to it, so that one may follow another
TRAILER = b"TRAILER!!!"


class CpioError(Exception):
    """Something the format, or the kernel's reader of it, cannot hold."""


@dataclass(frozen=True)
class Entry:
    """One name of the archive. Names with the same identity are one file (hard links)."""

    name: bytes
    mode: int  # with the type's bits
    owner: int = 0
    group: int = 0
    modified: int = 0
    size: int = 0
    device: tuple[int, int] = (0, 0)
    identity: int = 0
    names: int = 1


def header(entry: Entry) -> bytes:
    """The header, the name and the zeros up to the data."""
    modified = min(max(entry.modified, 0), LARGEST)
    fields = (entry.identity, entry.mode, entry.owner, entry.group, entry.names, modified,
              entry.size, 0, 0, *entry.device, len(entry.name) + 1, 0)  # fmt: skip
    if min(fields) < 0 or max(fields) > LARGEST:
        raise CpioError(f"{printable(entry.name)}: a size, an owner or a device over 32 bits")
    if len(entry.name) > LONGEST or max(map(len, entry.name.split(b"/"))) > LONGEST_PART:
        raise CpioError(f"{printable(entry.name)}: a name too long for the kernel")
    if b"\0" in entry.name:
        raise CpioError(f"{printable(entry.name)}: a name with a NUL")
    if stat.S_ISLNK(entry.mode) and not 0 < entry.size <= LONGEST:
        raise CpioError(f"{printable(entry.name)}: a link to nothing, or to over {LONGEST} bytes")
    text = b"070701" + b"".join(b"%08X" % field for field in fields) + entry.name + b"\0"
    return text + bytes(-len(text) % 4)


def write(out: BinaryIO, entry: Entry, content: bytes | BinaryIO = b"") -> None:
    """One entry with its data; a stream must hold exactly as many bytes as the entry says."""
    if isinstance(content, bytes):
        out.write(header(replace(entry, size=len(content))) + content + bytes(-len(content) % 4))
        return
    out.write(header(entry))
    left = entry.size
    while left:
        chunk = content.read(min(left, 1 << 20))
        if not chunk:
            raise CpioError(f"{printable(entry.name)}: it became shorter while it was read")
        out.write(chunk)
        left -= len(chunk)
    out.write(bytes(-entry.size % 4))


def finish(out: BinaryIO) -> None:
    """The trailer, and zeros up to a whole block."""
    out.write(header(Entry(TRAILER, 0)))
    out.write(bytes(-out.tell() % BLOCK))


def pages(archive: BinaryIO, size: int = 4096) -> int:
    """How many pages of memory an archive takes once the kernel has unpacked it."""
    total = 0
    while True:
        fields = archive.read(110)
        data, name = int(fields[54:62], 16), int(fields[94:102], 16)
        skipped = archive.read(name + -(110 + name) % 4)
        if skipped.startswith(TRAILER + b"\0"):
            return total
        total += -(-data // size)
        archive.seek(data + -data % 4, os.SEEK_CUR)


def printable(name: bytes) -> str:
    """A name of any bytes and length as text for a message."""
    text = name.decode("utf-8", "backslashreplace")
    text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."

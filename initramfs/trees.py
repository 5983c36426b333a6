"""Reads a root from an archive or a directory. Extended attributes are lost: cpio has no room."""

from __future__ import annotations

import lzma
import os
import stat
import tarfile
import zlib
from typing import Iterator

import archive
from cpio import CpioError, Entry, printable
from order import Content, Item, ordered

# The last four are how tarfile takes some kinds of nonsense.
UNREADABLE = (OSError, EOFError, tarfile.TarError, zlib.error, lzma.LZMAError,
              ValueError, ArithmeticError, LookupError, RecursionError)  # fmt: skip


def refuse_pipe(root: str) -> None:
    """A pipe can be read but once, and waits for its writer; a device may never end."""
    if os.path.exists(root) and not os.path.isdir(root) and not os.path.isfile(root):
        raise CpioError("it is neither a file nor a directory")


def tree(root: str) -> Iterator[Item]:
    """The entries of a root, an archive or a directory; the root itself has the empty name."""
    refuse_pipe(root)
    return directory(os.fsencode(root)) if os.path.isdir(root) else archive.entries(root)


def reason(error: Exception) -> str:
    """Why a root is unreadable, in a few words."""
    if isinstance(error, tarfile.ReadError):
        return "it is no tar archive, or not packed with gzip, bzip2 or xz"
    if isinstance(error, OSError) and error.strerror:
        place = f"{printable(error.filename)}: " if isinstance(error.filename, bytes) else ""
        return place + error.strerror
    return f"it is damaged ({error})" if str(error) else "it ends too early"


def directory(root: bytes) -> Iterator[Item]:
    """A directory's entries, without what is mounted below it.

    An ordinary user could neither own files of others on disk nor mean to bring his own number
    into the machine, so then everything belongs to root.
    """
    found = dict(walk(root, os.stat(root).st_dev))
    mine = os.geteuid() != 0
    entries = {
        name: Entry(
            name,
            status.st_mode,
            owner=0 if mine else status.st_uid,
            group=0 if mine else status.st_gid,
            modified=int(status.st_mtime),
            size=status.st_size if stat.S_ISREG(status.st_mode) else 0,
            device=(os.major(status.st_rdev), os.minor(status.st_rdev)),
        )
        for name, status in found.items()
    }
    yield from ordered(
        entries,
        file_of=lambda name: (found[name].st_dev, found[name].st_ino),
        content=lambda name: read(root, entries[name]),
    )


def walk(root: bytes, device: int) -> Iterator[tuple[bytes, os.stat_result]]:
    """Every name below a directory of this device with its status, sorted."""
    waiting = [b""]
    while waiting:
        name = waiting.pop()
        path = os.path.join(root, name)
        status = os.lstat(path)
        yield name, status
        if stat.S_ISDIR(status.st_mode) and status.st_dev == device:
            children = sorted(os.listdir(path), reverse=True)
            waiting += [os.path.join(name, child) for child in children]


def read(root: bytes, entry: Entry) -> Content:
    """The data of a directory's entry."""
    path = os.path.join(root, entry.name)
    if stat.S_ISLNK(entry.mode):
        return os.readlink(path)
    return open(path, "rb") if stat.S_ISREG(entry.mode) else b""

"""Unpacks a root into a new directory, for runs on a host; needs root for owners and nodes."""

from __future__ import annotations

import os
import shutil
import stat

from cpio import CpioError, Entry
from order import Content
from trees import UNREADABLE, reason, tree


class UnpackError(Exception):
    """A root that cannot be unpacked; the text is one sentence, "unpack ROOT to DIR: reason"."""


def unpack(root: str, target: str) -> None:
    """The same entries that an image would hold, so nothing can end up outside the directory."""
    first: dict[int, bytes] = {}
    entries: list[Entry] = []
    try:
        for entry, content in tree(root):
            path = os.path.join(os.fsencode(target), entry.name).rstrip(b"/")
            if entry.names > 1 and entry.identity in first:
                os.link(first[entry.identity], path)
            else:
                create(path, entry)
                first[entry.identity] = path
            fill(path, entry, content)
            entries.append(entry)
        for entry in reversed(entries):  # a directory's time is set after what is in it
            dress(os.path.join(os.fsencode(target), entry.name), entry)
    except CpioError as error:
        raise UnpackError(f"unpack {root} to {target}: {error}") from error
    except UNREADABLE as error:
        raise UnpackError(f"unpack {root} to {target}: {reason(error)}") from error


def create(path: bytes, entry: Entry) -> None:
    """A name that was not there before; a symbolic link is made when its target is known."""
    if stat.S_ISDIR(entry.mode):
        os.mkdir(path)
    elif not stat.S_ISLNK(entry.mode):
        os.mknod(path, stat.S_IFMT(entry.mode) | 0o600, os.makedev(*entry.device))


def fill(path: bytes, entry: Entry, content: Content) -> None:
    """The data; of several names only the last one brings it."""
    if stat.S_ISLNK(entry.mode) and content:
        os.symlink(content, path)
    elif not isinstance(content, bytes):
        with content, open(path, "wb") as out:
            shutil.copyfileobj(content, out)


def dress(path: bytes, entry: Entry) -> None:
    """Owner, mode and time, in this order: a change of owner clears setuid."""
    os.chown(path, entry.owner, entry.group, follow_symlinks=False)
    if not stat.S_ISLNK(entry.mode):
        os.chmod(path, entry.mode & 0o7777)
    os.utime(path, (entry.modified, entry.modified), follow_symlinks=False)

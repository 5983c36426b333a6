#!/usr/bin/python3
"""Packs the image a machine starts from: launch as /init, and the root it runs commands in.

    initramfs/pack.py --init build/launch/launch --root ROOT [--name /alpine] -o image.cpio

ROOT is a tar archive (plain, gzip, bzip2 or xz) or a directory. The same input gives the same
bytes. `words` makes a second, tiny archive to be appended, with more words for PID 1.
"""

from __future__ import annotations

import argparse
import io
import os
import stat
import sys
import tempfile
from dataclasses import replace
from typing import BinaryIO

import image
from cpio import CpioError, Entry, finish, write
from order import parents
from trees import UNREADABLE, reason, tree

class PackError(Exception):
    """A root that cannot be packed; the text is a whole sentence's end, "pack ROOT: reason"."""


def system(init: bytes) -> bytes:
    """What lies beside the root, without a trailer: the root's archive goes on from here."""
    out = io.BytesIO()
    for name, mode in image.DIRECTORIES:
        write(out, Entry(name, stat.S_IFDIR | mode))
    write(out, Entry(image.INIT, stat.S_IFREG | 0o755), init)
    return out.getvalue()


def pack_root(out: BinaryIO, root: str, name: str) -> None:
    """The root below its place, with the trailer."""
    place = name.strip("/").encode()
    try:
        for parent in parents(place):
            if parent:
                write(out, Entry(parent, stat.S_IFDIR | 0o755))
        for entry, content in tree(root):
            entry = replace(entry, name=os.path.join(place, entry.name).rstrip(b"/"))
            write(out, entry, content)
            if not isinstance(content, bytes):
                content.close()
    except CpioError as error:
        raise PackError(f"pack {root}: {error}") from error
    except UNREADABLE as error:
        raise PackError(f"pack {root}: {reason(error)}") from error
    finish(out)


def words(texts: list[bytes]) -> bytes:
    """An archive of its own with more words for PID 1's command line, each followed by NUL."""
    out = io.BytesIO()
    content = b"".join(text + b"\0" for text in texts)
    write(out, Entry(image.WORDS, stat.S_IFREG | 0o444), content)
    finish(out)
    return out.getvalue()


def save(path: str, head: bytes, root: str, name: str) -> None:
    """Writes head and root to a file that appears complete or not at all."""
    with tempfile.NamedTemporaryFile(dir=os.path.dirname(path) or ".", delete=False) as out:
        try:
            out.write(head)
            pack_root(out, root, name)
            os.fchmod(out.fileno(), 0o644)
            os.rename(out.name, path)
        except BaseException:
            os.unlink(out.name)
            raise


def main() -> int:
    """The command; its words are those of the usage above."""
    parser = argparse.ArgumentParser(description="Pack launch and a root into an initramfs.")
    parser.add_argument("--init", required=True, help="the launch binary")
    parser.add_argument("--root", required=True, help="the root: a tar archive or a directory")
    parser.add_argument("--name", help=f"the root's place (default: {image.ROOTS}/NAME)")
    parser.add_argument("-o", dest="output", required=True, help="the image to write")
    options = parser.parse_args()
    try:
        with open(options.init, "rb") as init:
            head = system(init.read())
        save(options.output, head, options.root, options.name or image.place(options.root))
    except (PackError, OSError) as error:
        print(f"initramfs/pack.py: {error}", file=sys.stderr)
        return 125
    return 0


if __name__ == "__main__":
    sys.exit(main())

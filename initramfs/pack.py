#!/usr/bin/python3
"""Packs the image a machine starts from: launch as /init, and the root it runs commands in.

    initramfs/pack.py --init build/launch/launch [--root ROOT [--name /alpine]] -o image.cpio

ROOT is a tar archive (plain, gzip, bzip2 or xz) or a directory; without one the kernel's line says by
root= where it is. An image whose name ends in .gz or .xz is compressed. The same input gives the same
bytes. With --modules /lib/modules/RELEASE --load NAME,NAME come modules of a kernel that PID 1 loads
first, and all that these need; with --coldplug storage,virtio those for such devices, of which PID 1
loads what the machine has. `words` makes a second, tiny archive to be appended, with more words
for PID 1.
"""

from __future__ import annotations

import contextlib
import errno
import gzip
import io
import lzma
import os
import signal
import stat
import sys
import tempfile
from dataclasses import replace
from typing import BinaryIO, Sequence

import image
import modules
from command import CommandError, Parser
from cpio import CpioError, Entry, finish, write
from order import above
from trees import UNREADABLE, reason, tree

# What PID 1 mounts over, and what it is and reads: no place for a root.
TAKEN = {b"etc", b"lib", image.INIT, image.WORDS, *(name for name, _ in image.DIRECTORIES)}


class PackError(Exception):
    """What cannot be packed; the text is one sentence, "pack ROOT: reason" or so."""


def system(
    init: bytes, kernel: str | None = None, names: Sequence[str] = (), classes: Sequence[str] = ()
) -> bytes:
    """What lies beside the root, without a trailer: the root's archive goes on from here.

    `kernel` is the tree that the modules of these names, and for devices of these classes, are in.
    """
    out = io.BytesIO()
    for name, mode in image.DIRECTORIES:
        write(out, Entry(name, stat.S_IFDIR | mode))
    write(out, Entry(image.INIT, stat.S_IFREG | 0o755), init)
    if kernel:
        pack_modules(out, kernel, names, classes)
    return out.getvalue()


def pack_modules(
    out: BinaryIO, path: str, names: Sequence[str], classes: Sequence[str]
) -> None:
    """Modules with what they need, in which order, and the list of those to be loaded."""
    place = image.MODULES
    try:
        modules.check(classes)
        tree = modules.Tree(path)
        drivers = tree.drivers(classes) if classes else []
        named = [*names, *tree.silent(classes)]
        picked = tree.pick([*named, *(name for _, name in drivers)])
        files = {f"{place}/{modules.plain(module.path)}.ko": tree.content(module) for module in picked}
    except OSError as error:
        raise PackError(f"read {error.filename}: {error.strerror}") from error
    except modules.ModuleError as error:
        raise PackError(f"pack modules: {error}") from error
    files[f"{place}/modules.dep"] = modules.table(picked, drivers)
    loaded = [*([image.FITTING] if classes else []), *tree.separate(named)]
    files[image.LOADED] = "".join(name + "\n" for name in loaded).encode()
    for parent in sorted(above([name.encode() for name in files])):
        if parent:
            write(out, Entry(parent, stat.S_IFDIR | 0o755))
    for name, content in files.items():
        write(out, Entry(name.encode(), stat.S_IFREG | 0o644), content)


def pack_root(out: BinaryIO, root: str, name: str) -> None:
    """The root below its place, with the trailer."""
    place = placed(name)
    try:
        for parent in filter(None, sorted(above([place]))):
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


def compressed(file: BinaryIO, path: str) -> contextlib.AbstractContextManager[BinaryIO]:
    """The file to write to, by the name it will have."""
    if path.endswith(".xz"):  # the kernel knows no other checksum, and has to find the memory
        best = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 20}
        return lzma.LZMAFile(file, "w", check=lzma.CHECK_CRC32, filters=[best])
    if path.endswith(".gz"):
        return gzip.GzipFile("", "w", fileobj=file, mtime=0)
    return contextlib.nullcontext(file)


def placed(name: str) -> bytes:
    """The root's place as a name in the archive."""
    place = os.fsencode(name.strip("/"))
    parts = place.split(b"/")
    if parts[0] in TAKEN or {b"", b".", b".."} & set(parts):
        raise PackError(f"place root at {name}: it is not free, or no plain path")
    return place


def words(texts: list[bytes]) -> bytes:
    """An archive of its own with more words for PID 1's command line, each followed by NUL."""
    out = io.BytesIO()
    content = b"".join(text + b"\0" for text in texts)
    write(out, Entry(image.WORDS, stat.S_IFREG | 0o444), content)
    finish(out)
    return out.getvalue()


def save(path: str, head: bytes, root: str | None, name: str | None) -> None:
    """Writes head and root to a file that appears complete or not at all."""
    path = os.path.realpath(path)
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise FileExistsError(errno.EEXIST, "it is there, and no file")
        with tempfile.NamedTemporaryFile(dir=os.path.dirname(path), delete=False) as out:
            try:
                with compressed(out, path) as packed:
                    packed.write(head)
                    if root is None:
                        finish(packed)
                    else:
                        pack_root(packed, root, name or image.place(root))
                os.fchmod(out.fileno(), 0o644)
                os.rename(out.name, path)
            except BaseException:
                os.unlink(out.name)
                raise
    except OSError as error:
        raise PackError(f"write {path}: {error.strerror}") from error


def listed(text: str) -> list[str]:
    """Words between commas."""
    return list(filter(None, text.split(",")))


def pack(words: list[str]) -> None:
    """The command; its words are those of the usage above."""
    parser = Parser(description="Pack launch and a root into an initramfs.")
    parser.add_argument("--init", required=True, help="the launch binary")
    parser.add_argument("--root", help="the root: a tar archive or a directory")
    parser.add_argument("--name", help=f"the root's place (default: {image.ROOTS}/NAME)")
    parser.add_argument("--modules", help="a kernel's modules: /lib/modules/RELEASE")
    parser.add_argument("--load", default="", help="modules to pack and load: NAME[,NAME...]")
    parser.add_argument("--coldplug", default="", help="pack, and load as devices need them, those "
                        f"of: {','.join(modules.FOLDERS)}")  # fmt: skip
    parser.add_argument("-o", dest="output", required=True, help="the image to write; .gz and .xz compress it")
    options = parser.parse_args(words)
    try:
        with open(options.init, "rb") as init:
            head = system(init.read(), options.modules, listed(options.load), listed(options.coldplug))
    except OSError as error:
        raise PackError(f"read {options.init}: {error.strerror}") from error
    save(options.output, head, options.root, options.name)


def main() -> int:
    """The command, or why it failed."""
    try:
        pack(sys.argv[1:])
    except (PackError, CommandError) as error:
        text = f"initramfs/pack.py: {error}\n".encode(errors="backslashreplace")
        with contextlib.suppress(OSError):
            os.write(2, text)
        return 125
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The kernel to boot, the one given or Debian's cloud kernel, and its command line."""

from __future__ import annotations

import glob
import os
import re
import struct

import debian
from architectures import Architecture, Board
from workshop import Failure, save, scratch, tool

LINE_LIMIT = 2047  # bytes of the command line, on both architectures
WORD_LIMIT = 31  # words after `--`; the kernel panics at 33
# A double quote opens or closes a quoted stretch anywhere; a backslash is nothing special.
WORD = re.compile(rb'(?:"[^"]*"|[^"\s\xa0])+')

META = "linux-image-cloud-"  # no module is needed to boot it into its initial root


def find(given: str | None, architecture: Architecture) -> str:
    """The kernel's path; one that was fetched before needs no archive and no network."""
    if given:
        if not os.path.isfile(given):
            raise Failure(f"find kernel {given}: there is no such file")
        return given
    fetched = glob.glob(os.path.join(architecture.made("kernel"), "vmlinux-*"))
    return max(fetched, key=os.path.getmtime) if fetched else fetch(architecture)


def fetch(architecture: Architecture) -> str:
    """Takes the kernel out of its package, which is never installed, and unpacks it."""
    package = debian.newest_dependency(META + architecture.debian, architecture)
    with scratch() as folder:
        debian.unpack(package, folder, architecture)
        (image,) = glob.glob(os.path.join(folder, "boot", "vmlinuz-*"))
        name = os.path.basename(image).replace("vmlinuz", "vmlinux")
        path = os.path.join(architecture.made("kernel"), name)
        with open(image, "rb") as file:
            save(path, uncompressed(file.read()))
    return path


def modules(given: str | None, architecture: Architecture) -> str:
    """The modules of Debian's kernel, /lib/modules/RELEASE of its package with modules.dep."""
    if given:
        raise Failure("read option --module: those of --kernel are unknown")
    release = os.path.basename(find(None, architecture)).partition("-")[2]
    path = os.path.join(architecture.made("kernel/modules"), release)
    if not os.path.exists(path):
        with scratch() as folder:
            debian.unpack(f"linux-image-{release}", folder, architecture)
            tool("list the kernel's modules", "/sbin/depmod", "-b", folder, release)
            os.rename(os.path.join(folder, "lib", "modules", release), path)
    return path


def uncompressed(image: bytes) -> bytes:
    """The kernel without its shell, which spends half a second of each boot on unpacking itself.

    QEMU starts such a kernel directly (PVH). The shell's header says where the payload lies; after
    the LZ4 data come four bytes with the size. A kernel packed in another way is booted as it is.
    """
    sectors = image[0x1F1] or 4
    offset, length = struct.unpack_from("<II", image, 0x248)
    start = (sectors + 1) * 512 + offset
    payload = image[start : start + length - 4]
    if not payload.startswith(b"\x02\x21\x4c\x18"):
        return image
    return tool("unpack the kernel", "lz4", "-dcq", data=payload)


def command_line(board: Board, words: list[str], verbose: bool) -> str:
    """The command line, refused when the kernel would not take it whole."""
    for text in words:
        if text.count('"') % 2:
            raise Failure(f"pass --append {text}: a double quote is not closed")
    line = " ".join([*board.words, *(() if verbose else ("quiet",)), *words])
    if len(os.fsencode(line)) > LINE_LIMIT:
        raise Failure(f"pass --append: the kernel takes {LINE_LIMIT} bytes at most in all")
    count = words_after_dashes(os.fsencode(line))
    if count > WORD_LIMIT:
        raise Failure(f"pass --append: {count} words after --, the kernel takes {WORD_LIMIT}")
    return line


def words_after_dashes(line: bytes) -> int:
    """Counts words as the kernel does: in bytes, of which A0 is a space to it, even inside UTF-8."""
    words = WORD.findall(line)
    ends = [place for place, word in enumerate(words, 1) if word in (b"--", b'"--"')]
    return len(words) - ends[0] if ends else 0

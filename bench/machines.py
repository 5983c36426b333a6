"""Machines in exact virtual time, of which an init of our choice is PID 1.

QEMU lets each instruction take a nanosecond (-icount), so boots of the same bytes are alike to the last
digit, on any host.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import subprocess
from pathlib import PurePosixPath
from typing import Iterable, NamedTuple

import floors
import architectures
import cpio
import image
import kernel
import machine
import workshop

MADE = workshop.made("bench", "machines")
QEMU = (
    *("qemu-system-x86_64", "-accel", "tcg", "-machine", "q35", "-cpu", "qemu64", "-m", "256M"),
    *("-icount", "shift=0,sleep=off", "-seed", "1", "-rtc", "base=2024-01-01T00:00:00,clock=vm"),
    *(*machine.DEVICES, "-serial", "stdio"),
)
# This kernel, started without its shell, has no base that `nokaslr` could keep from being random.
LINE = "console=ttyS0 panic=-1 cryptomgr.notests quiet norandmaps tsc=reliable --"
ROOM = 4 << 20  # for each init: memory, and with it what the kernel does, is the same for all but systemd


class Init(NamedTuple):
    """One that is measured: its program, the words for it, and more files for the image."""

    name: str
    program: bytes
    words: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...] = ()


def content(path: str) -> bytes:
    """A whole file."""
    with open(path, "rb") as file:
        return file.read()


def installed(program: str) -> str:
    """Where a program of this host is."""
    path = shutil.which(program)
    if path is None:
        raise workshop.Failure(f"take {program}: it is not installed")
    return path


def libraries(program: str) -> dict[str, bytes]:
    """What a program of this host is linked with, and where that is looked up, as files of a machine."""
    said = workshop.tool(f"list the libraries of {program}", "ldd", installed(program)).decode()
    paths = [*re.findall(r"(/\S+) \(0x", said), "/etc/ld.so.cache"]
    return {path[1:]: content(path) for path in paths}


def built(name: str, *kinds: str) -> bytes:
    """A program of bench/floor."""
    return content(floors.build(name, *kinds))


def parents(paths: Iterable[str]) -> list[str]:
    """The directories that these files lie in, the upper ones first, but for those that are there anyway."""
    found = {parent.as_posix() for path in paths for parent in PurePosixPath(path).parents}
    return sorted(found - {".", "etc"})


def packed(init: Init, stamp: bytes, command: bytes) -> bytes:
    """The image: /init, the init that it becomes, and a root with the command."""
    room = bytes(max(ROOM - len(init.program) - sum(len(data) for _, data in init.files), 0))
    names = [*image.DIRECTORIES, (b"etc", 0o755), (b"alpine", 0o755)]
    names += [(b"alpine/" + name, 0o755) for name in (b"dev", b"proc", b"run", b"sys")]
    names += [(name.encode(), 0o755) for name in parents(path for path, _ in init.files)]
    files = [("init", stamp), ("alpine/workload", command),
             ("competitor", init.program), *init.files, ("room", room)]  # fmt: skip
    out = io.BytesIO()
    for name, mode in names:
        cpio.write(out, cpio.Entry(name, stat.S_IFDIR | mode))
    for path, data in files:
        cpio.write(out, cpio.Entry(path.encode(), stat.S_IFREG | 0o755), data)
    cpio.finish(out)
    return out.getvalue()


def console(words: list[str]) -> str:
    """What a machine says until it ends, or has to be ended."""
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT) as process:  # fmt: skip
        try:
            text = process.communicate(timeout=120)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            text = process.communicate()[0]
    return text.decode(errors="replace").replace("\r", "")


def said(init: Init, stamp: bytes, command: bytes) -> str:
    """What one boot says."""
    path = os.path.join(MADE, f"{init.name}.cpio")
    workshop.save(path, packed(init, stamp, command))
    found = kernel.find(None, architectures.X86_64)
    line = " ".join((LINE, *init.words))
    return console([*QEMU, "-kernel", found, "-initrd", path, "-append", line])

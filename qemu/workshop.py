"""Where things are made: the build folder, the lock on it, and tools run quietly.

Everything made lies below build/, so that one `rm` forgets it all.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from typing import Iterator

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(TOP, "build")
sys.path.append(os.path.join(TOP, "initramfs"))  # the packer's room, for those that import this


class Failure(Exception):
    """qemu/run itself failed; the text is one sentence, "verb object: reason"."""


def made(*parts: str) -> str:
    """A folder below build/, there when this returns."""
    path = os.path.join(BUILD, *parts)
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise Failure(f"make {path}: {error.strerror}") from error
    if not os.access(path, os.W_OK):
        raise Failure(f"write to {path}: not allowed, so run in a clone of your own")
    return path


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Only one run at a time builds, downloads and packs; the others find it done."""
    with open(os.path.join(made(), "lock"), "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def scratch() -> Iterator[str]:
    """A private folder, removed at the end whatever happens."""
    path = tempfile.mkdtemp(prefix="run-", dir=made())
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def tool(task: str, *words: str, folder: str | None = None, data: bytes | None = None) -> bytes:
    """Runs a tool and returns its output; one that fails is shown, and ends the run."""
    try:
        done = subprocess.run(words, cwd=folder, input=data, capture_output=True, check=False)
    except OSError as error:
        raise Failure(f"{task}: {words[0]}: {error.strerror}") from error
    if done.returncode != 0:
        text = (b"" if data else done.stdout) + done.stderr
        raise Failure(f"{task}: {words[0]} failed:\n{text.decode(errors='replace').rstrip()}")
    return done.stdout


def special(path: str) -> bool:
    """Whether it is a device or a pipe, which is written to and not replaced."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def check_writable(path: str) -> None:
    """Refuses in time what `save` could not write."""
    if os.path.isdir(path):
        raise Failure(f"write {path}: Is a directory")
    if not special(path):
        try:
            with tempfile.TemporaryFile(dir=os.path.dirname(os.path.realpath(path))):
                pass
        except OSError as error:
            raise Failure(f"write {path}: {error.strerror}") from error


def save(path: str, content: bytes) -> None:
    """Writes a file that appears complete or not at all; nothing waits for a pipe's reader."""
    try:
        if special(path):
            with open(os.open(path, os.O_WRONLY | os.O_NONBLOCK), "wb") as device:
                device.write(content)
            return
        path = os.path.realpath(path)
        with tempfile.NamedTemporaryFile(dir=os.path.dirname(path)) as out:
            out.write(content)
            out.flush()
            os.fchmod(out.fileno(), 0o644)
            os.link(out.name, out.name + ".new")  # the name that stays when `out` is removed
            os.replace(out.name + ".new", path)
    except OSError as error:
        raise Failure(f"write {path}: {error.strerror}") from error

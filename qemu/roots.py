#!/usr/bin/python3
"""Finds the root to run in, by a chain of places where an Alpine may lie.

    qemu/roots.py --unpack DIR     unpacks the chosen root into a new directory (as root)
"""

from __future__ import annotations

import glob
import hashlib
import os
import sys
import urllib.request
from typing import Callable, NamedTuple

import busybox
from workshop import BUILD, TOP, Failure, locked, made, save

import image  # these two lie in initramfs/, which workshop has put on the path
import unpack

RELEASE = "alpine-minirootfs-3.20.3-x86_64.tar.gz"
# Plain HTTP, because a bare machine has no certificates and the digest below decides anyway.
ADDRESS = f"http://dl-cdn.alpinelinux.org/alpine/v3.20/releases/x86_64/{RELEASE}"
DIGESTS = {RELEASE: "d4e6fd67dcf75e40c451560ac7265166c2b72a0f38ddc9aae756a7de3d1efa0c"}
PATIENCE = 10  # seconds for a server that does not answer


class Root(NamedTuple):
    """A root: an archive or a directory, its place in the image, and where it came from."""

    path: str
    place: str
    origin: str
    fallback: bool = False  # not what one would expect, so worth a word in any case

    def __str__(self) -> str:
        return f"{os.path.relpath(self.path)} ({self.origin})"


def find(given: str | None) -> Root:
    """The first root that the chain yields; the last link always does, or says why not."""
    if given:
        return Root(existing(given), image.place(given), "--root")
    links: tuple[Callable[[], Root | None], ...] = (named, shared, cached, downloaded)
    found = (link() for link in links)
    return next((root for root in found if root), None) or made_of_busybox()


def existing(path: str) -> str:
    """A path that was asked for by name must be there."""
    if not os.path.exists(path):
        raise Failure(f"find root {path}: there is no such file")
    if not os.path.isfile(path) and not os.path.isdir(path):
        raise Failure(f"find root {path}: it is neither a file nor a directory")
    return path


def named() -> Root | None:
    """The one that the environment names."""
    path = os.environ.get("LAUNCH_ALPINE")
    return Root(existing(path), image.ALPINE, "$LAUNCH_ALPINE") if path else None


def shared() -> Root | None:
    """One that lies beside the project, with a list of digests."""
    folder = os.path.join(TOP, "..", "shared", "alpine")
    for path in sorted(glob.glob(os.path.join(folder, "alpine-minirootfs-*-x86_64.tar.gz"))):
        with open(os.path.join(folder, "SHA256SUMS"), encoding="ascii") as sums:
            listed = {name.lstrip("*"): digest for digest, name in map(str.split, sums)}
        name = os.path.basename(path)
        verified(path, {listed.get(name, "not listed"), DIGESTS.get(name, listed.get(name))})
        return Root(os.path.normpath(path), image.ALPINE, "shared, verified")
    return None


def cached() -> Root | None:
    """One that was downloaded before."""
    path = os.path.join(BUILD, "alpine", RELEASE)
    if not os.path.exists(path):
        return None
    verified(path, {DIGESTS[RELEASE]})
    return Root(path, image.ALPINE, "downloaded before")


def downloaded() -> Root | None:
    """A fresh one. Not tried again once a root of busybox had to be made: no waiting each time."""
    if busybox.present():
        return None
    try:
        with urllib.request.urlopen(ADDRESS, timeout=PATIENCE) as answer:
            content = answer.read()
    except OSError as error:
        print(f"qemu/run: download {ADDRESS}: {error}", file=sys.stderr)
        return None
    path = os.path.join(made("alpine"), RELEASE)
    if hashlib.sha256(content).hexdigest() != DIGESTS[RELEASE]:
        raise Failure(f"download {ADDRESS}: its SHA-256 is not the expected one")
    save(path, content)
    return Root(path, image.ALPINE, "downloaded, verified", fallback=True)


def made_of_busybox() -> Root:
    """The last resort, from Debian's archive."""
    path = busybox.root()
    return Root(path, image.place(path), "made of Debian's busybox-static", fallback=True)


def verified(path: str, digests: set[str | None]) -> None:
    """Refuses a file whose SHA-256 is not every one of these."""
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if digests != {found}:
        raise Failure(f"check {path}: its SHA-256 is not the expected one")


def main(words: list[str]) -> int:
    """The command."""
    if len(words) != 2 or words[0] != "--unpack":
        print("Usage: qemu/roots.py --unpack DIR", file=sys.stderr)
        return 125
    try:
        with locked():
            root = find(None)
        unpack.unpack(root.path, words[1])
    except (Failure, unpack.UnpackError) as error:
        print(f"qemu/roots.py: {error}", file=sys.stderr)
        return 125
    print(root)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

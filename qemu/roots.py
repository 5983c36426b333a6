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

import architectures
import busybox
from architectures import Architecture
from workshop import TOP, Failure, locked, save

import image  # these two lie in initramfs/, which workshop has put on the path
import unpack

RELEASE = "alpine-minirootfs-3.20.3-{}.tar.gz"
# Plain HTTP, because a bare machine has no certificates and the known digest decides anyway.
ADDRESS = "http://dl-cdn.alpinelinux.org/alpine/v3.20/releases/{}/{}"
PATIENCE = 10  # seconds for a server that does not answer


class Root(NamedTuple):
    """A root: an archive or a directory, its place in the image, and where it came from."""

    path: str
    place: str
    origin: str
    fallback: bool = False  # not what one would expect, so worth a word in any case

    def __str__(self) -> str:
        return f"{os.path.relpath(self.path)} ({self.origin})"


def find(given: str | None, architecture: Architecture) -> Root:
    """The first root that the chain yields; the last link always does, or says why not."""
    if given:
        return Root(existing(given), image.place(given), "--root")
    links: tuple[Callable[[Architecture], Root | None], ...] = (named, shared, cached, downloaded)
    found = (link(architecture) for link in links)
    return next((root for root in found if root), None) or made_of_busybox(architecture)


def existing(path: str) -> str:
    """A path that was asked for by name must be there."""
    if not os.path.exists(path):
        raise Failure(f"find root {path}: there is no such file")
    if not os.path.isfile(path) and not os.path.isdir(path):
        raise Failure(f"find root {path}: it is neither a file nor a directory")
    return path


def named(architecture: Architecture) -> Root | None:
    """The one that the environment names, which is one for this host."""
    path = None if architecture.foreign else os.environ.get("LAUNCH_ALPINE")
    return Root(existing(path), image.ALPINE, "$LAUNCH_ALPINE") if path else None


def shared(architecture: Architecture) -> Root | None:
    """One that lies beside the project, with a list of digests."""
    folder = os.path.join(TOP, "..", "shared", "alpine")
    pattern = f"alpine-minirootfs-*-{architecture.name}.tar.gz"
    for path in sorted(glob.glob(os.path.join(folder, pattern))):
        with open(os.path.join(folder, "SHA256SUMS"), encoding="ascii") as sums:
            listed = {name.lstrip("*"): digest for digest, name in map(str.split, sums)}
        name = os.path.basename(path)
        known = architecture.alpine if name == RELEASE.format(architecture.name) else listed.get(name)
        verified(path, {listed.get(name, "not listed"), known})
        return Root(os.path.normpath(path), image.ALPINE, "shared, verified")
    return None


def cached(architecture: Architecture) -> Root | None:
    """One that was downloaded before."""
    path = os.path.join(architecture.path("alpine"), RELEASE.format(architecture.name))
    if not os.path.exists(path):
        return None
    verified(path, {architecture.alpine})
    return Root(path, image.ALPINE, "downloaded before")


def downloaded(architecture: Architecture) -> Root | None:
    """A fresh one. Not tried again once a root of busybox had to be made: no waiting each time."""
    if busybox.present(architecture):
        return None
    release = RELEASE.format(architecture.name)
    address = ADDRESS.format(architecture.name, release)
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            content = answer.read()
    except OSError as error:
        print(f"qemu/run: download {address}: {error}", file=sys.stderr)
        return None
    path = os.path.join(architecture.made("alpine"), release)
    if hashlib.sha256(content).hexdigest() != architecture.alpine:
        raise Failure(f"download {address}: its SHA-256 is not the expected one")
    save(path, content)
    return Root(path, image.ALPINE, "downloaded, verified", fallback=True)


def made_of_busybox(architecture: Architecture) -> Root:
    """The last resort, from Debian's archive."""
    path = busybox.root(architecture)
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
            root = find(None, architectures.X86_64)
        unpack.unpack(root.path, words[1])
    except (Failure, unpack.UnpackError) as error:
        print(f"qemu/roots.py: {error}", file=sys.stderr)
        return 125
    print(root)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

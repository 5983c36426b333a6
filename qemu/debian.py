"""Fetches packages from Debian's archive and unpacks them, without installing anything."""

from __future__ import annotations

import glob
import os
import re

from workshop import Failure, scratch, tool


def newest_dependency(package: str) -> str:
    """The package that a meta-package like linux-image-cloud-amd64 stands for today."""
    told = with_lists(f"look up {package}", "apt-cache", "depends", "--important", package)
    match = re.search(r"^ *Depends: (\S+)", told.decode(), re.MULTILINE)
    if not match:
        raise Failure(f"look up {package}: apt-cache names no dependency")
    return match[1]


def unpack(package: str, target: str) -> None:
    """Downloads a package and unpacks it into a folder."""
    with scratch() as folder:
        with_lists(f"download {package}", "apt-get", "-q", "download", package, folder=folder)
        (archive,) = glob.glob(os.path.join(folder, "*.deb"))
        tool(f"unpack {package}", "dpkg-deb", "-x", archive, target)


def with_lists(task: str, *words: str, folder: str | None = None) -> bytes:
    """Runs an apt tool; when it fails, the package lists may be missing or stale: once more."""
    try:
        return tool(task, *words, folder=folder)
    except Failure:
        if os.geteuid() != 0:
            raise
    try:
        tool("update the package lists", "apt-get", "-q", "update")
    except Failure:
        pass  # an index in mid-sync fails too, and often does not matter
    return tool(task, *words, folder=folder)

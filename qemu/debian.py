"""Fetches packages from Debian's archive and unpacks them, without installing anything.

Those of a foreign architecture are looked up in lists of our own: the host's apt knows nothing of it.
"""

from __future__ import annotations

import glob
import os
import re

from architectures import Architecture
from workshop import Failure, save, scratch, tool

# Relative names lie in Dir::State and Dir::Cache.
CONFIGURATION = """\
APT::Architecture "{architecture}";
APT::Architectures {{ "{architecture}"; }};
Dir::State "{folder}";
Dir::State::status "{folder}/status";
Dir::Cache "{folder}";
"""


def newest_dependency(package: str, architecture: Architecture) -> str:
    """The package that a meta-package like linux-image-cloud-amd64 stands for today."""
    words = ("apt-cache", "depends", "--important", package)
    told = with_lists(f"look up {package}", architecture, *words)
    match = re.search(r"^ *Depends: (\S+)", told.decode(), re.MULTILINE)
    if not match:
        raise Failure(f"look up {package}: apt-cache names no dependency")
    return match[1]


def unpack(package: str, target: str, architecture: Architecture) -> None:
    """Downloads a package and unpacks it into a folder."""
    with scratch() as folder:
        words = ("apt-get", "-q", "download", package)
        with_lists(f"download {package}", architecture, *words, folder=folder)
        (archive,) = glob.glob(os.path.join(folder, "*.deb"))
        tool(f"unpack {package}", "dpkg-deb", "-x", archive, target)


def with_lists(
    task: str, architecture: Architecture, *words: str, folder: str | None = None
) -> bytes:
    """Runs an apt tool; when it fails, the package lists may be missing or stale: once more."""
    own = ("env", f"APT_CONFIG={configuration(architecture)}") if architecture.foreign else ()
    try:
        return tool(task, *own, *words, folder=folder)
    except Failure:
        if os.geteuid() != 0 and not own:
            raise
    try:
        tool("update the package lists", *own, "apt-get", "-q", "update")
    except Failure:
        pass  # an index in mid-sync fails too, and often does not matter
    return tool(task, *own, *words, folder=folder)


def configuration(architecture: Architecture) -> str:
    """apt's for a foreign architecture, whose lists lie beside it."""
    folder = architecture.made("apt")
    for part in ("lists/partial", "archives/partial"):
        os.makedirs(os.path.join(folder, part), exist_ok=True)
    save(os.path.join(folder, "status"), b"")
    path = os.path.join(folder, "apt.conf")
    text = CONFIGURATION.format(architecture=architecture.debian, folder=folder)
    save(path, text.encode())
    return path

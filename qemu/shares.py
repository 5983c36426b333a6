"""Directories of the host that a machine has as virtiofs shares, each served by a virtiofsd."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
from typing import Iterator, Sequence

from machine import die_with
from options import Share
from workshop import Failure

# Debian 12's, of qemu-system-common, and later ones' package of its own.
DAEMONS = ("/usr/lib/qemu/virtiofsd", "/usr/libexec/virtiofsd")


def daemon() -> str:
    """The program."""
    found = [path for path in DAEMONS if os.access(path, os.X_OK)]
    if not found:
        raise Failure("read option --share: there is no virtiofsd, so install qemu-system-common")
    if os.geteuid() != 0:
        raise Failure("read option --share: virtiofsd wants to be root")
    return found[0]


@contextlib.contextmanager
def served(shares: Sequence[Share]) -> Iterator[list[int]]:
    """For each share a connection to who serves it, until the end; then none of them is left."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(serving(share)) for share in shares]


@contextlib.contextmanager
def serving(share: Share) -> Iterator[int]:
    """One share. It is connected to before the daemon starts, so that nobody waits for a socket to
    appear, and no name of one is left."""
    path = share.path.replace("\\", "\\\\").replace(",", "\\,")
    parent = os.getpid()
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as ours:
        with tempfile.TemporaryDirectory() as folder:
            listener.bind(os.path.join(folder, "share"))
            listener.listen(1)
            ours.connect(listener.getsockname())
        process = subprocess.Popen(
            # In a container it could make no namespaces; and it is one process so, easy to end.
            [daemon(), f"--fd={listener.fileno()}", "-o", f"source={path}",
             "-o", "sandbox=chroot", "-o", "log_level=err"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
            preexec_fn=lambda: die_with(parent, False),
        )  # fmt: skip
        try:
            yield ours.fileno()
        finally:
            process.kill()
            process.wait()


def words(shares: Sequence[Share]) -> list[str]:
    """What launch mounts for the command: all but a share that is the root."""
    mounted = [share for share in shares if share.place != "/"]
    return [f"--mount=type=virtiofs,src={share.tag},dst={share.place}" for share in mounted]


def kernel_words(shares: Sequence[Share]) -> list[str]:
    """What makes a share the root."""
    return [f"root={share.tag} rootfstype=virtiofs rw" for share in shares if share.place == "/"]

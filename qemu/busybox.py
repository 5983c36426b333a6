"""Makes a small root from Debian's busybox-static, for when no Alpine is to be had."""

from __future__ import annotations

import os
import shutil

import architectures
import debian
from architectures import Architecture
from workshop import save, scratch, tool

DIRECTORIES = (
    # name    mode
    ("dev", 0o755),
    ("etc", 0o755),
    ("home", 0o755),
    ("lib", 0o755),
    ("mnt", 0o755),
    ("proc", 0o555),
    ("root", 0o700),
    ("run", 0o755),
    ("srv", 0o755),
    ("sys", 0o555),
    ("tmp", 0o1777),
    ("var", 0o755),
)

SCRIPT = "etc/udhcpc/default.script"  # where Debian's udhcpc looks for it
DHCP = """#!/bin/sh
[ "$1" = bound ] || exit 0
ip addr add "$ip/$mask" dev "$interface"
ip route add default via "$router"
for server in $dns; do echo "nameserver $server"; done > /etc/resolv.conf
"""

FILES = (
    ("etc/passwd", b"root::0:0:root:/root:/bin/sh\ndaemon:x:2:2:daemon:/sbin:/bin/false\n"
                   b"nobody:x:65534:65534:nobody:/:/bin/false\n"),
    ("etc/group", b"root:x:0:\ndaemon:x:2:\ntty:x:5:\nnogroup:x:65534:\n"),
    ("etc/hostname", b"localhost\n"),
    ("etc/hosts", b"127.0.0.1\tlocalhost\n::1\tlocalhost\n"),
    ("etc/motd", b"A small root, made of Debian's busybox-static.\n"),
    (SCRIPT, DHCP.encode()),
    ("etc/profile", b"PS1='\\h:\\w\\$ '\n"),
)


def present(architecture: Architecture) -> bool:
    """Whether it has been made already."""
    return os.path.isdir(architecture.path("busybox"))


def root(architecture: Architecture) -> str:
    """The root's directory, made when it is not there yet."""
    if not present(architecture):
        with scratch() as folder:
            populate(os.path.join(folder, "root"), folder, architecture)
            os.makedirs(os.path.dirname(architecture.path("busybox")), exist_ok=True)
            os.rename(os.path.join(folder, "root"), architecture.path("busybox"))
    return architecture.path("busybox")


def program_in(folder: str, architecture: Architecture) -> str:
    """The package's one program."""
    debian.unpack("busybox-static", folder, architecture)
    return os.path.join(folder, "bin", "busybox")


def populate(target: str, folder: str, architecture: Architecture) -> None:
    """Takes the program, under all the names that it says it has; the host's own says it for all."""
    program = speaker = program_in(os.path.join(folder, "package"), architecture)
    if architecture.foreign:
        speaker = program_in(os.path.join(folder, "native"), architectures.X86_64)
    for name in ("bin", "sbin", "usr/bin", "usr/sbin"):
        os.makedirs(os.path.join(target, name))
    shutil.copy2(program, os.path.join(target, "bin", "busybox"))
    for applet in tool("list applets", speaker, "--list-full").decode().split():
        link = os.path.join(target, applet)
        if os.path.isdir(os.path.dirname(link)) and not os.path.lexists(link):
            os.symlink("/bin/busybox", link)
    for name, mode in DIRECTORIES:
        os.mkdir(os.path.join(target, name))
        os.chmod(os.path.join(target, name), mode)
    os.makedirs(os.path.join(target, os.path.dirname(SCRIPT)))
    for name, content in FILES:
        save(os.path.join(target, name), content)
    os.chmod(os.path.join(target, SCRIPT), 0o755)

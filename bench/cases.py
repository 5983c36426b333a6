"""The classes of work that launchers are compared in."""

from __future__ import annotations

import os
from typing import NamedTuple

import floors
import peers
import workshop

STATIC, DYNAMIC = "/bench-true", "/bin/true"  # in the root
IMAGE = os.path.join(workshop.made("bench", "image"), "root")
EVERYBODY = ("unshare + chroot", "unshare", "bwrap", "crun", "runc", "systemd-nspawn")


class Case(NamedTuple):
    """What a job of it is, as what the floor is compiled, launch's options, who else can do it, who, refusing
    it, proves that this host cannot, and whether the host has a rest before each run."""

    name: str
    what: str
    flags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    options: tuple[str, ...] = ("--share=net",)
    peers: tuple[str, ...] = ("unshare", "bwrap")
    command: str = STATIC
    bars: dict[str, float] = {}
    proof: str = ""
    rested: bool = False

    def job(self, root: str) -> peers.Job:
        """One in a root, or in the image of one."""
        flags = dict.fromkeys(self.flags, True)
        return peers.Job(IMAGE if "image" in flags else root, self.command, **flags)

    def floor(self) -> str:
        """The program that does this by hand."""
        return floors.build("launcher", *self.kinds)


LIMITS = "The default posture without a network, 256 MiB of memory and 100 processes"
LIMITED = (("limits",), ("LIMITS",), ("--share=net", "--memory=256m", "--pids=100"), ("sh", "crun", "runc"))
CONTAINERS = {"bwrap": 0.4, "crun": 0.25, "runc": 0.05}
CASES = (
    Case("namespaces", "New namespaces but for the network, nothing confined", (), ("OPEN",),
         ("--share=net", "--privileged")),
    Case("default", "The default posture, without a network namespace", peers=EVERYBODY,
         bars={"floor": 1.1, "unshare + chroot": 0.75, **CONTAINERS}),
    Case("confined", "The default posture, without a network namespace, beside peers that confine as much",
         ("confined",), peers=tuple(CONTAINERS), bars=CONTAINERS),
    Case("network", "The default posture", ("network",), ("NETWORK",), (), EVERYBODY,
         bars={"floor": 1.1, **dict.fromkeys(EVERYBODY, 1)}),
    Case("dynamic", "The default posture without a network, a dynamic busybox", command=DYNAMIC),
    Case("rootless", "The default posture without a network, as an ordinary user", ("user",), ("USER",),
         peers=("unshare", "bwrap", "crun", "runc"), proof="unshare"),
    Case("image", "The default posture without a network, the root a squashfs image", ("image",), ("IMAGE",),
         peers=("sh", "systemd-nspawn"), proof="sh"),
    Case("limits", LIMITS, *LIMITED, proof="sh"),
    Case("limits-rested", f"{LIMITS}, after a rest", *LIMITED, proof="sh", rested=True),
)  # fmt: skip
# It makes no difference where the host has few mounts; bench/scaling has more.
LEFT = Case("left", "The default posture without a network, the host's mounts left", (), ("LEAVING",),
            ("--share=net", "--propagation=left"), ())
# In a machine, for its kernel has the limits in cgroup2.
UNIFIED = Case("limits", f"{LIMITS}, in cgroup2", ("limits",), ("LIMITS", "UNIFIED"), LIMITED[2], ())

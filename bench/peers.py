"""The words by which launch's peers do what it does, each in its fastest way that gives the command a /proc."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import Callable, NamedTuple

import confining
import workshop

Words = list[str]

# In new mount, pid, ipc, uts and cgroup namespaces with a fresh /proc; bwrap makes a fresh /dev, too.
UNSHARE = ["unshare", "-m", "-p", "-f", "-i", "-u", "-C", "--mount-proc"]
NAME = f"bench-{os.getpid()}"  # others may measure, too
NOBODY = 65534  # of this user and group are the runs without rights
STATES = {False: "/run/bench-root", True: "/run/bench-user"}  # where crun and runc note who runs
PLACE = workshop.made("bench", "place")  # where sh mounts an image
BUNDLES = workshop.made("bench", "bundles")  # of crun and runc
# A file of each controller of cgroups of version 1, and what to write there.
MEMORY, PROCESSES = 256 << 20, 100
CONTROLLERS = {"memory": ("memory.limit_in_bytes", str(MEMORY)), "pids": ("pids.max", str(PROCESSES)),
               "freezer": ("", "")}  # fmt: skip


class Job(NamedTuple):
    """What is to be done: a command in a root, and with what."""

    root: str
    command: str
    network: bool = False
    user: bool = False
    image: bool = False
    limits: bool = False
    confined: bool = False


def settle() -> None:
    """In a mount namespace of one's own: what crun, runc and systemd-nspawn want of a host."""
    workshop.tool("mount /run", "mount", "-t", "tmpfs", "bench", "/run")
    subprocess.run(["umount", "/sys/fs/cgroup/unified"], capture_output=True, check=False)
    os.mkdir(STATES[True])
    os.chown(STATES[True], NOBODY, NOBODY)


def cgroups() -> dict[str, str]:
    """The directory of a cgroup below our own, by controller."""
    with open("/proc/self/cgroup", encoding="utf-8") as file:
        ours = {kinds: path for _, kinds, path in (line.rstrip().split(":", 2) for line in file)}
    return {kind: f"/sys/fs/cgroup/{kind}{ours.get(kind, '')}".rstrip("/") + f"/{NAME}"
            for kind in CONTROLLERS}  # fmt: skip


def limits() -> Words:
    """For each a directory, a file in it, and what to write there."""
    return [word for kind, path in cgroups().items() for word in (path, *CONTROLLERS[kind])]


def unshare(job: Job) -> Words:
    """It changes the root itself, and runs what is there, with a /proc."""
    flags = [*(["-n"] if job.network else []), *(["-r"] if job.user else [])]
    return [*UNSHARE, *flags, "-R", job.root, job.command]


def unshare_and_chroot(job: Job) -> Words:
    """As people type it, without a /proc."""
    return [*UNSHARE[:-1], *(["-n"] if job.network else []), "chroot", job.root, job.command]


def bwrap(job: Job) -> Words:
    """The same with a /dev; its cgroup namespace goes by itself."""
    user = ["--unshare-user", "--uid", "0", "--gid", "0"] if job.user else []
    network = ["--unshare-net"] if job.network else []
    posture = confining.bubble() if job.confined else []
    return [*bubble(job.root), *user, *network, *posture, job.command]


def bubble(root: str) -> Words:
    """bwrap's words before those of a command."""
    return ["bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup",
            "--bind", root, "/", "--proc", "/proc", "--dev", "/dev"]  # fmt: skip


def by_hand(job: Job) -> Words:
    """What a person would type into a shell."""
    if job.image:
        script = (f"mount -t squashfs -o ro,loop {job.root} {PLACE} && mount -t proc proc {PLACE}/proc && "
                  f"exec chroot {PLACE} {job.command}")  # fmt: skip
        return [*UNSHARE[:-1], "sh", "-c", script]
    paths = cgroups()
    limit = [f"echo {value} >{paths[kind]}/{file}"
             for kind, (file, value) in CONTROLLERS.items() if file]  # fmt: skip
    enter = [f"echo 0 >{path}/tasks" for path in paths.values()]  # cgroup.procs would wait for a grace period
    run = " && ".join([*enter, f"exec {' '.join(unshare(job))}"])
    all_paths = " ".join(paths.values())
    made = " && ".join([f"mkdir -p {all_paths}", *limit, f"sh -c '{run}'"])
    return ["sh", "-c", f"{made}; status=$?; rmdir {all_paths}; exit $status"]


def bundle(tool: str, job: Job) -> str:
    """A directory with what the tool's own specification becomes for the job."""
    flags = [name for name, value in job._asdict().items() if value is True]
    path = workshop.made(BUNDLES, "-".join((tool, *flags, os.path.basename(job.command))))
    configuration = os.path.join(path, "config.json")
    if os.path.exists(configuration):
        os.unlink(configuration)
    workshop.tool("make a bundle", tool, "spec", *(["--rootless"] if job.user else []), folder=path)
    with open(configuration, encoding="utf-8") as file:
        spec = json.load(file)
    fill(spec, job)
    workshop.save(configuration, json.dumps(spec).encode())
    os.chmod(configuration, 0o644)
    return path


def fill(spec: dict, job: Job) -> None:
    """Makes it the job's: no more namespaces and mounts than launch makes."""
    spec["process"].update(terminal=False, args=[job.command])
    spec["root"] = {"path": job.root}
    spec["mounts"] = [each for each in spec["mounts"] if each["type"] not in ("cgroup", "cgroup2")]
    system = spec["linux"]
    kinds = {each["type"] for each in system["namespaces"]} | {"cgroup"}
    kinds -= set() if job.network else {"network"}
    system["namespaces"] = [{"type": kind} for kind in sorted(kinds)]
    if job.user:
        only = [{"containerID": 0, "hostID": NOBODY, "size": 1}]
        system.update(uidMappings=only, gidMappings=only)
    if job.limits:
        system["resources"].update(memory={"limit": MEMORY}, pids={"limit": PROCESSES})
    if job.confined:
        confining.fill(spec)


def crun(job: Job) -> Words:
    """Without a cgroup where launch makes none."""
    manager = [] if job.limits else ["--cgroup-manager=disabled"]
    return ["crun", f"--root={STATES[job.user]}", *manager, "run", f"--bundle={bundle('crun', job)}", NAME]


def runc(job: Job) -> Words:
    """It always makes a cgroup."""
    return ["runc", f"--root={STATES[job.user]}", "run", f"--bundle={bundle('runc', job)}", NAME]


def nspawn(job: Job) -> Words:
    """It registers nothing and starts no unit."""
    network = ["--private-network"] if job.network else []
    root = f"--{'image' if job.image else 'directory'}={job.root}"
    return ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--as-pid2", *network, root,
            job.command]  # fmt: skip


ALL: dict[str, Callable[[Job], Words]] = {
    "unshare + chroot": unshare_and_chroot, "unshare": unshare, "bwrap": bwrap, "sh": by_hand, "crun": crun,
    "runc": runc, "systemd-nspawn": nspawn,
}  # fmt: skip


def words(name: str, job: Job) -> Words:
    """Those of a peer, if it is there."""
    if shutil.which(name.split()[0]) is None:
        raise workshop.Failure(f"run {name}: not installed")
    return ALL[name](job)

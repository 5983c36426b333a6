"""launch's default posture in the words of peers that can confine a command as much."""

from __future__ import annotations

import functools
import os
import re
import struct
import subprocess
import sys

import floors
import place
import workshop

sys.path.append(os.path.join(place.TOP, "seccomp"))

import generate  # noqa: E402
import table  # noqa: E402

MACHINE = "x86_64"
CALLS = os.path.join(place.TOP, "seccomp", "calls.txt")
ERRNOS = {"refuse": 1, "deny": 38}
# Of /proc/self/status. Of the bounding set bwrap drops nothing; with no_new_privs that makes no difference.
FIELDS = ("CapPrm", "CapEff", "NoNewPrivs", "Seccomp")
LOOK = "/bench-look"  # in the root: prints these


def listed(header: str, name: str, word: str) -> list[str]:
    """What a table of the floor has, which is compared with launch."""
    with open(os.path.join(floors.SOURCES, header), encoding="utf-8") as file:
        text = re.search(rf"\b{name}(?:\[\])? = (.*?);", file.read(), re.S)[1]
    return re.findall(word, text)


def paths(*names: str) -> list[str]:
    """Those of the tables of what is covered and what is read-only."""
    return [f"/{path}" for name in names for path in listed("inside.h", name, r'"(.*?)"')]


# Of /proc and /sys.
COVERED = paths("covered_files")
EMPTIED = paths("covered_directories", "covered_in_sys")
FIXED = paths("read_only")
CAPABILITIES = listed("posture.h", "kept", r"CAP_\w+")


@functools.cache
def filter_file() -> str:
    """The default filter as the kernel takes it, which bwrap reads."""
    rules = table.read(CALLS, MACHINE, ["gcc"])
    program, start = generate.build(rules, table.MACHINES[MACHINE])
    path = os.path.join(floors.MADE, "filter.bpf")
    workshop.save(path, b"".join(struct.pack("<HBBI", *row) for row in program.rows()[start:]))
    return path


def condition(rule: table.Rule, value: int) -> dict:
    """That of a rule for one of its values, as the OCI runtime spec has it (linux.seccomp.syscalls.args)."""
    names = {"is": "SCMP_CMP_EQ", "is not": "SCMP_CMP_NE", "lacks": "SCMP_CMP_MASKED_EQ"}
    return {"index": rule.argument, "value": value, "valueTwo": 0, "op": names[rule.test]}


def rows(rule: table.Rule, names: list[str]) -> list[dict]:
    """What becomes of calls that are treated alike. A row looks at one value of an argument, and any row that fits
    allows: of two that it may not have only the first is refused."""
    if not rule.test:
        errno = {"errnoRet": ERRNOS[rule.verb]} if rule.verb != "allow" else {}
        action = "SCMP_ACT_ERRNO" if errno else "SCMP_ACT_ALLOW"
        return [{"names": names, "action": action, **errno}]
    values = rule.values if rule.test == "is" else rule.values[:1]
    return [{"names": names, "action": "SCMP_ACT_ALLOW", "args": [condition(rule, value)]}
            for value in values]  # fmt: skip


@functools.cache
def profile() -> dict:
    """The same rules as linux.seccomp; what the table does not have is denied."""
    with open(CALLS, encoding="utf-8") as file:
        lines = file.read().splitlines()
    names: dict[table.Rule, list[str]] = {}
    for rule, machines, name in table.names(lines):
        if MACHINE in machines and rule.verb not in ("nested", "deny"):
            names.setdefault(rule, []).append(name)
    return {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": ERRNOS["deny"],
            "architectures": ["SCMP_ARCH_X86_64"],
            "syscalls": [row for rule, which in names.items() for row in rows(rule, which)]}  # fmt: skip


def fill(spec: dict) -> None:
    """Makes the posture of crun's or runc's configuration launch's."""
    process, system = spec["process"], spec["linux"]
    process["capabilities"] = {kind: CAPABILITIES for kind in ("bounding", "effective", "permitted")}
    process["noNewPrivileges"] = True
    del process["rlimits"]
    system.update(maskedPaths=COVERED + EMPTIED, readonlyPaths=FIXED, seccomp=profile())


def bubble() -> list[str]:
    """bwrap's words for it, once it has a /proc and a /dev. It can make no sysfs, and goes without; the host's
    would come with the cgroups below it. It reads the filter from its stdin."""
    there = [path for path in (*COVERED, *EMPTIED, *FIXED) if path.startswith("/proc/") and os.path.exists(path)]
    covered = [word for path in COVERED if path in there for word in ("--ro-bind", "/dev/null", path)]
    emptied = [word for path in EMPTIED if path in there for word in ("--tmpfs", path, "--remount-ro", path)]
    fixed = [word for path in FIXED if path in there for word in ("--ro-bind", path, path)]
    kept = [word for name in CAPABILITIES for word in ("--cap-add", name)]
    return ["--mqueue", "/dev/mqueue", *covered, *emptied, *fixed, "--hostname", "bench", "--new-session",
            "--cap-drop", "ALL", *kept, "--seccomp", "0"]  # fmt: skip


def put_look(root: str) -> None:
    """Puts what prints these into a root."""
    workshop.save(root + LOOK, b"#!/bin/sh\nexec cat /proc/self/status\n")
    os.chmod(root + LOOK, 0o755)


def rights(words: list[str]) -> list[str]:
    """What the kernel holds of a command of these words, which prints it."""
    with open(filter_file(), "rb") as file:
        done = subprocess.run(words, stdin=file, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise workshop.Failure(f"look at {words[0]}'s rights: {done.stderr.strip()[:300]}")
    return [line for line in done.stdout.splitlines() if line.split(":")[0] in FIELDS]


def misfit(words: list[str], ours: list[str]) -> str:
    """In what the rights of a peer's command are not those of launch's; empty if they are."""
    wanted = rights([*ours[:-1], LOOK])
    try:
        its = rights(words)
    except workshop.Failure as failure:
        return str(failure)
    return "" if its == wanted else f"its rights are others: {sorted(set(its) ^ set(wanted))}"

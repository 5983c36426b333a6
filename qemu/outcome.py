"""How a run ended, what that means as an exit status, and the record of it."""

from __future__ import annotations

import json
import re
import signal
from dataclasses import dataclass, replace

from interruption import Interrupted
from workshop import Failure, save

TROUBLES = (Failure, Interrupted, OSError)
STATUS = {"handover": 0, "no-report": 122, "panic": 123, "hang": 124, "error": 125}
TIMEOUT = 124  # launch's own --timeout is over


@dataclass(frozen=True)
class Outcome:
    """One of exit, signal, request, timeout, failed, no-root, out-of-memory: as PID 1 reported. Else
    one of STATUS; an out-of-memory without a number is a panic; "status" is all that was left to us.

    After a handover the root's own init has ended the machine, and nobody can say how well.
    """

    kind: str
    number: int | None = None  # an exit status, ours or the command's, or a signal
    request: str | None = None
    message: str | None = None

    @property
    def status(self) -> int:
        """What qemu/run exits with."""
        if self.kind == "request":
            return 0
        if self.signal is not None:
            return 128 + self.signal
        if self.number is None:
            return STATUS["panic" if self.kind == "out-of-memory" else self.kind]
        return self.number

    @property
    def signal(self) -> int | None:
        """What the command was killed by."""
        return self.number if self.kind in ("signal", "out-of-memory") else None


REPORTS = (
    (rb"exit (\d{1,3})", lambda code: Outcome("exit", int(code))),
    (rb"signal (\d{1,2})", lambda number: Outcome("signal", int(number))),
    (rb"request (poweroff|reboot|halt|kexec)", lambda what: Outcome("request", request=what.decode())),
    (rb"timeout", lambda: Outcome("timeout", TIMEOUT)),
    (rb"failed (12[567]) (.*)", lambda code, text: failed(int(code), text)),
)


def renamed(known: Outcome, kind: str) -> Outcome:
    """The same outcome by a name that says more."""
    return replace(known, kind=kind)


def panicked(console: bytes, mark: bytes) -> Outcome:
    """The kernel's last words, which begin with a mark, say whether it was out of memory."""
    words = console.rpartition(mark)[2].partition(b"\n")[0]
    why = printable(words.strip(b": \r"))
    kind = "out-of-memory" if "memory" in why.lower() else "panic"
    return Outcome(kind, message=f"qemu/run: run machine: its kernel panicked: {why}")


def failed(code: int, text: bytes) -> Outcome:
    """launch's own failure."""
    return Outcome("failed", code, message=f"launch: {printable(text)}")


def printable(text: bytes) -> str:
    """A sentence from inside: only what can be printed passes."""
    return "".join(c if c.isprintable() else "?" for c in text.decode(errors="replace"))


def read(line: bytes) -> Outcome | None:
    """The outcome that a line of PID 1's report stands for, if it stands for one."""
    for pattern, make in REPORTS:
        match = re.fullmatch(pattern, line)
        if match:
            return make(*match.groups())
    return None


def of(error: Exception) -> Outcome:
    """What one of TROUBLES comes to."""
    if isinstance(error, Interrupted):
        return Outcome("error", 128 + error.number, message=f"qemu/run: run machine: {error}")
    if isinstance(error, BrokenPipeError):
        return Outcome("error", 128 + signal.SIGPIPE)
    if isinstance(error, OSError):
        done = f"use {error.filename}" if error.filename else "run machine"
        return Outcome("error", message=f"qemu/run: {done}: {error.strerror}")
    return Outcome("error", message=f"qemu/run: {error}")


def record(path: str, outcome: Outcome, facts: dict[str, object]) -> None:
    """Writes what happened as JSON."""
    content = {
        "outcome": outcome.kind,
        "code": outcome.number if outcome.signal is None else None,
        "signal": outcome.signal,
        "request": outcome.request,
        "message": outcome.message,
        "exit_status": outcome.status,
        **facts,
    }
    save(path, json.dumps(content, indent=2).encode() + b"\n")

"""How a run ended, what that means as an exit status, and the record of it."""

from __future__ import annotations

import json
import re
import signal
from dataclasses import dataclass

from interruption import Interrupted
from workshop import Failure, save

TROUBLES = (Failure, Interrupted, OSError)
STATUS = {"handover": 0, "no-report": 122, "panic": 123, "timeout": 124, "error": 125}


@dataclass(frozen=True)
class Outcome:
    """One of exit, signal, request, failed: as PID 1 reported. Else one of STATUS.

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
        if self.kind == "signal":
            return 128 + (self.number or 0)
        return STATUS[self.kind] if self.number is None else self.number


REPORTS = (
    (rb"exit (\d{1,3})", lambda code: Outcome("exit", int(code))),
    (rb"signal (\d{1,2})", lambda number: Outcome("signal", int(number))),
    (rb"request (poweroff|reboot|halt|kexec)", lambda what: Outcome("request", request=what.decode())),
    (rb"timeout", lambda: Outcome("timeout")),
    (rb"failed (12[567]) (.*)", lambda code, text: failed(int(code), text)),
)


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
        "code": outcome.number if outcome.kind in ("exit", "failed") else None,
        "signal": outcome.number if outcome.kind == "signal" else None,
        "request": outcome.request,
        "message": outcome.message,
        "exit_status": outcome.status,
        **facts,
    }
    save(path, json.dumps(content, indent=2).encode() + b"\n")

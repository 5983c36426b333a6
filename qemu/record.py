"""What PID 1 has told over one channel: a line each, the last of them after the unmounts."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import outcome
from outcome import Outcome

LONGEST = 1 << 14  # bytes of a line; more is noise
LAST = "off"  # the stage that begins when all else is done


@dataclass
class Record:
    """One channel's record, as far as it has come."""

    text: bytearray = field(default_factory=bytearray)
    outcome: Outcome | None = None
    stages: dict[str, int] = field(default_factory=dict)  # when each began, in the guest's µs
    zero: float = float("inf")  # when the guest's clock began, at the latest, by our clock
    kills: int = 0  # by the kernel, which was out of memory
    handed_over: bool = False  # PID 1 is another program now, and tells no more

    @property
    def worth(self) -> tuple[bool, bool, int]:
        """Of the records of one machine, the one that is worth most counts."""
        return LAST in self.stages, self.outcome is not None, len(self.stages)

    def take(self, content: bytes) -> int:
        """Reads on; the answer is how much more input PID 1 can take."""
        *lines, rest = (self.text + content).split(b"\n")
        self.text = rest[-LONGEST:]
        return sum(self.read(bytes(line)) for line in lines)

    def read(self, line: bytes) -> int:
        """Reads one line; what PID 1 never says is noise."""
        word, _, rest = line.partition(b" ")
        if word == b"input" and rest.isdigit():
            return int(rest)
        if word == b"timeline":
            self.place(rest.decode(errors="replace").split(" "))
        elif word == b"oom" and rest.isdigit():
            self.kills = int(rest)
        elif line == b"handover":
            self.handed_over = True
        else:
            self.outcome = self.outcome or outcome.read(line)
        return 0

    def place(self, words: list[str]) -> None:
        """A timeline so far, which was sent when its last stage began: that tells the time."""
        pairs = list(zip(words[::2], words[1::2]))
        if not pairs or not all(begin.isdigit() for _, begin in pairs):
            return
        self.stages = {name: int(begin) for name, begin in pairs}
        self.zero = min(self.zero, time.monotonic() - int(pairs[-1][1]) / 1e6)

    def verdict(self) -> Outcome | None:
        """How it ended, told apart where the stages or the kernel's killing say more."""
        told = self.outcome
        if told and told.kind == "failed" and "root" in self.stages and "start" not in self.stages:
            return outcome.renamed(told, "no-root")
        if told and told.kind == "signal" and told.number == 9 and self.kills:
            return outcome.renamed(told, "out-of-memory")
        return told


def best(records: list[Record]) -> Record:
    """The record that is worth most."""
    return max(records, key=lambda record: record.worth)

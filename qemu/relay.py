"""Carries bytes between the machine's serial lines and our own standard streams.

One poll loop: nothing blocks but the wait for something to happen, so neither a reader that has
stalled nor an input that never ends can keep a finished machine alive.
"""

from __future__ import annotations

import os
import select
import time
from typing import Callable, Sequence

import record
from lines import Input, Line, Stream
from outcome import Outcome
from record import Record

TAIL = 1 << 15  # bytes kept of the console
PAUSE = 0.002  # seconds in which the machine's bytes, sent one by one, gather to be read at once
GRACE = 10.0  # seconds for a machine to end after its report
HALTED = b"reboot: System halted"
LATE = "qemu/run: wait for machine: it did not end in time"


class Relay:
    """The lines of one machine, until they are all closed."""

    def __init__(
        self,
        console: int,
        report: int,
        ports: list[int],
        data: dict[int, int],
        live: bool,
        others: Sequence[Line] = (),
    ) -> None:
        """`data` maps lines of output to streams of ours; without any there is no input either.

        `ports` carry the record, too.
        """
        os.set_blocking(report, False)
        self.streams = {number: Stream(number) for number in (1, 2)}
        self.tail = bytearray()
        self.late: Outcome | None = None  # we had to end the machine
        self.records = [Record() for _ in (report, *ports)]
        self.input = Input(0, report, ended=not data)
        errors = self.streams[2] if live else None
        self.lines = [Line(console, self.heard, errors), Line(report, self.reported)]
        self.lines += others
        self.lines += [Line(port, each.take) for port, each in zip(ports, self.records[1:])]
        for line, number in data.items():
            stream = self.streams[number]
            self.lines.append(Line(line, stream.waiting.extend, stream))

    def heard(self, content: bytes) -> None:
        """The console: kept, and shown when it is wanted live."""
        self.tail += content
        del self.tail[:-TAIL]
        if self.lines[0].stream:
            self.lines[0].stream.waiting += content

    def reported(self, content: bytes) -> None:
        """The report's line: credit for input, and in the end how it all ended."""
        self.input.credit += self.records[0].take(content)

    @property
    def record(self) -> Record:
        """What is known best."""
        return record.best(self.records)

    @property
    def outcome(self) -> Outcome | None:
        """How it ended, as soon as anybody has said so."""
        return self.record.verdict() or self.late

    def wanted(self) -> dict[int, list[tuple[int, Callable[[], None]]]]:
        """What to wait for, and what to do then."""
        readable = [line for line in self.lines if line.ready()]
        actions = [(line.descriptor, select.POLLIN, line.read) for line in readable]
        if self.input.ready():
            actions.append((self.input.descriptor, select.POLLIN, self.input.read))
        if self.input.frame:
            actions.append((self.input.line, select.POLLOUT, self.input.flush))
        for stream in self.streams.values():
            if stream.waiting:
                actions.append((stream.descriptor, select.POLLOUT, stream.flush))
        wanted: dict[int, list[tuple[int, Callable[[], None]]]] = {}
        for descriptor, event, action in actions:
            wanted.setdefault(descriptor, []).append((event, action))
        return wanted

    def step(self, patience: float | None) -> bool:
        """Waits once and does what has become possible; False when the time is over."""
        wanted = self.wanted()
        poll = select.poll()
        for descriptor, actions in wanted.items():
            poll.register(descriptor, sum(event for event, _ in actions))
        happened = poll.poll(None if patience is None else max(patience, 0) * 1000)
        for descriptor, events in happened:
            for event, action in wanted[descriptor]:
                if events & (event | select.POLLHUP | select.POLLERR):
                    action()
        time.sleep(PAUSE)
        return bool(happened)

    def run(self, timeout: float | None, end: Callable[[], None]) -> Outcome | None:
        """Carries everything; the outcome is what PID 1 reported, if it did.

        `end` ends the machine: when the time is over, or when it has halted, for then it would
        never end by itself. What it has sent before is carried on: without a limit of time when
        it has reported, because then the command's output is complete and worth waiting for.
        """
        limit = None if timeout is None else time.monotonic() + timeout
        reported = ended = False
        while self.unfinished():
            in_time = self.step(None if limit is None else limit - time.monotonic())
            if not in_time and ended:
                break
            if self.outcome and not reported:
                reported, limit = True, time.monotonic() + GRACE
            halted = (reported or self.record.handed_over) and HALTED in self.tail
            if not ended and (not in_time or halted):
                end()
                ended, limit = True, None if reported else time.monotonic() + GRACE
                if not halted:
                    self.late = Outcome("hang", message=LATE)
        return self.outcome

    def unfinished(self) -> bool:
        """Whether anything is still to come or to be handed on."""
        waiting = any(stream.waiting for stream in self.streams.values())
        return waiting or not all(line.closed for line in self.lines)

"""The ends of the relay: our standard streams, and the machine's serial lines."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Callable

FULL = 1 << 16  # bytes that wait for a stream of ours before a line is read no further
ATOMIC = 4096  # a pipe that poll calls writable takes this much without blocking
FRAME = 4096  # the longest piece of input in one frame


@dataclass
class Stream:
    """One of our own streams, with what it could not take yet."""

    descriptor: int
    waiting: bytearray = field(default_factory=bytearray)

    def flush(self) -> None:
        """Writes what the stream takes without blocking."""
        del self.waiting[: os.write(self.descriptor, self.waiting[:ATOMIC])]


@dataclass
class Line:
    """A line out of the machine; it is closed when the machine ends."""

    descriptor: int
    take: Callable[[bytes], object]
    stream: Stream | None = None  # the one it fills, and must wait for
    closed: bool = False

    def ready(self) -> bool:
        """Whether to read on."""
        return not self.closed and not (self.stream and len(self.stream.waiting) > FULL)

    def read(self) -> None:
        """Takes what is there."""
        try:
            content = os.read(self.descriptor, FULL)
        except ConnectionResetError:  # the machine ended with input unread
            content = b""
        self.closed = not content
        self.take(content)


@dataclass
class Input:
    """Our stdin on its way into the machine, in frames, as far as PID 1 has given credit.

    The guest's serial line would drop what comes faster than it is read.
    """

    descriptor: int
    line: int
    credit: int = 0
    frame: bytearray = field(default_factory=bytearray)
    ended: bool = False

    def ready(self) -> bool:
        """Whether to read more of it."""
        return self.credit > 0 and not self.frame and not self.ended

    def read(self) -> None:
        """Makes the next frame; one without content is the end of file."""
        try:
            content = os.read(self.descriptor, min(self.credit, FRAME))
        except OSError:  # a directory, or a terminal that is gone
            content = b""
        self.credit -= len(content)
        self.ended = not content
        self.frame += len(content).to_bytes(2, "big") + content

    def flush(self) -> None:
        """Hands over what the line takes."""
        try:
            del self.frame[: os.write(self.line, self.frame)]
        except (BrokenPipeError, ConnectionResetError):  # the machine has ended
            self.frame.clear()

"""A program's output, line by line, with a deadline for each; it is over when the program is."""

from __future__ import annotations

import atexit
import os
import select
import signal
import subprocess
import time


class Lines:
    """Reads a process that leads a session of its own, which is killed in the end."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        self.process = process
        self.descriptor = process.stdout.fileno()
        self.held = b""
        self.late = False

    def __enter__(self) -> Lines:
        atexit.register(self.kill)  # for a thread that is not waited for
        return self

    def __exit__(self, *_: object) -> None:
        atexit.unregister(self.kill)
        self.kill()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def next(self, deadline: float) -> str | None:
        """The next line; none after the last one, or when the deadline has passed."""
        while b"\n" not in self.held:
            left = max(0.0, deadline - time.monotonic())
            self.late = not select.select([self.descriptor], [], [], left)[0]
            piece = b"" if self.late else os.read(self.descriptor, 65536)
            if not piece:
                rest, self.held = self.held, b""
                return rest.decode(errors="replace") + "\n" if rest else None
            self.held += piece
        line, self.held = self.held.split(b"\n", 1)
        return line.decode(errors="replace") + "\n"

    def ending(self) -> str:
        """How the program ended; one that was late is killed."""
        if self.late:
            self.kill()
            return "the test hung and was killed"
        status = self.process.wait()
        if status < 0:
            return f"the program died of {signal.Signals(-status).name}"
        return f"the program exited with status {status}"

    def kill(self) -> None:
        """Ends the process and its group, unless it has ended."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

"""What QEMU itself tells of the machine, over QMP: that it has panicked, by its pvpanic."""

from __future__ import annotations

import json

LONGEST = 1 << 16  # bytes of a line
HELLO = b'{"execute": "qmp_capabilities"}\n'  # else it tells nothing


class Events:
    """The events of one machine, as far as they have come."""

    def __init__(self) -> None:
        self.text = b""
        self.panicked = False

    def take(self, content: bytes) -> None:
        """Reads on: a line is an object."""
        *lines, rest = (self.text + content).split(b"\n")
        self.text = rest[-LONGEST:]
        for line in lines:
            if json.loads(line).get("event") == "GUEST_PANICKED":
                self.panicked = True

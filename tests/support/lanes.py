"""What runs at the same time: two things, for most of them keep one processor busy.

Who is free takes the next share of the tests, which are in an order: those that take long or want no neighbour of
their own kind come first, and last what fills the lanes evenly.
"""

from __future__ import annotations

import queue
import threading
from typing import Callable, Iterator, NamedTuple

from result import Result

LANES = 2


class Share(NamedTuple):
    """Tests that run one after the other: their names, and what runs them until it is told to stop."""

    names: list[str]
    run: Callable[[threading.Event], Iterator[Result]]


def run(shares: list[Share]) -> Iterator[Result]:
    """Runs them all; a result comes when it is there."""
    said: queue.SimpleQueue[Result | None] = queue.SimpleQueue()
    stop = threading.Event()
    left = iter(shares)

    def work() -> None:
        try:
            for share in left:
                for result in share.run(stop):
                    said.put(result)
        finally:
            said.put(None)

    lanes = [threading.Thread(target=work, daemon=True) for _ in range(LANES)]
    missing = dict.fromkeys(name for share in shares for name in share.names)
    try:
        for lane in lanes:
            lane.start()
        for _ in lanes:
            for result in iter(said.get, None):
                missing.pop(result.name, None)
                yield result
    finally:
        stop.set()
    for name in missing:
        yield Result(name, 0, "its thread has ended without a result\n", False)

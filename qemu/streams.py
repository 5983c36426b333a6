"""Our own standard streams: there even if they were closed, and no reason for a traceback."""

from __future__ import annotations

import os

from workshop import Failure


def open_closed() -> None:
    """A stream that was closed at the start is an empty one, not the next file to be opened."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def tell(text: str, what: str) -> None:
    """Writes on stdout what was asked for; unlike print, it fails here or not at all."""
    left = text.encode()
    while left:
        try:
            left = left[os.write(1, left) :]
        except BrokenPipeError:
            raise  # whoever reads has enough, which is no mistake
        except OSError as error:
            raise Failure(f"write {what}: {error.strerror}") from error


def say(text: str) -> None:
    """One line on stderr; that nobody reads it is no reason to fail."""
    try:
        os.write(2, f"{text}\n".encode(errors="backslashreplace"))
    except OSError:
        pass

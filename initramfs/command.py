"""A command line whose mistakes are one sentence each."""

from __future__ import annotations

import argparse
import os
from typing import NoReturn


class CommandError(Exception):
    """A command line that cannot be followed; the text is one sentence."""


class Parser(argparse.ArgumentParser):
    """argparse's, but it neither exits on a mistake nor leaves its help unwritten unheard."""

    def error(self, message: str) -> NoReturn:
        """A mistake."""
        raise CommandError(f"read options: {message}")

    def print_help(self, file: object = None) -> None:
        """Writes the help at once, for what waits in a buffer fails when nobody listens."""
        try:
            os.write(1, self.format_help().encode())
        except OSError as error:
            raise CommandError(f"write help: {error.strerror}") from error

"""Standard output and error that may be closed or full: one message instead of a traceback, and nothing else is hurt.

A file that is opened while standard output is closed would get its number, and whatever is printed would go into that
file; so the three numbers are taken first.
"""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

from contested.ground.errors import OutputError


class Output(io.TextIOWrapper):
    """Standard output; what it cannot take is one OutputError, and then nothing is printed any more."""

    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError as error:
            self._give_up(error)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> NoReturn:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())  # what waits in the buffer goes there at the end, without another error
        os.close(nowhere)
        why = "the program that read it has ended" if isinstance(error, BrokenPipeError) else error.strerror
        raise OutputError(
            f"standard output cannot be written ({why}).",
            "results in folders are complete; `contested show` prints them",
        ) from None


def guard() -> None:
    """Take the numbers of closed streams, and let standard output tell what goes wrong."""
    for number, way in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:  # closed; output that is opened for reading fails when it is written to
            taken = os.open(os.devnull, way)
            if taken != number:
                os.dup2(taken, number)
                os.close(taken)
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    now = sys.stdout
    if now is None:
        sys.stdout = Output(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), encoding="utf-8")
    elif isinstance(now, io.TextIOWrapper) and not isinstance(now, Output):
        encoding, errors, lines = now.encoding, now.errors, now.line_buffering
        sys.stdout = Output(now.detach(), encoding=encoding, errors=errors, line_buffering=lines)

"""Ctrl-C: the first finishes the day and saves, the second ends at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contested.studies.run.opened import Run


class Stopped(KeyboardInterrupt):
    """A run was stopped and can be continued. A KeyboardInterrupt, so that a script around it stops as well.

    Attributes
    ----------
    run : Run
        What there is so far.
    """

    def __init__(self, run: Run, where: str) -> None:
        super().__init__(f"stopped after {where}; continue with: contested resume {run.path}")
        self.run = run


@contextmanager
def catching() -> Iterator[Callable[[], bool]]:
    """Inside, the first Ctrl-C only sets a flag, which the yielded function reads.

    Outside the main thread Python delivers no signals, and the flag stays down. So it does where Ctrl-C is ignored, as
    it is for `nohup contested ... &`: what was started to survive the terminal is not stopped by it.
    """
    pressed = threading.Event()
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if ignored or threading.current_thread() is not threading.main_thread():
        yield pressed.is_set
        return

    def first(signum: int, frame: object) -> None:
        pressed.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, first)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)

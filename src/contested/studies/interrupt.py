"""Ctrl-C: the first finishes what is being simulated and saves, the second ends at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Stopped(KeyboardInterrupt):
    """A run or a study was stopped and can be resumed. A KeyboardInterrupt, so that a script around it stops as well.

    Parameters
    ----------
    path : Path
        The folder, with what is finished.
    done, total : int
        Steps finished and steps in all, as in `ground.progress.Progress`.
    where : str
        After what it was stopped.
    hint : str
        How to resume; the same command if absent.
    """

    def __init__(self, path: Path, done: int, total: int, where: str, hint: str = "") -> None:
        hint = hint or f"the same command with --out {path} resumes it"
        super().__init__(f"stopped after {where}; {hint}")
        self.path, self.done, self.total = path, done, total


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

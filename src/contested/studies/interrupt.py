"""Ctrl-C, and the signals that end programs: the first finishes what is being done and saves, the second ends at once.

SIGTERM (`kill`, a batch system, a shutdown) and SIGHUP (the terminal is closed) are taken as Ctrl-C is.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from contested.ground.commands import same_command

#: signals that end a program, where the system has them
ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Ended(KeyboardInterrupt):
    """A signal that ends programs came; a KeyboardInterrupt, so that all is tidied up as after Ctrl-C.

    Parameters
    ----------
    signal : int
        Its number.
    """

    def __init__(self, number: int, text: str = "") -> None:
        super().__init__(text)
        self.signal = number


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
    signal : int
        By which signal.
    """

    def __init__(
        self, path: Path, done: int, total: int, where: str, hint: str = "", signal: int = int(signal.SIGINT)
    ) -> None:
        hint = hint or f"{same_command(path)} resumes it"
        super().__init__(f"stopped after {where}; {hint}")
        self.path, self.done, self.total, self.signal = path, done, total, signal


class Stop:
    """Whether a signal came, and which; called, it says whether one did."""

    def __init__(self) -> None:
        self.signal = int(signal.SIGINT)
        self._came = threading.Event()

    def __call__(self) -> bool:
        return self._came.is_set()

    def take(self, number: int) -> None:
        """Note a signal."""
        self.signal = number
        self._came.set()


def raising(number: int, frame: FrameType | None) -> None:
    """Handles a signal by ending what is being done.

    Raises
    ------
    KeyboardInterrupt
    """
    raise Ended(number)


@contextmanager
def catching() -> Iterator[Stop]:
    """Inside, the first signal only sets a flag, which calling the yielded `Stop` reads; the second raises.

    Outside the main thread Python delivers no signals, and the flag stays down. So it does for signals that are
    ignored, as Ctrl-C is for `nohup contested ... &`: what was started to survive the terminal is not stopped by it.
    A program's own handlers of SIGTERM and SIGHUP stay as they are.
    """
    stop = Stop()
    before: dict[int, Handler] = {}

    def first(number: int, frame: FrameType | None) -> None:
        stop.take(number)
        for other in before:
            signal.signal(other, raising)

    if threading.current_thread() is threading.main_thread():
        before = {number: signal.getsignal(number) for number in ENDING if _ours(number)}
    for number in before:
        signal.signal(number, first)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


Handler = Callable[[int, FrameType | None], object] | int | None


def _ours(number: int) -> bool:
    """Whether a signal is taken: one that nobody ignores, and for which nobody has a handler of their own."""
    now = signal.getsignal(number)
    if number == signal.SIGINT:
        return now is not signal.SIG_IGN and now is not None
    return now in (signal.SIG_DFL, raising)


@contextmanager
def armed() -> Iterator[None]:
    """For the main program: SIGTERM and SIGHUP raise inside, as Ctrl-C does, unless they are ignored."""
    before = {number: signal.getsignal(number) for number in ENDING}
    before = {number: handler for number, handler in before.items() if handler is signal.SIG_DFL}
    for number in before:
        signal.signal(number, raising)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def stoppable(path: Path, noun: str) -> Iterator[None]:
    """Inside, a signal between the steps of a study says how to go on, as one during them does.

    Raises
    ------
    Stopped
    """
    try:
        yield
    except Stopped:
        raise
    except KeyboardInterrupt as error:
        hint = f"{noun} is unfinished; {same_command(path)} goes on"
        number = getattr(error, "signal", int(signal.SIGINT))
        raise Stopped(path, 0, 0, "what was finished", hint, number) from None

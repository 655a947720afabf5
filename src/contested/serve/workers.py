"""Processes that simulate for the pages: begun and compiled when the server starts, with a bounded queue before them.

Every worker is one of `ensemble.pool`'s. A request that is being simulated is not begun a second time, and the latest
answers stay in memory; both are exact, because a request's numbers depend on nothing else.
"""

from __future__ import annotations

import json
import logging
import pickle
import queue
import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import Any

from contested.ensemble.points import Result
from contested.ensemble.pool import TRIES, Child
from contested.ground.errors import RunError
from contested.serve.about import about
from contested.serve.ask import RunRequest
from contested.serve.explorer import Request, explorer
from contested.serve.series import hash_of

LOG = logging.getLogger(__name__)
#: requests that may wait, and answers in memory
WAITING, ANSWERS = 24, 48
#: seconds after which a run is given up
LIMIT = 240
#: what compiles everything
FIRST = RunRequest("teaching", 1, 1)


class Busy(RunError):
    """More requests wait than are let in; the page asks again."""


class TookTooLong(RunError):
    """A run that was given up; asked again it would take as long."""

    def __init__(self) -> None:
        super().__init__(f"this run could not be simulated: it took longer than {LIMIT} seconds, and was ended.",
                         "a larger scale takes less time; a job may take hours")  # fmt: skip


class Ending(RunError):
    """The server is being ended, and simulates nothing more."""

    def __init__(self) -> None:
        super().__init__("this run is not simulated: the server is being ended.", "start it again")


class Answered:
    """An answer as it is sent: JSON with the run's numbers and their hash.

    Parameters
    ----------
    body : bytes
    hash : str
    seconds : float
        The simulation took.
    """

    __slots__ = ("body", "hash", "seconds")

    def __init__(self, request: Request, numbers: Any, seconds: float) -> None:
        self.hash, self.seconds = hash_of(numbers), seconds
        whole = {**about(request), "hash": self.hash, **numbers}
        self.body = json.dumps(whole, separators=(",", ":"), allow_nan=False).encode()


class Workers:
    """A few processes, each with a thread of this one that hands it requests.

    Parameters
    ----------
    count : int
        Processes.
    """

    def __init__(self, count: int) -> None:
        self._lock = threading.Lock()
        self._queue: queue.Queue[tuple[Request, Future[Answered]] | None] = queue.Queue()
        self._pending: OrderedDict[Request, Future[Answered]] = OrderedDict()
        self._children: set[Child] = set()
        self._closing = threading.Event()
        self._ready = threading.Event()
        self._threads = [threading.Thread(target=self._serve, args=(k,), daemon=True) for k in range(count)]
        for thread in self._threads:
            thread.start()

    @property
    def ready(self) -> bool:
        """Whether a worker has compiled everything."""
        return self._ready.is_set()

    @property
    def waiting(self) -> int:
        """Requests that no worker has begun."""
        return self._queue.qsize()

    def simulate(self, request: Request) -> Future[Answered]:
        """The answer to a request, when it is there.

        Raises
        ------
        Busy
            If too many wait already.
        Ending
            If the processes are being ended.
        """
        with self._lock:
            if self._closing.is_set():
                raise Ending
            future = self._pending.get(request)
            if future is not None:
                self._pending.move_to_end(request)
                return future
            if self._queue.qsize() >= WAITING:
                raise Busy(f"{WAITING} runs are waiting already.", "try again in a few seconds")
            future = Future()
            self._pending[request] = future
            self._queue.put((request, future))
            finished = [r for r, f in self._pending.items() if f.done()]
            for old in finished[: max(0, len(self._pending) - ANSWERS)]:
                del self._pending[old]
            return future

    def close(self) -> None:
        """End every process; whoever waits for an answer gets an error."""
        with self._lock:
            self._closing.set()
            for child in self._children:
                child.process.kill()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()
        for future in self._pending.values():
            if not future.done():
                future.set_exception(Ending())

    def _serve(self, number: int) -> None:
        child: Child | None = None
        # one alone compiles: the others would do the same at the same time, and read what it has written
        if number == 0:
            child = self._begun()
            if child is not None and child.simulate(FIRST) is not None:
                LOG.info("compiled")
            self._ready.set()
        else:
            self._ready.wait()
        while not self._closing.is_set() and (job := self._queue.get()) is not None:
            request, future = job
            failed, ended = "its worker ended", False
            result: Result | None = None
            for _ in range(0 if self._closing.is_set() else TRIES):
                child = child or self._begun()
                late, result = False, None
                if child is not None:
                    result, late = _within(LIMIT, child, request)
                if late and child is not None:
                    self._end(child)
                    child, ended = None, True
                    break
                if result is not None:
                    failed = result.failed
                    break
                if child is not None:
                    failed = f"its worker ended ({self._end(child)})"
                    child = None
                if self._closing.is_set():
                    break
            if result is not None and not failed:
                future.set_result(Answered(request, result.answer, result.seconds))
            else:
                with self._lock:
                    self._pending.pop(request, None)
                said = RunError(f"this run could not be simulated: {failed}.", "other runs go on")
                future.set_exception(Ending() if self._closing.is_set() else TookTooLong() if ended else said)
        if child is not None:
            self._end(child)

    def _begun(self) -> Child | None:
        child = Child()
        with self._lock:
            self._children.add(child)
            if self._closing.is_set():
                child.process.kill()
        said = child.prepare((pickle.dumps(explorer), 1))
        if said:
            LOG.error("a worker could not prepare itself: %s", said)
            self._end(child)
            return None
        return child

    def _end(self, child: Child) -> str:
        with self._lock:
            self._children.discard(child)
        return child.close()


def _within(seconds: float, child: Child, request: Request) -> tuple[Result | None, bool]:
    """What a child answers, and whether it was ended because it took too long."""
    late = threading.Event()

    def end() -> None:
        late.set()
        child.process.kill()

    timer = threading.Timer(seconds, end)
    timer.start()
    result = child.simulate(request)
    timer.cancel()
    return result, late.is_set() and result is None

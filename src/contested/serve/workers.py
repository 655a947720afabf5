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
        self._children: dict[int, Child] = {}  # by number of the thread
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
            future.set_running_or_notify_cancel()  # several may wait for it: none of them can cancel it
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
            for child in self._children.values():
                child.process.kill()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()
        for future in self._pending.values():
            if not future.done():
                future.set_exception(Ending())

    def _serve(self, number: int) -> None:
        # one alone compiles: the others would do the same at the same time, and read what it has written
        if number == 0:
            try:
                self._compile(number)
            finally:  # or the others would wait for ever
                self._ready.set()
        else:
            self._ready.wait()
        while not self._closing.is_set() and (job := self._queue.get()) is not None:
            request, future = job
            answered = self._tried(number, request)
            if isinstance(answered, Exception):
                with self._lock:
                    self._pending.pop(request, None)
                future.set_exception(Ending() if self._closing.is_set() else self._failure(number, answered))
            else:
                future.set_result(answered)
        self._end(number)

    def _compile(self, number: int) -> None:
        """A first run, which compiles; if it fails, the next one tries again."""
        try:
            child = self._begun(number)
            compiled = child is not None and child.simulate(FIRST) is not None
        except Exception:
            LOG.exception("nothing is compiled yet; the first run tries again")
            self._end(number)
            return
        if compiled:
            LOG.info("compiled")

    def _tried(self, number: int, request: Request) -> Answered | Exception:
        """An answer or why there is none, whatever it is: who waits has to be answered, and the thread has to go on."""
        try:
            return self._answered(number, request)
        except Exception as error:
            return error

    def _answered(self, number: int, request: Request) -> Answered:
        """What the process of a thread answers; one that ends is begun again."""
        failed = "its worker ended"
        for _ in range(TRIES):
            if self._closing.is_set():
                raise Ending
            child = self._children.get(number) or self._begun(number)
            if child is None:
                continue
            result, late = _within(LIMIT, child, request)
            if late:
                self._end(number)
                raise TookTooLong
            if result is not None and not result.failed:
                return Answered(request, result.answer, result.seconds)
            if result is not None:
                failed = result.failed
                break
            failed = f"its worker ended ({self._end(number)})"
        raise RunError(f"this run could not be simulated: {failed}.", "other runs go on")

    def _failure(self, number: int, error: Exception) -> RunError:
        """What is told of a run without an answer; what nobody expected is a line of the log as well."""
        if isinstance(error, RunError):
            return error
        LOG.error("a run could not be simulated", exc_info=error)
        self._end(number)  # nobody knows what its process is about to say
        words = f"this run could not be simulated ({type(error).__name__}: {error})."
        return RunError(words, "other runs go on; this may be a defect in contested")

    def _begun(self, number: int) -> Child | None:
        child = Child()
        with self._lock:
            self._children[number] = child
            if self._closing.is_set():
                child.process.kill()
        said = child.prepare((pickle.dumps(explorer), 1))
        if said:
            LOG.error("a worker could not prepare itself: %s", said)
            self._end(number)
            return None
        return child

    def _end(self, number: int) -> str:
        """End the process of a thread, if it has one, and say how it ended."""
        with self._lock:
            child = self._children.pop(number, None)
        return "" if child is None else child.close()


def _within(seconds: float, child: Child, request: Request) -> tuple[Result | None, bool]:
    """What a child answers, and whether it was ended because it took too long."""
    late = threading.Event()

    def end() -> None:
        late.set()
        child.process.kill()

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        result = child.simulate(request)
    finally:
        timer.cancel()
    return result, late.is_set() and result is None

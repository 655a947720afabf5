"""Points simulated by several processes of this machine.

Each worker is a fresh interpreter behind two pipes, and has one point at a time: so when one dies, it is known which
point it had. That point is given to another worker once more; a second death becomes the point's reason.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from contested.ensemble import worker
from contested.ensemble.points import Point, Recipe, Result
from contested.ground.errors import RunError

#: how often a point is begun before its worker's death is taken for its own fault
TRIES = 2
#: points a worker may be ahead of whoever stores the results, the one it plays included
AHEAD = 2


def pool(
    build: Recipe, points: Iterable[Point], workers: int | None, threads: int | None, stop: Callable[[], bool]
) -> Iterator[Result]:
    """Results as they finish, in no particular order; see `executors.run`.

    Points that are begun when `stop` says so are finished and handed out. What was handed out before a worker could not
    be prepared stays handed out.
    """
    return _Pool(pickle.dumps(build), iter(points), workers or os.cpu_count() or 1, threads, stop).results()


class _Pool:
    """One thread a worker: it takes a point, hands it over, and waits for the answer."""

    def __init__(
        self, build: bytes, points: Iterator[Point], workers: int, threads: int | None, stop: Callable[[], bool]
    ) -> None:
        self._setup, self._points, self._stop = (build, threads), points, stop
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._children: set[Child] = set()
        self._out: queue.SimpleQueue[Any] = queue.SimpleQueue()
        # points begun and not yet taken in by the caller: what a kill may cost, and what may wait in memory
        self._room = threading.Semaphore(AHEAD * workers)
        self._servants = [threading.Thread(target=self._serve, daemon=True) for _ in range(workers)]

    def results(self) -> Iterator[Result]:
        left = len(self._servants)
        try:
            for servant in self._servants:
                servant.start()
            while left:
                got = self._out.get()
                if got is None:
                    left -= 1
                elif isinstance(got, Exception):
                    raise got
                else:
                    yield got
                    self._room.release()
        finally:
            self._closing.set()
            self._room.release(len(self._servants))
            with self._lock:
                for child in self._children:
                    child.process.kill()
            for servant in self._servants:
                if servant.ident is not None:
                    servant.join()

    def _take(self) -> Point | None:
        self._room.acquire()
        with self._lock:
            if self._closing.is_set() or self._stop():
                return None
            return next(self._points, None)

    def _serve(self) -> None:
        child: Child | None = None
        try:
            while (point := self._take()) is not None:
                deaths: list[str] = []
                while not self._closing.is_set():
                    child = child or self._begin()
                    result = child.simulate(point)
                    if result is not None:
                        self._out.put(result)
                        break
                    deaths.append(self._end(child))
                    child = None
                    if len(deaths) == TRIES:
                        self._out.put(Result(point, {}, f"its worker ended {TRIES} times ({', '.join(deaths)})"))
                        break
        except Exception as error:
            self._out.put(error)
            return
        finally:
            if child is not None:
                self._end(child)
            self._out.put(None)

    def _begin(self) -> Child:
        child = Child()
        with self._lock:
            self._children.add(child)
            if self._closing.is_set():
                child.process.kill()
        said = child.prepare(self._setup)
        if said:
            ended = self._end(child)
            if not self._closing.is_set():
                raise RunError(
                    f"a worker could not prepare itself: {said if isinstance(said, str) else ended}.",
                    "--executor serial plays in this process and shows more",
                )
        return child

    def _end(self, child: Child) -> str:
        with self._lock:
            self._children.discard(child)
        return child.close()


class Child:
    """A worker's process; `prepare` comes first, then any number of `simulate`."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(worker.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdin is not None and self.process.stdout is not None
        self._stdin, self._stdout = self.process.stdin, self.process.stdout

    def prepare(self, setup: tuple[bytes, int | None]) -> str | bool:
        """"" when it is ready, what went wrong if it said so, True if it died."""
        said = self._ask(setup)
        return True if said is None else said

    def simulate(self, point: Any) -> Result | None:
        """The result of whatever its simulator takes, a Point in a study; None if the worker died."""
        result: Result | None = self._ask(point)
        return result

    def _ask(self, content: Any) -> Any:
        try:
            worker.send(self._stdin, content)
            return worker.receive(self._stdout)
        except (EOFError, OSError):
            return None

    def close(self) -> str:
        """Let it go, and say how it ended. Idle workers end when their input closes; none may outlive us."""
        try:
            self._stdin.close()
        except OSError:  # what was left to write to it does not matter any more
            self.process.kill()
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self._stdout.close()
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

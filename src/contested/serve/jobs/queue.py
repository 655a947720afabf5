"""Jobs one after another, each in a process of its own; so many may wait, and those of earlier servers go on."""

from __future__ import annotations

import logging
import pickle
import queue
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from contested.ensemble.pool import Child
from contested.ground.errors import ContestedError, DiskError, InputError, RunError
from contested.serve.jobs import folder as folders
from contested.serve.jobs import work
from contested.serve.jobs.folder import SETTLED, JobFolder, Stand
from contested.serve.jobs.order import Order
from contested.serve.workers import Busy
from contested.store import disk, lock

LOG = logging.getLogger(__name__)
#: jobs that may wait, and jobs in a folder
WAITING, STORED = 12, 200
#: seconds that a job may take at one go
PATIENCE = 6 * 3600.0


class NoSuchJob(InputError):
    """A number that no job has."""


class ReadOnly(RunError):
    """A server that does no jobs."""

    def __init__(self) -> None:
        super().__init__("This server is read-only: it does no jobs and takes nothing in.",
                         "`contested serve` on your machine does")  # fmt: skip


class Jobs:
    """The jobs of a folder.

    Parameters
    ----------
    folder : Path
        Made if it is not there. Jobs that a server before this one did not finish go on.
    count : int
        How many are done at once.

    Raises
    ------
    RunError
        If another server has the folder.
    DiskError
        If it cannot be written.
    """

    def __init__(self, folder: Path, count: int = 1) -> None:
        self._folder, self._lock = folder, threading.Lock()
        with disk.writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self._held = ExitStack()
        self._held.enter_context(lock.exclusive(folder))
        self._jobs = {job.number: job for job in folders.stored(folder)}
        self._stands = {number: _stand(job) for number, job in self._jobs.items()}
        self._queue: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._children: dict[int, Child] = {}
        self._closing = False
        for number, stand in self._stands.items():
            if stand.state not in SETTLED:
                self._stands[number] = Stand()
                self._queue.put(number)
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def listed(self) -> list[JobFolder]:
        """Every job, the newest first."""
        with self._lock:
            return sorted(self._jobs.values(), key=lambda job: -job.number)

    def job(self, number: int) -> JobFolder:
        """A job.

        Raises
        ------
        NoSuchJob
        """
        with self._lock:
            return self._known(number)

    def stand(self, number: int) -> Stand:
        """How a job stands."""
        with self._lock:
            self._known(number)
            return self._stands[number]

    def add(self, order: Order, upload: bytes = b"") -> JobFolder:
        """A new job.

        Raises
        ------
        Busy
            If too many wait.
        InputError
            If the folder holds as many as it may, or the order names a job that is none of a finished calibration.
        DiskError
            If it cannot be written.
        """
        if (order.kind == "audit") != bool(upload):
            raise InputError("kind: expected audit with a file of returns, and no other.", "POST /api/returns")
        with self._lock:
            waiting = sum(stand.state == "waiting" for stand in self._stands.values())
            if waiting >= WAITING:
                raise Busy(f"{WAITING} jobs are waiting already.", "cancel one, or wait")
            if len(self._jobs) >= STORED:
                raise InputError(f"jobs: expected at most {STORED}; there are as many.", "remove some")
            if "study" in order.fields:
                order = self._from_fit(order)
            number = folders.last(self._folder) + 1
            try:
                job = folders.begin(self._folder, number, order, upload)
            except DiskError as error:  # where the folder is, is nobody's business but the server's
                raise DiskError(error.message.replace(f"{self._folder}/", "job "), error.hint) from None
            self._jobs[number], self._stands[number] = job, Stand()
        self._queue.put(number)
        return job

    def cancel(self, number: int) -> None:
        """End a job; what it has finished stays, and `resume` goes on from there."""
        with self._lock:
            self._known(number)
            if self._stands[number].state in SETTLED:
                return
            self._settle(number, Stand("cancelled"))
            if number in self._children:
                self._children[number].process.kill()

    def resume(self, number: int) -> None:
        """Go on with a job that failed or was cancelled."""
        with self._lock:
            self._known(number)
            self._refuse_ending(number)
            if self._stands[number].state not in ("failed", "cancelled"):
                raise InputError(f"job {number}: expected one that was cancelled or failed.", "it needs no help")
            self._settle(number, Stand())
        self._queue.put(number)

    def remove(self, number: int) -> None:
        """Remove a job that is not being done, and from which no job goes on that waits or is being done."""
        with self._lock:
            job = self._known(number)
            self._refuse_ending(number)
            if self._stands[number].state not in SETTLED:
                raise InputError(f"job {number}: expected one that is not being done.", "cancel it first")
            for other, later in self._jobs.items():
                at_work = self._stands[other].state not in SETTLED or other in self._children
                if at_work and later.order.fields.get("study") == number:
                    raise InputError(f"job {number}: expected one from which no job goes on; job {other} does.",
                                     f"wait for job {other}, or cancel it first")  # fmt: skip
            job.clear()
            del self._jobs[number], self._stands[number]

    def close(self) -> None:
        """Kill what is being done; it goes on when the next server starts."""
        with self._lock:
            self._closing = True
            for child in self._children.values():
                child.process.kill()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()
        self._held.close()

    def _known(self, number: int) -> JobFolder:
        if number not in self._jobs:
            raise NoSuchJob(f"job: there is none with the number {number}.", "GET /api/jobs lists them")
        return self._jobs[number]

    def _refuse_ending(self, number: int) -> None:
        """Refuse a job that was cancelled a moment ago, and whose process is still there."""
        if self._stands[number].state in SETTLED and number in self._children:
            raise InputError(f"job {number}: its process is still ending.", "try again in a moment")

    def _from_fit(self, order: Order) -> Order:
        """An order that goes on from a finished fit, of its own scenario, by whose name it is called."""
        number = order.fields["study"]
        fit = self._known(number)
        if fit.order.kind != "calibrate" or self._stands[number].state != "finished":
            raise InputError(f"study: expected a finished fit; job {number} is none.", "fit one first")
        scenario = dict(parse_qsl(order.fields.get("query", ""))).get("scenario")
        if scenario not in (None, fit.order.fields["scenario"]):
            raise InputError(f"study: expected a fit of {scenario}; job {number} is one of "
                             f"{fit.order.fields['scenario']}.", "fit that scenario first")  # fmt: skip
        if scenario is not None:  # its title has the name
            return order
        return order._replace(title=f"{fit.order.title.partition(';')[0]}; {order.title}")

    def _settle(self, number: int, stand: Stand) -> None:
        self._stands[number] = stand
        try:
            self._jobs[number].set(stand)
        except ContestedError as error:  # a full disk: the page still says how it ended
            LOG.error("job %d: %s", number, error.message)

    def _serve(self) -> None:
        while (number := self._queue.get()) is not None:
            with self._lock:
                if self._closing or number not in self._jobs or self._stands[number].state != "waiting":
                    continue
                path = self._jobs[number].path
                try:
                    child = self._children[number] = Child()
                except OSError as error:  # no process, as with too many of them or too little memory
                    self._settle(number, _defect(number, error))
                    continue
                self._settle(number, Stand("running"))
            stand = _tried(number, child, path)
            with self._lock:
                del self._children[number]
                if not self._closing and number in self._jobs and self._stands[number].state == "running":
                    self._settle(number, stand)


def _tried(number: int, child: Child, path: Path) -> Stand:
    """How a job ended, also by a defect of the server, whatever it is: the next jobs wait for this thread."""
    try:
        return _done(child, path)
    except Exception as error:
        return _defect(number, error)


def _done(child: Child, path: Path) -> Stand:
    """Do a job in a process, and say how it ended."""
    late = threading.Timer(PATIENCE, child.process.kill)
    late.start()
    result = None
    try:
        if not child.prepare((pickle.dumps(work.worker), 1)):
            result = child.simulate(str(path))
    finally:
        late.cancel()
        ended = child.close()
    return _ended(result, ended)


def _defect(number: int, error: Exception) -> Stand:
    """How a job stands that ended as nobody expected."""
    LOG.error("job %d could not be done", number, exc_info=error)
    return Stand("failed", f"it could not be done ({type(error).__name__}: {error}).",
                 "go on with it; if that does not help, this may be a defect in contested")  # fmt: skip


def _stand(job: JobFolder) -> Stand:
    if not work.of_kind(job.order):
        return Stand("failed", f"this version cannot do a job of the kind {job.order.kind!r}.", "order it again", True)
    try:
        return job.stand()
    except ContestedError as error:
        return Stand("failed", error.message, error.hint)


def _ended(result: Any, ended: str) -> Stand:
    if result is None:
        return Stand("failed", f"its process ended ({ended}): memory or time may not have sufficed.",
                     "what it had finished is there: go on with it, or order a smaller one")  # fmt: skip
    if result.failed:
        return Stand("failed", result.failed, "this may be a defect in contested")
    answer = result.answer
    if answer["error"]:
        return Stand("failed", answer["error"], answer["hint"], bool(answer.get("refused")))
    return Stand("finished")

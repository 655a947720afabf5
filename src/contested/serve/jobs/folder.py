"""A job on disk: its order, its state, how far it has come. Written whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from contested.files import read_record, refusing
from contested.ground.errors import CheckpointError, ContestedError, DiskError
from contested.ground.progress import Progress
from contested.serve.jobs.order import Order
from contested.store import disk

State = Literal["waiting", "running", "finished", "failed", "cancelled"]
#: states that a job leaves only if somebody asks
SETTLED: tuple[State, ...] = ("finished", "failed", "cancelled")
#: beside the jobs: the number of the last one
LAST = "last.json"
DAMAGED = "remove the folder"


class Stand(NamedTuple):
    """How a job stands: its state, and of one that failed why, what to do, and whether it would fail so again."""

    state: State = "waiting"
    error: str = ""
    hint: str = ""
    refused: bool = False


class JobFolder(NamedTuple):
    """The folder of a job.

    Parameters
    ----------
    path : Path
        Made by the server; its name is `number`.
    number : int
        From 1.
    order : Order
    """

    path: Path
    number: int
    order: Order

    @property
    def result(self) -> Path:
        """What the task writes."""
        return self.path / "result"

    @property
    def report(self) -> Path:
        """The page of the result."""
        return self.path / "report.html"

    @property
    def upload(self) -> Path:
        """A file of returns that was sent, under a name of the server's."""
        return self.path / "returns.csv"

    def stand(self) -> Stand:
        """How it stood when that was last written; one that was never written waits."""
        file = self.path / "state.json"
        if not file.is_file():
            return Stand()
        refused = refusing(CheckpointError, f"job {self.number}: its state cannot be read", DAMAGED)
        record = read_record(file, refused)
        state = record.text("state")
        return Stand(next(s for s in get_args(State) if s == state) if state in get_args(State) else "failed",
                     record.text("error", ""), record.text("hint", ""),
                     record.boolean("refused", False))  # fmt: skip

    def set(self, stand: Stand) -> None:
        """Write how it stands.

        Raises
        ------
        DiskError
        """
        with disk.writing(self.path):
            disk.write_json(self.path / "state.json", stand._asdict())

    def progress(self) -> Progress:
        """How far it has come, as its process last said."""
        file = self.path / "progress.json"
        try:
            record = read_record(file, refusing(CheckpointError, "progress", ""))
            return Progress(record.integer("done"), record.integer("total"), record.text("text"))
        except ContestedError:  # none yet, or half of it: the next one comes soon
            return Progress()

    def note(self, at: Progress) -> None:
        """Write how far it has come; a full disk does not stop a job over this."""
        part = self.path / "progress.part"
        try:
            part.write_bytes(disk.as_json(at._asdict()))
            part.replace(self.path / "progress.json")
        except OSError:
            part.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove it, with all it holds.

        Raises
        ------
        DiskError
        """
        with disk.writing(self.path):
            shutil.rmtree(self.path)


def begin(folder: Path, number: int, order: Order, upload: bytes = b"") -> JobFolder:
    """A new job's folder.

    Raises
    ------
    DiskError
        If it cannot be written; nothing is left of it then.
    """
    job = JobFolder(folder / f"{number:04d}", number, order)
    try:
        with disk.writing(job.path):
            job.path.mkdir(parents=True)
            if upload:
                disk.write_bytes(job.upload, upload)
            disk.write_json(job.path / "order.json", {"number": number, **order._asdict()})
            disk.write_json(folder / LAST, {"number": number})
    except DiskError:
        shutil.rmtree(job.path, ignore_errors=True)
        raise
    return job


def stored(folder: Path) -> list[JobFolder]:
    """The jobs of a folder, by number; what is none is passed over."""
    jobs = [opened(path) for path in sorted(folder.iterdir()) if path.name.isdecimal() and path.is_dir()]
    return [job for job in jobs if job is not None]


def last(folder: Path) -> int:
    """The largest number that a job has had, 0 before the first: an address stays that of one job, if it is removed.

    Raises
    ------
    CheckpointError
        If the note of it is damaged.
    """
    numbers = [int(path.name) for path in folder.iterdir() if path.name.isdecimal()]
    if (file := folder / LAST).is_file():
        refused = refusing(CheckpointError, f"{file}: expected the number of the last job", DAMAGED)
        numbers.append(read_record(file, refused).integer("number", low=1))
    return max(numbers, default=0)


def opened(path: Path) -> JobFolder | None:
    """The job that a folder holds, if it does."""
    try:
        record = read_record(path / "order.json", refusing(CheckpointError, f"{path}: expected a job", DAMAGED))
        fields: dict[str, Any] = record.record("fields").plain()
        number = record.integer("number", low=1)
        order = Order(record.text("kind"), record.text("title"), fields)
    except ContestedError:
        return None
    return JobFolder(path, number, order) if path.name == f"{number:04d}" else None

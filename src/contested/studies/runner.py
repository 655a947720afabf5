"""Simulating the points of a study: every result is on disk before the next is asked for, and none is made twice."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any

import polars as pl

from contested.ensemble import executors
from contested.ensemble.points import Answer, Point, Recipe
from contested.ground import private
from contested.ground.errors import DiskError, RunError
from contested.ground.options import Executor
from contested.ground.progress import Progress, ProgressCallback, silent
from contested.store import points as stored
from contested.studies import parts
from contested.studies.folder import require_same_code, simulation_code
from contested.studies.interrupt import Stopped, catching
from contested.studies.parts import Part, StudyUnfinished

LOG = logging.getLogger(__name__)

#: columns of every table of points
COLUMNS = (*stored.KEY, "seed", "seconds", "failed")


class Runner:
    """Simulates points of one study; a context in which the first Ctrl-C lets the runs in progress finish.

    Parameters
    ----------
    path : Path
        The study's folder.
    executor, workers
        As for `ensemble.executors`.
    progress : ProgressCallback
    total : int
        Points of all calls of `run` together; those of the first call if absent.
    world : Path, optional
        Where workers share a population; STUDY/world if absent. It is removed at the end, unless that was an error.
    noun : str
        What a point is called in messages.
    part : Part, optional
        Simulate only this part of the next runs (see `studies.parts`); population in a folder of this machine.
    join : bool
        Simulate nothing: take in what parts have simulated.
    """

    def __init__(
        self, path: Path, executor: Executor, workers: int | None, progress: ProgressCallback = silent, *,
        total: int = 0, world: Path | None = None, noun: str = "runs", part: Part | None = None, join: bool = False,
    ) -> None:  # fmt: skip
        if part is not None:  # others write into the study's folder too, and may be on other machines
            world = private.scratch("contested-part") / "world"
        self.path, self.world = path, (world or path / "world").resolve()
        self._part, self._join, self._joined = part, join, 0
        self._executor, self._workers, self._progress = executor, workers, progress
        self._total, self._done, self._text, self._noun = total, 0, "", noun
        self._context = ExitStack()

    def __enter__(self) -> Runner:
        private.remove(self.world)  # numbers that are mapped into memory are always those that our workers drew
        self._stop = self._context.enter_context(catching())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.close()
        if kind is None or self._part is not None:
            shutil.rmtree(self.world, ignore_errors=True)

    def stage(self, text: str) -> None:
        """Say what is being done now."""
        self._text = text
        LOG.info("%s: %s", self.path, text)
        self._progress(Progress(self._done, self._total, text))

    def run(
        self, build: Recipe, batches: Mapping[Path, Sequence[Point]], *,
        columns: Callable[[Point], Mapping[str, Any]] = attrgetter("settings"), simulates: bool = True,
        last: bool = True, answers: Callable[[Answer], Mapping[str, Any]] = dict,
    ) -> bool:  # fmt: skip
        """Simulate the points that are not finished.

        Parameters
        ----------
        build : Recipe
            Makes what simulates a point, once per worker.
        batches : mapping of Path to points
            Points by the folder of the store they go to.
        columns : (Point) -> mapping
            What a row says of its point besides `COLUMNS`; if absent, a column per parameter that the point changes.
        simulates : bool
            Whether these are runs of the study, which have to be of one program.
        last : bool
            Whether nothing follows: a Ctrl-C during the very last point then lets the study finish.
        answers : (Answer) -> mapping
            What a row keeps of what a worker gave; all of it if absent.

        Returns
        -------
        bool
            Whether any point was left.

        Raises
        ------
        Stopped
        CheckpointError
            Finished runs are another program's; or joining, and some are missing.
        DiskError
        StudyUnfinished
            As a part: its runs are finished. Joining: all parts are joined, and the study goes on with more runs.
        """
        with ExitStack() as opened:
            if self._part is not None:
                batches = self._shared(self._part, batches, opened)
            stores = {folder: opened.enter_context(stored.Points(folder)) for folder in batches}
            if self._part is None and simulates:
                self._take_in(batches, stores)
            left = [p for folder, points in batches.items() for p in points if p.key not in stores[folder].done]
            every = sum(map(len, batches.values()))
            self._total = every if self._part is not None else self._total or every
            self._done += every - len(left)
            if left and simulates and self._part is None:
                require_same_code(self.path, self.path not in stores or bool(stores[self.path].done))
            one = next(iter(stores.values()), None) if len(stores) == 1 else None
            home = {} if one else {p.key: stores[folder] for folder, points in batches.items() for p in points}
            missing = len(left)
            try:
                for result in executors.run(
                    self._executor, build, left, workers=self._workers, stop=self._stop, program=simulation_code
                ) if left else ():
                    at = result.point
                    key = dict(zip(COLUMNS, (*at.key, at.seed, round(result.seconds, 4), result.failed)))
                    (one or home[at.key]).append({**key, **columns(at), **answers(result.answer)})
                    missing -= 1
                    self._done += 1
                    self._progress(Progress(self._done, self._total, self._text))
            except DiskError as error:
                raise DiskError(
                    error.message, "what is finished stays; free space, and the same command resumes the study"
                ) from None
        if missing or (self._stop() and not last):
            where = f"{self._done} of {self._total} {self._noun}"
            raise Stopped(self.path, self._done, self._total, where, signal=self._stop.signal)
        if self._part is not None:
            raise StudyUnfinished(self.path, [
                (f"part {self._part}", f"{every:,} of {every:,} {self._noun} finished"),
                ("next", "--join instead of --part, when all parts are finished"),
            ])
        return bool(left)

    def _shared(
        self, part: Part, batches: Mapping[Path, Sequence[Point]], opened: ExitStack
    ) -> dict[Path, list[Point]]:
        """What a part simulates of the runs that the study lacks, by folders of its own."""
        home = opened.enter_context(parts.begun(self.path, part))
        return {
            home / folder.relative_to(self.path): parts.lacking(folder, parts.share(points, part))
            for folder, points in batches.items()
        }

    def _take_in(self, batches: Mapping[Path, Sequence[Point]], stores: Mapping[Path, stored.Points]) -> None:
        """Take in what parts have simulated."""
        before = [p for folder, points in batches.items() for p in points if p.key not in stores[folder].done]
        if parts.present(self.path):
            waiting = parts.waiting(self.path, stores)
            every = [p for points in batches.values() for p in points]
            there = set().union(*waiting.values())
            if self._join and (lacking := [p for p in before if p.key not in there]):
                raise parts.missing(self.path, every, lacking)
            if before or all(keys <= stores[folder].done for folder, keys in waiting.items()):
                self._joined += parts.absorb(self.path, stores)
        elif self._join and before:
            if self._joined:
                raise StudyUnfinished(self.path, [
                    ("joined", f"{self._joined:,} {self._noun}"),
                    ("next", f"{len(before):,} {self._noun} more: the parts again, then --join"),
                ])
            raise parts.missing(self.path, [p for points in batches.values() for p in points], before)


def read(path: Path, noun: str = "run") -> pl.DataFrame:
    """The points of a study that are all simulated.

    Raises
    ------
    RunError
        If every point failed.
    """
    frame = stored.read(path)
    if (frame["failed"] != "").all():
        raise RunError(f"{path}: every {noun} failed; the first: {frame['failed'][0]}", "see the column `failed`")
    return frame

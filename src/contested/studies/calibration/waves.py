"""The runs of a study, wave by wave: where they lie, playing what is not finished, and what finished runs say."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.ensemble import executors
from contested.ensemble.points import Point, Recipe, Result, points_of
from contested.ground.errors import DiskError
from contested.inference.priors import Priors
from contested.store import disk
from contested.store import points as stored


class Stopped(KeyboardInterrupt):
    """A calibration was stopped and can be continued."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"stopped; what is finished stays, and the same command with --out {path} goes on")
        self.path = path


class Wave(NamedTuple):
    """Where the runs of a wave lie.

    Parameters
    ----------
    z : float64 array of shape (points, d), standard normal under the prior
    source : float64 array of shape (draws, d)
        The posterior's draws that they lie around; no rows for runs of the prior.
    """

    z: np.ndarray
    source: np.ndarray


class Runs(NamedTuple):
    """Finished runs, a row each.

    Parameters
    ----------
    z : float64 array of shape (runs, d)
    x : float64 array of shape (runs, cells)
        NaN throughout for one that failed, and where the crisis had ended.
    daily : float64 array of shape (runs, indicators, days)
    wave : int64 array of shape (runs,)
    failed : list of str
        Why; "" for the others.
    seconds : float64 array of shape (runs,)
    """

    z: np.ndarray
    x: np.ndarray
    daily: np.ndarray
    wave: np.ndarray
    failed: list[str]
    seconds: np.ndarray


class Player:
    """Plays waves of one study and counts what is done.

    Parameters
    ----------
    path : Path
    build : Recipe
        What plays a point.
    executor, workers : as for `executors.run`
    stop : () -> bool
    tell : (int) -> None
        Called with 1 after every run, and with how many were finished before.
    before : (bool) -> None, optional
        Called before anything is played, with whether any run is finished.
    """

    def __init__(
        self, path: Path, build: Recipe, executor: str, workers: int | None, stop: Callable[[], bool],
        tell: Callable[[int], None], before: Callable[[bool], None] | None = None,
    ) -> None:  # fmt: skip
        self.path, self.build, self.executor, self.workers = path, build, executor, workers
        self.stop, self.tell, self.before = stop, tell, before

    def play(self, points: Sequence[Point], row: Callable[[Result], dict[str, Any]]) -> None:
        """Play what is not finished; every result is on disk before the next is asked for.

        Raises
        ------
        Stopped
        """
        with stored.Points(self.path) as store:
            left = [p for p in points if p.key not in store.done]
            self.tell(len(points) - len(left))
            try:
                if left:
                    if self.before is not None:
                        self.before(bool(store.done))
                    for result in executors.run(
                        self.executor, self.build, left, workers=self.workers, stop=self.stop
                    ):
                        store.append(row(result))
                        self.tell(1)
            except DiskError as error:
                raise DiskError(
                    error.message, "what is finished stays; free space, and the same command goes on"
                ) from None
            if any(p.key not in store.done for p in points) or self.stop():
                raise Stopped(self.path)


def wave(study: Path, number: int, make: Callable[[], Wave]) -> Wave:
    """A wave as it was put down; made and put down if it is new.

    So that runs that were played stay those of their wave, whatever machine goes on.
    """
    file = wave_file(study, number)
    if not file.is_file():
        made = make()
        packed = io.BytesIO()
        np.savez_compressed(packed, z=made.z, source=made.source)
        with disk.writing(study):
            file.parent.mkdir(exist_ok=True)
            disk.write_bytes(file, packed.getvalue())
    with np.load(file) as held:
        return Wave(held["z"], held["source"])


def wave_file(study: Path, number: int) -> Path:
    """Where a wave is put down."""
    return study / "waves" / f"{number:03d}.npz"


def points(seed: int, number: int, z: np.ndarray, priors: Priors, replicates: int) -> list[Point]:
    """The runs of a wave."""
    return list(points_of(seed, [priors.settings(t) for t in priors.to_theta(z)], replicates, number))


def run_row(result: Result) -> dict[str, Any]:
    """A run as it is stored."""
    p = result.point
    return {
        "wave": p.wave, "point": p.index, "replicate": p.replicate, "seed": p.seed,
        "seconds": round(result.seconds, 4), "failed": result.failed, "theta": list(p.settings.values()),
        **result.answer,
    }  # fmt: skip


def runs(study: Path, waves: Sequence[int], cells: int, indicators: int) -> Runs:
    """Finished runs of some waves, in order."""
    frame = stored.read(study)
    frame = frame.filter(frame["wave"].is_in(list(waves)))
    where = {k: wave(study, k, _absent).z for k in waves}
    number, index = frame["wave"].to_numpy(), frame["point"].to_numpy()
    d = next(iter(where.values())).shape[1] if where else 0
    z = np.empty((len(frame), d))
    for k, of in where.items():
        z[number == k] = of[index[number == k]]
    failed = frame["failed"].to_list() if "failed" in frame.columns else []
    seconds = frame["seconds"].to_numpy() if "seconds" in frame.columns else np.empty(0)
    daily = _lists(frame, "daily")
    return Runs(
        z, _lists(frame, "cells", cells), daily.reshape(len(frame), indicators, -1) if daily.size else
        np.empty((len(frame), indicators, 0)), number, failed, seconds,
    )  # fmt: skip


def _lists(frame: pl.DataFrame, name: str, width: int = 0) -> np.ndarray:
    """A column of equally long lists as float64 array of shape (rows, length); NaN where a run failed."""
    if name not in frame.columns:
        return np.full((len(frame), width), np.nan)
    there = frame[name].is_not_null().to_numpy()
    values = frame[name].drop_nulls()
    if not len(values):
        return np.full((len(frame), width), np.nan)
    held = values.explode().to_numpy().reshape(len(values), -1)
    out = np.full((len(frame), held.shape[1]), np.nan)
    out[there] = held
    return out


def _absent() -> Wave:
    raise KeyError("a wave that was never put down has no runs")

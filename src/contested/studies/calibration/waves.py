"""The runs of a calibration, wave by wave: where they lie, what is stored of each, and what finished runs say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.engine.model import Model
from contested.ensemble.points import Point, points_of
from contested.files import read_tables, refusing
from contested.ground.errors import CheckpointError
from contested.inference.likelihood.cells import Cells, national
from contested.inference.priors import Priors
from contested.store import disk
from contested.store import points as stored
from contested.studies.folder import DAMAGED


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

    def take(self, rows: np.ndarray) -> Runs:
        """Some of the runs, by their position."""
        failed = [self.failed[k] for k in rows]
        return Runs(self.z[rows], self.x[rows], self.daily[rows], self.wave[rows], failed, self.seconds[rows])


def stored_wave(study: Path, number: int) -> Wave:
    """A wave that was stored; CheckpointError if it was not, or is damaged."""
    file = wave_file(study, number)
    return Wave(*read_tables(file, refusing(CheckpointError, f"{file}: expected a wave", DAMAGED), ("z", "source")))


def wave(study: Path, number: int, make: Callable[[], Wave]) -> Wave:
    """A wave as it is stored; made and stored if it is new.

    So that simulated runs stay those of their wave, whatever machine resumes the study.
    """
    file = wave_file(study, number)
    if not file.is_file():
        made = make()
        with disk.writing(study):
            file.parent.mkdir(exist_ok=True)
            disk.write_arrays(file, z=made.z, source=made.source)
    return stored_wave(study, number)


def wave_file(study: Path, number: int) -> Path:
    """Where a wave is stored."""
    return study / "waves" / f"{number:03d}.npz"


def points(seed: int, number: int, z: np.ndarray, priors: Priors, replicates: int) -> list[Point]:
    """The runs of a wave."""
    return list(points_of(seed, [priors.settings(t) for t in priors.to_theta(z)], replicates, number))


def columns(point: Point) -> dict[str, Any]:
    """What a run's row says of its point: its parameters, as one list."""
    return {"theta": list(point.settings.values())}


def read_runs(study: Path, waves: Sequence[int], cells: int, indicators: int) -> Runs:
    """Finished runs of some waves, in order."""
    frame = stored.read(study)
    frame = frame.filter(frame["wave"].is_in(list(waves)))
    where = {k: stored_wave(study, k).z for k in waves}
    number, index = frame["wave"].to_numpy(), frame["point"].to_numpy()
    d = next(iter(where.values())).shape[1] if where else 0
    z = np.empty((len(frame), d))
    for k, of in where.items():
        mine = index[number == k]
        if of.shape[1] != d or (len(mine) and not 0 <= mine.min() <= mine.max() < len(of)):
            raise CheckpointError(f"{wave_file(study, k)}: expected the {len(mine)} points of its runs.", DAMAGED)
        z[number == k] = of[mine]
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
    if values.dtype != pl.List(pl.Float64) or values.list.len().n_unique() != 1 or (
        width and values.list.len()[0] != width
    ):
        raise CheckpointError(f"points, {name}: expected {width or 'equally many'} numbers in every row.", DAMAGED)
    flat = values.explode().to_numpy().reshape(len(values), -1)
    out = np.full((len(frame), flat.shape[1]), np.nan)
    out[there] = flat
    return out


def summarise(
    model: Model, arrays: dict[str, np.ndarray], people: np.ndarray | None, *, cells: Cells
) -> dict[str, np.ndarray]:
    """The row of a run; see `ensemble.recipes.Read`.

    Returns
    -------
    dict
        cells, float64 array of shape (cells,); daily, float64 array of shape (indicators * days,). NaN where the crisis
        had ended.
    """
    return {"cells": cells.read(arrays), "daily": np.concatenate([national(name, arrays) for name in cells.indicators])}

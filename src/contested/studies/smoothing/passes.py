"""The passes of a smoother on disk, each resumed where it stopped.

    FOLDER/00/members.npz   where the members of the first pass lie: unknowns, as standard normals
    FOLDER/00/points/       their runs (store.points)
    FOLDER/01/ ...          moved once; the last folder is the ensemble that matches the claims
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.engine.model import Model
from contested.ensemble import recipes
from contested.files import read_tables, refusing
from contested.ground.errors import CheckpointError, RunError
from contested.inference.likelihood.cells import Cells, national
from contested.inference.smoother.observations import Observations
from contested.inference.smoother.schedule import inflations
from contested.inference.smoother.update import update
from contested.store import disk
from contested.store import points as stored
from contested.studies.folder import DAMAGED
from contested.studies.runner import Runner
from contested.studies.smoothing.record import RATES, Record, Rules, beside
from contested.studies.smoothing.unknowns import EXPECTED, Unknowns


class Setting(NamedTuple):
    """What all runs of a smoother share: scenario's folder, scale, settings, seed of the study, and stored cells."""

    scenario: Path
    scale: int
    settings: Mapping[str, Any]
    seed: int
    cells: Cells


class Ensemble(NamedTuple):
    """Members and their runs.

    Parameters
    ----------
    u : float64 array of shape (members, unknowns), standard normal under the prior
    x : float64 array of shape (members, cells)
        Expected numbers where there are some (`unknowns.EXPECTED`); NaN for what was not simulated.
    daily : float64 array of shape (members, indicators, days)
    rules : Rules
        What their actors' rules made of each day.
    failed : list of str
        Why a member has no numbers; "" for the others.
    seconds : float64 array of shape (members,)
    """

    u: np.ndarray
    x: np.ndarray
    daily: np.ndarray
    rules: Rules
    failed: list[str]
    seconds: np.ndarray

    def sound(self) -> Ensemble:
        """Members whose runs did not fail."""
        good = np.array([not why for why in self.failed], dtype=bool)
        none = [""] * int(good.sum())
        return Ensemble(self.u[good], self.x[good], self.daily[good], self.rules.take(good), none, self.seconds[good])


def simulate(
    runner: Runner, folder: Path, setting: Setting, unknowns: Unknowns, days: int, make: Callable[[], np.ndarray]
) -> Ensemble:
    """Members of one pass and their runs, as they are stored, or made and simulated now."""
    u = members(folder, make)
    run(runner, folder, setting, unknowns, days, u)
    return read(folder, u, setting.cells)


def run(runner: Runner, folder: Path, setting: Setting, unknowns: Unknowns, days: int, u: np.ndarray) -> None:
    """Simulate the members of a pass that are not finished."""
    build = partial(
        recipes.nation, setting.scenario, scale=setting.scale, days=days, world=runner.world,
        read=partial(summarise, cells=setting.cells), settings=setting.settings,
        also=(*EXPECTED.values(), RATES["calling"]),
    )  # fmt: skip
    runner.run(build, {folder: unknowns.points(u, setting.seed)}, columns=lambda point: {}, last=False)


def smooth(
    runner: Runner, folder: Path, setting: Setting, unknowns: Unknowns, observed: Observations, days: int, passes: int,
    start: Callable[[], np.ndarray], known: Record, note: str = "", before: np.ndarray | None = None,
    first_days: int = 0,
) -> np.ndarray:  # fmt: skip
    """Where members lie after all passes, float64 array of shape (members, unknowns); runs end with `days`, those of
    the first pass with `first_days` if that is later.

    `known` is the calendar's record of the days that members do not match already, and `before` marks claims that they
    match already, bool array of shape (claims,).
    """
    factors = inflations(passes)
    make = start
    for k, factor in enumerate(factors.tolist()):
        runner.stage(f"{note}pass {k + 1} of {passes}")
        length = max(days, first_days) if k == 0 else days
        there = simulate(runner, folder / f"{k:02d}", setting, unknowns, length, make)
        moved = _moved(there, observed, setting, unknowns, factor, known, before, k)
        make = partial(np.asarray, moved)
    return make()


def _moved(
    there: Ensemble, observed: Observations, setting: Setting, unknowns: Unknowns, factor: float,
    known: Record, before: np.ndarray | None, turn: int,
) -> np.ndarray:  # fmt: skip
    good = np.array([not why for why in there.failed], dtype=bool)
    if good.sum() < 10:
        why = next((why for why in there.failed if why), "")
        raise RunError(f"only {good.sum()} of {len(good)} members have numbers; the first that has none: {why}")
    y = observed.predictions(there.x[good])
    if before is not None:
        observed, y = observed.beyond(y, before)
    reached = unknowns.reached(setting.cells, observed.cell)
    observed, y, reached = beside(observed, y, reached, known, there.rules.take(good), there.u[good], unknowns)
    found = update(
        there.u[good], y, observed, inflation=factor, reached=reached, everywhere=unknowns.everywhere,
        seed=setting.seed, turn=turn,
    )  # fmt: skip
    moved = there.u.copy()
    moved[good] = found.u
    return moved


def members_file(folder: Path) -> Path:
    """Where a pass is stored: of which members."""
    return folder / "members.npz"


def members(folder: Path, make: Callable[[], np.ndarray]) -> np.ndarray:
    """The members of a pass as they are stored; made and stored if it is new."""
    file = members_file(folder)
    if not file.is_file():
        u = make()
        with disk.writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            disk.write_arrays(file, u=u)
    return read_members(file)


def read_members(file: Path) -> np.ndarray:
    """Unknowns of stored members, float64 array of shape (members, unknowns)."""
    return read_tables(file, refusing(CheckpointError, f"{file}: expected the members of a pass", DAMAGED), ("u",))[0]


def summarise(
    model: Model, arrays: dict[str, np.ndarray], people: np.ndarray | None, *, cells: Cells
) -> dict[str, np.ndarray]:
    """The row of a run; see `ensemble.recipes.Read`.

    Returns
    -------
    dict
        cells, float64 array of shape (cells,), and daily, of shape (indicators * days,): with expected numbers where
        there are some; counted, as cells with the numbers that came; and what `Rules` are made of, of shape (days,).
    """
    expected = arrays | {name: arrays[column] for name, column in EXPECTED.items()}
    courses = np.concatenate([national(name, expected) for name in cells.indicators])
    days = {name: arrays[column].sum(axis=tuple(range(1, arrays[column].ndim))) for name, column in RATES.items()}
    return {"cells": cells.read(expected), "daily": courses, "counted": cells.read(arrays), **days}


def read(folder: Path, u: np.ndarray, cells: Cells) -> Ensemble:
    """The finished runs of stored members."""
    frame = stored.read(folder)
    if len(frame) != len(u) or frame["point"].to_list() != list(range(len(u))):
        raise CheckpointError(f"{folder}: expected a run for each of {len(u)} members; got {len(frame)}.", DAMAGED)
    x = _lists(frame, "cells", len(cells))
    daily = _lists(frame, "daily").reshape(len(u), len(cells.indicators), -1)
    rules = Rules(*(_lists(frame, name) for name in Rules._fields))
    return Ensemble(u, x, daily, rules, frame["failed"].to_list(), frame["seconds"].to_numpy())


def _lists(frame: pl.DataFrame, name: str, width: int = 0) -> np.ndarray:
    """A column of equally long lists as float64 array of shape (rows, length); NaN where a run failed."""
    values = frame[name] if name in frame.columns else pl.Series(name, [None] * len(frame), pl.List(pl.Float64))
    found = values.drop_nulls()
    lengths = found.list.len().unique().to_list() if len(found) else [width]
    if values.dtype != pl.List(pl.Float64) or len(lengths) != 1 or (width and lengths != [width]):
        raise CheckpointError(f"points, {name}: expected {width or 'equally many'} numbers in every row.", DAMAGED)
    out = np.full((len(frame), lengths[0]), np.nan)
    out[values.is_not_null().to_numpy()] = found.explode().to_numpy().reshape(len(found), -1)
    return out

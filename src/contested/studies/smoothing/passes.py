"""The passes of a smoother on disk, each resumed where it stopped.

    FOLDER/00/members.npz   where the members of the first pass lie: unknowns, as standard normals
    FOLDER/00/points/       their runs (store.points)
    FOLDER/01/ ...          moved once; the last folder is the ensemble that matches the claims
    FOLDER/prior/           more runs of the prior, if members are resampled from them instead of moved
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
from contested.files import read_arrays, refusing
from contested.ground.arrays import Flags, Floats, Ints
from contested.ground.errors import CheckpointError, RunError
from contested.inference.likelihood.cells import Cells, national
from contested.inference.posterior.from_prior import runs_needed
from contested.inference.posterior.importance import resampled
from contested.inference.smoother.marginal import log_likelihood
from contested.inference.smoother.observations import Observations
from contested.inference.smoother.schedule import inflations
from contested.inference.smoother.update import update
from contested.store import disk
from contested.store import points as stored
from contested.studies.folder import DAMAGED
from contested.studies.runner import Runner
from contested.studies.smoothing.record import RATES, Record, Rules, beside, likelihood_of_record
from contested.studies.smoothing.unknowns import EXPECTED, Members, Unknowns

#: where more runs of the prior are stored
MORE = "prior"


def name(number: int) -> str:
    """The folder of a pass."""
    return f"{number:02d}"


def words(folder: Path) -> str:
    """What is simulated into a folder."""
    return "more runs of the prior" if folder.name == MORE else f"pass {int(folder.name) + 1}"


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
    at : Members
    x : float64 array of shape (members, cells)
        Expected numbers where there are some (`unknowns.EXPECTED`); NaN for what was not simulated.
    daily : float64 array of shape (members, indicators, days)
    rules : Rules
        What their actors' rules made of each day.
    failed : list of str
        Why a member has no numbers; "" for the others.
    seconds : float64 array of shape (members,)
    """

    at: Members
    x: np.ndarray
    daily: np.ndarray
    rules: Rules
    failed: list[str]
    seconds: np.ndarray

    @property
    def u(self) -> Floats:
        """Unknowns of members, float64 array of shape (members, unknowns)."""
        return self.at.u

    def sound(self) -> Ensemble:
        """Members whose runs did not fail."""
        return self.take(np.flatnonzero([not why for why in self.failed]))

    def take(self, rows: Ints) -> Ensemble:
        """Some of them, by rows."""
        failed = [self.failed[k] for k in rows.tolist()]
        return Ensemble(self.at.take(rows), self.x[rows], self.daily[rows], self.rules.take(rows), failed,
                        self.seconds[rows])  # fmt: skip


def simulate(
    runner: Runner, folder: Path, setting: Setting, unknowns: Unknowns, days: int, make: Callable[[], Members]
) -> Ensemble:
    """Members of one pass and their runs, as they are stored, or made and simulated now."""
    at = members(folder, make)
    run(runner, folder, setting, unknowns, days, at)
    return read(folder, at, setting.cells)


def run(runner: Runner, folder: Path, setting: Setting, unknowns: Unknowns, days: int, at: Members) -> None:
    """Simulate the members of a pass that are not finished."""
    build = partial(
        recipes.nation, setting.scenario, scale=setting.scale, days=days, world=runner.world,
        read=partial(summarise, cells=setting.cells), settings=setting.settings,
        also=(*EXPECTED.values(), RATES["calling"]),
    )  # fmt: skip
    runner.run(build, {folder: unknowns.points(at, setting.seed)}, columns=lambda point: {}, last=False)


def smooth(
    runner: Runner, folder: Path, setting: Setting, unknowns: Unknowns, observed: Observations, days: int, passes: int,
    start: Callable[[], Members], known: Record, note: str = "", before: Flags | None = None, first_days: int = 0,
) -> Members:  # fmt: skip
    """Where members lie after all passes; runs end with `days`, those of the first pass with `first_days` if that is
    later.

    `known` is the calendar's record of the days that members do not match already, and `before` marks claims that they
    match already, bool array of shape (claims,). If they match none and the claims leave enough of the prior, members
    are runs of it, resampled (`inference.posterior.from_prior`), and nothing is moved.
    """
    make = start
    for k, factor in enumerate(inflations(passes).tolist()):
        runner.stage(f"{note}pass {k + 1} of {passes}")
        length = max(days, first_days) if k == 0 else days
        there = simulate(runner, folder / name(k), setting, unknowns, length, make)
        if k == 0 and before is None:
            found = _from_prior(runner, folder / MORE, setting, unknowns, observed, days, there, known, note)
            if found is not None:
                return found
        moved = _moved(there, observed, setting, unknowns, factor, known, before, k)
        make = partial(Members, *moved)
    return make()


def _from_prior(
    runner: Runner, folder: Path, setting: Setting, unknowns: Unknowns, observed: Observations, days: int,
    first: Ensemble, known: Record, note: str,
) -> Members | None:  # fmt: skip
    """Members drawn from runs of the prior by the likelihood of claims and record; None if that takes too many."""

    def log(there: Ensemble) -> Floats:
        claims = log_likelihood(observed, observed.predictions(there.x), setting.seed)
        return claims + likelihood_of_record(known, there.rules, there.u, unknowns)

    count, there = len(first.u), first.sound()
    at, weights = there.at, log(there)
    runs = runs_needed(weights, count)
    if not runs:
        return None
    if runs > count:
        runner.stage(f"{note}more runs of the prior")
        others = simulate(
            runner, folder, setting, unknowns, days,
            lambda: unknowns.start(runs, setting.seed).take(slice(count, None)),
        ).sound()  # fmt: skip
        at = Members(np.concatenate([at.u, others.u]), np.concatenate([at.number, others.at.number]))
        weights = np.concatenate([weights, log(others)])
    return at.take(resampled(np.exp(weights - weights.max()), count, setting.seed))


def _moved(
    there: Ensemble, observed: Observations, setting: Setting, unknowns: Unknowns, factor: float,
    known: Record, before: Flags | None, turn: int,
) -> Members:  # fmt: skip
    good = np.array([not why for why in there.failed], dtype=bool)
    if good.sum() < 10:
        why = next((why for why in there.failed if why), "")
        raise RunError(f"only {good.sum()} of {len(good)} members have numbers; the first that has none: {why}")
    y = observed.predictions(there.x[good])
    if before is not None:
        observed, y = observed.beyond(y, before)
    reached = unknowns.reached(setting.cells, observed.cell)
    rules = there.rules.take(np.flatnonzero(good))
    observed, y, reached = beside(observed, y, reached, known, rules, there.u[good], unknowns)
    found = update(
        there.u[good], y, observed, inflation=factor, reached=reached, everywhere=unknowns.everywhere,
        seed=setting.seed, turn=turn,
    )  # fmt: skip
    moved = there.u.copy()
    moved[good] = found.u
    return there.at._replace(u=moved)


def members_file(folder: Path) -> Path:
    """Where a pass is stored: of which members."""
    return folder / "members.npz"


def members(folder: Path, make: Callable[[], Members]) -> Members:
    """The members of a pass as they are stored; made and stored if it is new."""
    file = members_file(folder)
    if not file.is_file():
        write_members(file, make())
    return read_members(file)


def write_members(file: Path, at: Members) -> None:
    """Store the members of a pass."""
    with disk.writing(file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)
        disk.write_arrays(file, **at._asdict())


def read_members(file: Path) -> Members:
    """Stored members; in studies of earlier versions they are the first runs of the prior."""
    refused = refusing(CheckpointError, f"{file}: expected the members of a pass", DAMAGED)
    arrays = read_arrays(file, refused)
    u = arrays.get("u", np.empty(0))
    number = arrays.get("number", np.arange(len(u)))
    if u.ndim != 2 or u.dtype.kind != "f":
        raise refused("an array 'u' that is no table of numbers", "")
    if number.shape != u.shape[:1] or number.dtype.kind != "i" or (number < 0).any():
        raise refused("an array 'number' that is no whole number for each member", "")
    return Members(u, number)


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


def read(folder: Path, at: Members, cells: Cells) -> Ensemble:
    """The finished runs of stored members."""
    frame, count = stored.read(folder), len(at.number)
    if len(frame) != count or frame["point"].to_list() != list(range(count)):
        raise CheckpointError(f"{folder}: expected a run for each of {count} members; got {len(frame)}.", DAMAGED)
    x = _lists(frame, "cells", len(cells))
    daily = _lists(frame, "daily").reshape(count, len(cells.indicators), -1)
    rules = Rules(*(_lists(frame, name) for name in Rules._fields))
    return Ensemble(at, x, daily, rules, frame["failed"].to_list(), frame["seconds"].to_numpy())


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

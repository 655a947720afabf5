"""Runs from an origin: the script ends there, and from the next day on actors follow their policies.

    STUDY/ahead/DATE-HASH/draws.npz   parameters and biases of the posterior of that day, one row per run
    STUDY/ahead/DATE-HASH/points/     the runs (store.points)

Each run has parameters drawn from the posterior on the claims up to the origin, and knows no act dated later: its
forecast uses only what was known then. HASH is of everything that the runs rest on, so that a second forecast, or one
that was killed, simulates nothing twice, and another view of the sources has runs of its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from contested.ensemble import recipes
from contested.ensemble.points import Answer, Point, Simulator
from contested.files import read_tables, refusing
from contested.ground import streams
from contested.ground.draws import uniforms
from contested.ground.errors import CheckpointError, RunError
from contested.ground.options import Executor
from contested.ground.progress import ProgressCallback, silent
from contested.inference.forecast.claim_forecast import Ahead, cells_ahead
from contested.inference.forecast.rescale import to_persons
from contested.inference.likelihood.cells import Cells
from contested.inference.smoother.discrepancy import moved
from contested.store import disk, layout, lock
from contested.store import points as stored
from contested.store.hashes import HASHED
from contested.studies.calibration.evidence import as_json
from contested.studies.folder import CODE, VERSION
from contested.studies.runner import Runner
from contested.studies.smoothing.unknowns import floor_and_lump

if TYPE_CHECKING:
    from contested.claims.claim import Claim
    from contested.studies.calibration.folder import CalibrationFolder
    from contested.studies.forecasting.origins import OriginPosterior

#: runs of each origin at most
MOST = 1000
FORMAT = 1


class Job(NamedTuple):
    """The runs of one origin.

    Parameters
    ----------
    path : Path
        Their folder.
    day : int
        The origin, counted from the scenario's start.
    days : int
        That are simulated.
    seed : int
        Of the study that they are.
    cells : Cells
        What is stored of them.
    z, eta : float64 arrays of shape (MOST, d) and (MOST, biases)
        Draws of the posterior, in the order in which they are simulated.
    points : tuple of Point, optional
        The runs, if they are members of an ensemble, which go on as they are.
    discrepancy : float64 array of shape (members, cells), optional
        How far truth lies from each member's numbers (log).
    """

    path: Path
    day: int
    days: int
    seed: int
    cells: Cells
    z: np.ndarray
    eta: np.ndarray
    points: tuple[Point, ...] = ()
    discrepancy: np.ndarray | None = None


class Place(NamedTuple):
    """Where runs of an origin are stored, and of which days.

    Parameters
    ----------
    path : Path
    day, days : int
        The origin, counted from the scenario's start; and how many days are simulated.
    cells : Cells
        What is stored of them.
    hash : str
        Of everything that they rest on.
    """

    path: Path
    day: int
    days: int
    cells: Cells
    hash: str


def job(
    study: CalibrationFolder, claims: Sequence[Claim], origin: dt.date, posterior: OriginPosterior, horizon: int,
    view: Mapping[str, Any],
) -> Job:  # fmt: skip
    """The runs of an origin as they are stored, or stored now.

    Claims are those up to the origin, and `view` is what else the posterior rests on: seed, whom it doubts.
    """
    where = place_of(study, claims, origin, horizon, view)
    path = where.path
    file = path / "draws.npz"
    if not file.is_file():
        draws = posterior.posterior
        some = np.argsort(uniforms(len(draws.z), int(where.hash[:15], 16), streams.RUNS_AHEAD), kind="stable")[:MOST]
        with disk.writing(path):
            path.mkdir(parents=True, exist_ok=True)
            disk.write_arrays(file, z=draws.z[some], eta=draws.eta[some])
    # chance is that of the study, origin and draw: views of the sources differ by their parameters alone
    seed = int(hashlib.sha256(f"{study.seed} ahead".encode()).hexdigest()[:15], 16)
    refused = refusing(CheckpointError, f"{file}: expected the draws of an origin", "remove it; it is made again")
    z, eta = read_tables(file, refused, ("z", "eta"))
    return Job(path, where.day, where.days, seed, where.cells, z, eta)


def place_of(
    study: CalibrationFolder, claims: Sequence[Claim], origin: dt.date, horizon: int, view: Mapping[str, Any]
) -> Place:
    """Where the runs of an origin are stored, and of which days."""
    from contested.claims import write

    cells = cells_ahead(study.scenario, claims, origin, horizon, past=study.smoothed)
    day = (origin - study.scenario.country.start).days
    days = min(day + horizon + 1, study.scenario.country.days)
    content = hashlib.sha256(write.as_bytes(claims, ".csv") + as_json(cells)).hexdigest()
    whole = {"format": FORMAT, "study": _identity(study.record), "origin": origin.isoformat(), "days": days,
             "claims": content, **view}  # fmt: skip
    name = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
    return Place(study.path / "ahead" / f"{origin}-{name[:12]}", day, days, cells, name)


def _identity(record: Mapping[str, Any]) -> dict[str, Any]:
    """A study's record in the words of format 2: which draws are simulated follows from its hash."""
    before = {"fit_until": "until"}
    asked = {before.get(k, k): v for k, v in record.items() if k not in (CODE, VERSION, HASHED, "method")}
    return {**asked, "format": 2}


def simulate(
    study: CalibrationFolder, jobs: Sequence[Job], runs: int, executor: Executor, workers: int | None,
    progress: ProgressCallback = silent,
) -> None:  # fmt: skip
    """Simulate what is not finished; RunError while another process simulates runs of this study."""
    root = study.path / "ahead"
    batches = {one.path: _points(study, one, runs) for one in jobs}
    with lock.exclusive(root), Runner(study.path, executor, workers, progress, world=root / "world") as runner:
        build = partial(
            simulator, layout.scenario(study.path).resolve(), {one.day: (one.days, one.cells) for one in jobs},
            scale=study.record["scale"], world=runner.world, settings=study.record["settings"],
        )  # fmt: skip
        runner.stage(f"runs from {len(jobs)} origins")
        runner.run(build, batches, columns=lambda point: {})


def _points(study: CalibrationFolder, one: Job, runs: int) -> list[Point]:
    if one.points:
        return list(one.points[:runs])
    theta = study.priors.to_theta(one.z[:runs])
    return [Point(one.seed, one.day, k, 0, study.priors.settings(t)) for k, t in enumerate(theta)]


def simulator(
    scenario: Path, days: Mapping[int, tuple[int, Cells]], *, scale: int, world: Path, settings: Mapping[str, Any]
) -> Simulator:
    """Simulates points whose wave is the day of their origin; a recipe like those of `ensemble.recipes`.

    Parameters
    ----------
    scenario : Path
        Its folder.
    days : mapping of day to (days, Cells)
        Of each origin: how many days are simulated, and what is stored.
    scale, world, settings
        As for `recipes.nation`.
    """
    by_day: dict[int, Simulator] = {}

    def simulate_one(point: Point) -> Answer:
        if point.wave not in by_day:
            length, cells = days[point.wave]
            by_day.clear()  # points come origin by origin, and a model is as large as its population
            by_day[point.wave] = recipes.nation(
                scenario, scale=scale, days=length, world=world, read=partial(read_cells, cells=cells),
                settings=settings, origin=point.wave,
            )  # fmt: skip
        return by_day[point.wave](point)

    return simulate_one


def read_cells(model: Any, arrays: dict[str, np.ndarray], people: np.ndarray | None, *, cells: Cells) -> dict[str, Any]:
    """The row of a run; see `ensemble.recipes.Read`."""
    return {"cells": cells.read(arrays)}


def read(study: CalibrationFolder, one: Job, runs: int) -> Ahead:
    """What the finished runs of an origin say, in persons.

    Raises
    ------
    RunError
        If all of them failed.
    """
    frame = stored.read(one.path)
    frame = frame.filter(frame["point"] < runs)
    good = frame.filter(frame["failed"] == "")
    if not len(good):
        raise RunError(f"{one.path}: every run failed; the first: {frame['failed'][0]}", "see its points")
    # a crisis that has ended counts nothing any more
    counted = np.nan_to_num(good["cells"].explode().to_numpy().reshape(len(good), -1))
    truth = to_persons(counted, study.record["scale"], one.seed ^ one.day)
    rows = good["point"].to_numpy()
    if one.discrepancy is not None:
        floor, _ = floor_and_lump(one.cells, study.record["scale"])
        truth = moved(truth, floor, one.discrepancy[rows])
    return Ahead({cell: k for k, cell in enumerate(one.cells.each)}, truth, one.eta[rows])

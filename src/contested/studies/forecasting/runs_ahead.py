"""Runs played on from an origin: the script ends there, and from the next day on actors follow their policies.

    STUDY/ahead/DATE-HASH/draws.npz   parameters and biases of the posterior of that day, one row a run
    STUDY/ahead/DATE-HASH/points/     the runs (store.points)

Each run has parameters drawn from the posterior on the claims up to the origin, and knows no act dated later: what an
origin foretells is what anybody could have foretold then. HASH is of everything that the runs rest on, so that a second
forecast, or one that was killed, plays nothing twice, and another view of the sources has runs of its own.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from contested.ensemble import executors, recipes
from contested.ensemble.points import Answer, Point, Simulator
from contested.ground import streams
from contested.ground.draws import uniforms
from contested.ground.errors import DiskError, RunError
from contested.inference.forecast.claim_forecast import Ahead, to_come
from contested.inference.forecast.rescale import to_persons
from contested.inference.likelihood.cells import Cells
from contested.store import disk, layout, lock
from contested.store import points as stored
from contested.studies import study_folder
from contested.studies.calibration.evidence import as_json
from contested.studies.interrupt import catching

if TYPE_CHECKING:
    from contested.claims.claim import Claim
    from contested.studies.calibration.study import Held
    from contested.studies.forecasting.origins import Found

#: runs of each origin if nobody says how many, and the most there can be
RUNS, MOST = 200, 1000
FORMAT = 1
#: which draws of a posterior are played, of the family that ensembles begin


class Stopped(KeyboardInterrupt):
    """A forecast was stopped while runs were played."""

    def __init__(self) -> None:
        super().__init__("stopped; the runs that are finished stay in the study, and the same command goes on")


class Job(NamedTuple):
    """The runs of one origin.

    Parameters
    ----------
    path : Path
        Their folder.
    day : int
        The origin, counted from the scenario's start.
    days : int
        That are played.
    seed : int
        Of the study that they are.
    cells : Cells
        What is kept of them.
    z, eta : float64 arrays of shape (MOST, d) and (MOST, biases)
        Draws of the posterior, in the order in which they are played.
    """

    path: Path
    day: int
    days: int
    seed: int
    cells: Cells
    z: np.ndarray
    eta: np.ndarray


def job(
    held: Held, claims: Sequence[Claim], origin: date, found: Found, horizon: int, asked: Mapping[str, Any]
) -> Job:
    """The runs of an origin as they were put down, or put down now.

    Parameters
    ----------
    held : Held
    claims : sequence of Claim
        Up to the origin.
    origin : date
    found : Found
        Its posterior.
    horizon : int, day
    asked : mapping
        What else the posterior rests on: seed, whom it doubts.
    """
    from contested.claims import write

    cells = to_come(held.scenario, claims, origin, horizon)
    day = (origin - held.scenario.country.start).days
    days = min(day + horizon + 1, held.scenario.country.days)
    said = hashlib.sha256(write.as_bytes(claims, ".csv") + as_json(cells)).hexdigest()
    study = {k: v for k, v in held.record.items() if k != study_folder.CODE}
    whole = {"format": FORMAT, "study": study, "origin": origin.isoformat(), "days": days, "claims": said, **asked}
    name = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
    path = held.path / "ahead" / f"{origin}-{name[:12]}"
    file = path / "draws.npz"
    if not file.is_file():
        posterior = found.posterior
        some = np.argsort(uniforms(len(posterior.z), int(name[:15], 16), streams.RUNS_AHEAD), kind="stable")[:MOST]
        packed = io.BytesIO()
        np.savez_compressed(packed, z=posterior.z[some], eta=posterior.eta[some])
        with disk.writing(path):
            path.mkdir(parents=True, exist_ok=True)
            disk.write_bytes(file, packed.getvalue())
    # chance is that of the study, origin and draw: views of the sources differ by their parameters alone
    seed = int(hashlib.sha256(f"{held.record['seed']} ahead".encode()).hexdigest()[:15], 16)
    with np.load(file) as put_down:
        return Job(path, day, days, seed, cells, put_down["z"], put_down["eta"])


def play(
    held: Held, jobs: Sequence[Job], runs: int, executor: str, workers: int | None,
    progress: Callable[[int, int], None] | None, say: Callable[[str], None],
) -> None:  # fmt: skip
    """Play what is not finished; every run is on disk before the next is asked for.

    Parameters
    ----------
    runs : int
        Of each origin, at most MOST.
    executor, workers, progress, say
        As in `contested.sweep`.

    Raises
    ------
    Stopped
    CheckpointError
        The study's runs were played by another version of the program.
    RunError
        Another process plays runs of this study.
    DiskError
    """
    root = held.path / "ahead"
    by_day = {one.day: one for one in jobs}
    world = root / "world"
    build = partial(
        player, layout.scenario(held.path).resolve(), {d: (one.days, one.cells) for d, one in by_day.items()},
        scale=held.record["scale"], world=world.resolve(), settings=held.record["settings"],
    )  # fmt: skip
    with lock.exclusive(root), ExitStack() as opened, catching() as stop:
        stores = {day: opened.enter_context(stored.Points(one.path)) for day, one in by_day.items()}
        every = [p for one in jobs for p in _points(held, one, runs)]
        left = [p for p in every if p.key not in stores[p.wave].done]
        if not left:
            return
        study_folder.same_code(held.path, True)
        say(f"runs played on from {len(jobs)} days")
        done = len(every) - len(left)
        try:
            for result in executors.run(executor, build, left, workers=workers, stop=stop):
                p = result.point
                stores[p.wave].append({
                    "wave": p.wave, "point": p.index, "replicate": p.replicate, "seed": p.seed,
                    "seconds": round(result.seconds, 4), "failed": result.failed, **result.answer,
                })  # fmt: skip
                done += 1
                if progress is not None:
                    progress(done, len(every))
        except DiskError as error:
            raise DiskError(error.message, "what is finished stays; free space, and the same command goes on") from None
        if done < len(every):
            raise Stopped
    shutil.rmtree(world, ignore_errors=True)


def _points(held: Held, one: Job, runs: int) -> list[Point]:
    theta = held.priors.to_theta(one.z[:runs])
    return [Point(one.seed, one.day, k, 0, held.priors.settings(t)) for k, t in enumerate(theta)]


def player(
    scenario: Path, days: Mapping[int, tuple[int, Cells]], *, scale: int, world: Path, settings: Mapping[str, Any]
) -> Simulator:
    """Plays points whose wave is the day of their origin; a recipe like those of `ensemble.recipes`.

    Parameters
    ----------
    scenario : Path
        Its folder.
    days : mapping of day to (days, Cells)
        Of each origin: how many days are played, and what is kept.
    scale, world, settings
        As for `recipes.nation`.
    """
    made: dict[int, Simulator] = {}

    def play_one(point: Point) -> Answer:
        if point.wave not in made:
            length, cells = days[point.wave]
            made.clear()  # points come origin by origin, and a model is as large as its population
            made[point.wave] = recipes.nation(
                scenario, scale=scale, days=length, world=world, read=partial(kept, cells=cells), settings=settings,
                origin=point.wave,
            )  # fmt: skip
        return made[point.wave](point)

    return play_one


def kept(model: Any, arrays: dict[str, np.ndarray], people: np.ndarray | None, *, cells: Cells) -> dict[str, Any]:
    """The row of a run; see `ensemble.recipes.Read`."""
    return {"cells": cells.read(arrays)}


def read(held: Held, one: Job, runs: int) -> Ahead:
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
    truth = to_persons(counted, held.record["scale"], one.seed ^ one.day)
    rows = good["point"].to_numpy()
    return Ahead({cell: k for k, cell in enumerate(one.cells.each)}, truth, one.eta[rows])

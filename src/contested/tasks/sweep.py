"""Play a scenario or a published model at many points of its parameters, and say which of them matter."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contested.ensemble import executors
from contested.ensemble.axes import Axis
from contested.ensemble.points import Point, Result, points_of, seeds
from contested.ensemble.sensitivity import KINDS, analysed
from contested.ground.errors import DiskError, InputError, RunError
from contested.store import disk, lock
from contested.store import points as stored
from contested.studies import arguments, study_folder
from contested.studies.interrupt import catching
from contested.studies.run.prepare import say_nothing
from contested.studies.sweep import request
from contested.studies.sweep.design import DESIGNS, axes_of, placed
from contested.studies.sweep.folder import FORMAT, KEPT, Stopped, Sweep, sensitivity_file

if TYPE_CHECKING:
    import polars as pl

    from contested.scenarios import Scenario
    from contested.zoo.published import Published

MOST_RUNS = 10_000_000


def sweep(
    target: str | Path | Scenario | Published,
    over: Mapping[str, Sequence[float] | None] | Sequence[str] | str,
    *,
    design: str | None = None,
    points: int = 64,
    replicates: int = 1,
    sensitivity: str | None = None,
    seed: int = 1,
    scale: int | None = None,
    days: int | None = None,
    until: str | date | None = None,
    steps: int | None = None,
    preset: str | None = None,
    settings: Mapping[str, float | str] | None = None,
    without: Sequence[str] | str = (),
    executor: str = "pool",
    workers: int | None = None,
    out: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    say: Callable[[str], None] = say_nothing,
) -> Sweep:
    """Play many points.

    Parameters
    ----------
    target : str, Path, Scenario or Published
        A scenario's name or folder, or a model's name (`contested.zoo.names()`) or Python file.
    over : dict of name to (low, high) or None, or names
        What to vary. None, or a name alone: along its declared prior, or its declared range where it has none.
    design : str, optional
        "sobol" if absent, "latin" or "grid". A grid's `points` are the product of equally many levels a parameter,
        and of all words of those that are words.
    points : int
        How many; with `sensitivity`, how many blocks, each of one point more than parameters (morris) or two (sobol).
    replicates : int
        Runs a point, each with its own chance.
    sensitivity : str, optional
        "sobol" or "morris": their own designs, and afterwards sensitivity.csv and a picture in the folder.
    seed : int
        Of the study: designs and every run's chance follow from it.
    scale, days, until, without
        For a scenario, as in `contested.simulate`.
    steps, preset
        For a model, as in `contested.simulate_model`.
    settings : dict, optional
        Parameters changed at every point.
    executor : str
        "pool" (processes), "serial" (this process) or "ray". Changes no number.
    workers : int, optional
        One a processor if absent.
    out : path, optional
        Folder of the study. If it holds the same study, what is not finished is played; another study is refused.
        Absent, it lies in a temporary folder that goes when Python ends.
    progress : (done, total) -> None, optional
        Called after every run.
    say : (str) -> None, optional
        Told what is being prepared.

    Returns
    -------
    Sweep

    Raises
    ------
    InputError
        Anything wrong with what was asked, before anything is written.
    CheckpointError
        The folder holds another study, or runs that another program played and not all of them.
    MissingExtra
        Ray or SALib is needed and not installed.
    RunError
        Every run failed, or workers could not be prepared. What is finished stays.
    Stopped
        Ctrl-C (a KeyboardInterrupt).
    """
    points, replicates, seed = (
        arguments.whole(v, n) for v, n in ((points, "points"), (replicates, "replicates"), (seed, "seed"))
    )
    seeds(seed, replicates)  # refuses impossible ones
    workers = None if workers is None else arguments.whole(workers, "workers")
    executors.check(executor, workers)
    what = request.swept(
        target, scale, days, until, steps, preset, arguments.settings({} if settings is None else settings),
        arguments.names(without, "without"), workers if executor == "pool" else 1,
    )  # fmt: skip
    axes = axes_of(what.params, over, what.name, what.said["settings"])
    block = len(axes) + KINDS[sensitivity] if sensitivity in KINDS else 1
    runs = points * block * replicates
    if runs > MOST_RUNS:  # before a design of that size is made
        raise InputError(f"expected at most {MOST_RUNS:,} runs; got {runs:,}.", "fewer --points or --replicates")
    u = placed(design, sensitivity, points, axes, seed)
    record = json.loads(json.dumps({
        "format": FORMAT, "kind": "sweep", **what.said, "over": {a.name: a.label for a in axes},
        "design": sensitivity or design or DESIGNS[0], "sensitivity": sensitivity, "points": points,
        "replicates": replicates, "runs": runs, "seed": seed,
    }))  # fmt: skip
    path = study_folder.opened(out, what.name, record)
    with lock.exclusive(path):
        columns = [a.values(u[:, j]) for j, a in enumerate(axes)]
        chosen = [dict(zip([a.name for a in axes], row)) for row in zip(*columns)]
        _play(path, what, list(points_of(seed, chosen, replicates)), executor, workers, progress, say)
        say("joining tables")
        frame = stored.join(path)
        if (frame["failed"] != "").all():
            raise RunError(f"{path}: every run failed; the first: {frame['failed'][0]}", "see the column `failed`")
        if sensitivity is not None:
            say("indices of sensitivity")
            _indices(path, sensitivity, axes, u, frame, seed)
    return Sweep(path)


def _play(
    path: Path, what: request.Swept, points: list[Point], executor: str, workers: int | None,
    progress: Callable[[int, int], None] | None, say: Callable[[str], None],
) -> None:  # fmt: skip
    """Play what is not finished; every result is on disk before the next is asked for."""
    world = path / "world"
    with stored.Points(path) as store, catching() as stop:
        left = [p for p in points if p.key not in store.done]
        if not left:
            return
        study_folder.same_code(path, bool(store.done))
        say("preparing workers, and playing")
        results = executors.run(executor, what.builder(world), left, workers=workers, stop=stop)
        try:
            for row in _rows(results):
                store.append(row)
                if progress is not None:
                    progress(len(store.done), len(points))
        except DiskError as error:
            raise DiskError(error.message, "what is finished stays; free space, and the same command goes on") from None
        if len(store.done) < len(points):
            raise Stopped(Sweep(path), len(store.done))
    shutil.rmtree(world, ignore_errors=True)


def _rows(results: Iterator[Result]) -> Iterator[dict[str, Any]]:
    for result in results:
        p = result.point
        yield {
            "wave": p.wave, "point": p.index, "replicate": p.replicate, "seed": p.seed,
            "seconds": round(result.seconds, 4), "failed": result.failed, **p.settings, **result.answer,
        }  # fmt: skip


def _indices(path: Path, kind: str, axes: list[Axis], u: np.ndarray, frame: pl.DataFrame, seed: int) -> None:
    """sensitivity.csv and its picture; an output is the mean over a point's replicates."""
    import polars as pl

    from contested.report.charts.sensitivity import write_picture

    names = [a.name for a in axes]
    played = frame.filter(pl.col("failed") == "")
    # what is no number even where a run went well (a share of nothing) has no variance to explain
    outputs = [c for c in frame.columns if c not in (*KEPT, *names) and played[c].is_finite().all()]
    # a point has its mean only if all of its replicates went well
    means = frame.group_by("point").agg(
        pl.when(pl.col(c).is_not_null().all()).then(pl.col(c).mean()).alias(c) for c in outputs
    )
    means = means.sort("point")
    rows = analysed(kind, names, u, {c: means[c].fill_null(np.nan).to_numpy() for c in outputs}, seed)
    if not rows:
        raise RunError(f"{path}: nothing that was observed varies over these ranges.", "widen them; see points.parquet")
    table = pl.DataFrame(rows)
    with disk.writing(path):
        disk.write_bytes(sensitivity_file(path), table.write_csv().encode())
        write_picture(table, kind, path / "sensitivity.svg")

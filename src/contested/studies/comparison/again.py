"""Two stored runs simulated again side by side, pair by pair: what runs do not store is seen then."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from contested.ensemble.paired import Arm, Evening, pairs
from contested.ensemble.points import Point
from contested.ground.errors import CheckpointError
from contested.ground.options import Executor
from contested.ground.progress import ProgressCallback
from contested.nation.world import world_hash
from contested.scenarios.changes import Change, changed
from contested.scenarios.load import load
from contested.store import disk, layout
from contested.studies import arguments, memory
from contested.studies.comparison.stored import Both
from contested.studies.run.run import Run
from contested.studies.runner import Runner, read


def again(
    path: Path, both: Both, runs: tuple[Run, Run], executor: Executor, workers: int | None, progress: ProgressCallback
) -> None:
    """Simulate the pairs that are not finished into a study's folder.

    Raises
    ------
    CheckpointError
        What comes out is not what the runs stored.
    NotEnoughMemory
        So many workers do not fit.
    """
    workers = arguments.workers(workers, executor)
    arms = [_arm(run) for run in runs]
    scale = int(runs[0].provenance["scale"])
    countries = [changed(load(arm.folder), arm.change).country for arm in arms]
    memory.check_workers(
        countries[0], scale, workers if executor == "pool" else 1, arms=2,
        populations=len({world_hash(c, scale) for c in countries}),
    )  # fmt: skip
    sample = both.samples[0]
    days = next(v.shape[1] for v in sample.series.values())
    with Runner(path, executor, workers, progress, noun="pairs") as runner:
        runner.stage("simulating both again")
        build = partial(pairs, arms[0], arms[1], scale=scale, days=days, world=runner.world, origin=_origin(runs))
        with disk.writing(path):
            runner.world.mkdir(exist_ok=True)
        runner.run(build, {path: [_point(k, int(str(seed))) for k, seed in enumerate(sample.keys)]})
    _check(path, both, read(path, "pair"))


def _arm(run: Run) -> Arm:
    p = run.provenance
    return Arm(layout.scenario(run.path).resolve(), Change("", dict(p["settings"]), (), (), tuple(p["without"])))


def _origin(runs: tuple[Run, Run]) -> Evening | None:
    """The checkpoint from which both go on, if one of them is a branch: up to it they are the same."""
    for run in runs:
        if branch := run.provenance["branched_from"]:
            return Evening(layout.branched_from(run.path).resolve(), int(branch["about"]["seed"]))
    return None


def _point(index: int, seed: int) -> Point:
    """A pair on the seed that both runs had."""
    return Point(seed, 0, index, 0, common=True)


def _check(path: Path, both: Both, frame: pl.DataFrame) -> None:
    done = {int(row["point"]): row for row in frame.filter(pl.col("failed") == "").iter_rows(named=True)}
    for arm, sample in zip("ab", both.samples):
        for k, stored in enumerate(sample.rows.iter_rows(named=True)):
            found = {n: done[k].get(f"{arm}.{n}", v) for n, v in stored.items()} if k in done else stored
            odd = [n for n, v in stored.items() if not _same(v, found[n])]
            if odd:
                raise CheckpointError(
                    f"{path}: expected the numbers that {sample.name} stored; simulated again, {odd[0]} of pair {k} is "
                    f"{found[odd[0]]} and not {stored[odd[0]]}.",
                    "`contested replay` says whether a run comes out again; leave out --people",
                )


def _same(x: Any, y: Any) -> bool:
    one, other = (math.nan if v is None else float(v) for v in (x, y))
    return one == other or (math.isnan(one) and math.isnan(other))

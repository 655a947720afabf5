"""What a stored result gives to be compared: a row of numbers for each run, pair or draw, and what its chance was.

A run has a row per replicate, a sweep's point one per replicate, a sweep one per point and replicate, a comparison one
per pair (its differences), a calibration one per draw of its posterior.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from contested.engine.model import Observable
from contested.ensemble.points import seeds
from contested.ensemble.summaries import COUNTED, by_day, summarised
from contested.ground.commands import same_command
from contested.ground.errors import InputError
from contested.nation.observables import OBSERVABLES
from contested.store import layout
from contested.studies import arguments
from contested.studies.calibration.calibration import Calibration
from contested.studies.comparison.comparison import Comparison
from contested.studies.run.run import Run
from contested.studies.runner import COLUMNS
from contested.studies.sweep.sweep import Sweep, SweepPoint

#: what can be compared
Comparable = Run | Sweep | SweepPoint | Comparison | Calibration


def comparable(result: object) -> Comparable:
    """A result, if its kind can be compared.

    Raises
    ------
    InputError
    """
    if isinstance(result, Run | Sweep | SweepPoint | Comparison | Calibration):
        return result
    raise InputError(
        f"expected runs, sweeps, points of a sweep, comparisons or calibrations; got {arguments.short(result)}.",
        "forecasts and audits have reports of their own",
    )


@dataclass(frozen=True, eq=False)
class Sample:
    """Rows of numbers.

    Parameters
    ----------
    name : str
        How to call it.
    kind : str
        "run", "point of a sweep", "sweep", "comparison" or "calibration".
    keys : tuple
        Of each row, what tells whose chance it has; rows of two samples with one key are a pair.
    rows : polars.DataFrame
        A column of numbers per indicator.
    known : mapping of name to Observable
        Units and meanings of the observables behind the indicators.
    series : mapping of name to float64 array of shape (rows, days)
        Day by day, for the whole country; empty where only summaries are stored.
    places : mapping of observable to float64 array of shape (rows, places)
        Of what is stored by place: counts added up over the days, shares and levels averaged.
    first : int
        Number of the first of these days.
    start : date, optional
        Of day 0.
    noun : str
        What a row is.
    """

    name: str
    kind: str
    keys: tuple[Hashable, ...]
    rows: pl.DataFrame
    known: Mapping[str, Observable]
    series: Mapping[str, np.ndarray] = field(default_factory=dict)
    places: Mapping[str, np.ndarray] = field(default_factory=dict)
    first: int = 0
    start: date | None = None
    noun: str = "runs"

    def when(self, day: int) -> str:
        """A day as a date, or a step's number."""
        return str(self.start + timedelta(days=day)) if self.start else f"step {day}"


def observables(run: Run) -> tuple[Observable, ...]:
    """What a stored run reports, as its record says."""
    return tuple(
        Observable(o["name"], o["unit"], o["meaning"], tuple(o["dims"]), o.get("subsystem", ""))
        for o in run.provenance["observables"]
    )


def of_run(run: Run, keep: Mapping[int, Hashable], first: int, days: int) -> Sample:
    """Replicates of a run over a stretch of its days.

    Parameters
    ----------
    keep : mapping of replicate to key
    first, days : int
        The stretch; within the run.
    """
    record, found = run.provenance, observables(run)
    x = run.to_xarray().sel(replicate=list(keep)).isel(
        {record["clock"]: slice(first - record["first_day"], first - record["first_day"] + days)}
    )  # fmt: skip
    arrays = {o.name: x[o.name].to_numpy() for o in found}
    coords, people = record["coords"], _people(run)
    rows, series = [], []
    for k in range(len(keep)):
        mine = {name: values[k] for name, values in arrays.items()}
        rows.append(summarised(found, coords, mine, people))
        series.append(dict(pair for o in found for pair in by_day(o, mine[o.name], coords, people)))
    return Sample(
        str(run.path), "run", tuple(keep.values()), pl.DataFrame(rows), {o.name: o for o in found},
        {name: np.array([s[name] for s in series]) for name in series[0]},
        {o.name: arrays[o.name].sum(axis=1) if o.unit in COUNTED else arrays[o.name].mean(axis=1)
         for o in found if o.dims == ("place",)}, first,
        date.fromisoformat(record["start"]) if record["start"] else None,
    )  # fmt: skip


def _people(run: Run) -> np.ndarray | None:
    """Inhabitants of places, by which shares and levels are averaged."""
    if not run.provenance["start"] or not layout.scenario(run.path).is_dir():
        return None
    from contested.scenarios.load import load

    return np.array([p.population for p in load(layout.scenario(run.path)).country.places], np.float64)


def seeds_of(run: Run) -> dict[int, int]:
    """Seed of each finished replicate."""
    record = run.provenance
    own = seeds(record["seed"], record["replicates"])
    return {r: own[r] for r in run.finished}


def of_study(study: Sweep | SweepPoint | Comparison | Calibration) -> Sample:
    """The finished rows of a study."""
    known = {o.name: o for o in OBSERVABLES}
    if isinstance(study, Calibration):
        draws = study.to_polars().select(pl.selectors.numeric()).drop("chain", "draw", strict=False)
        # draws are of no run's chance: two calibrations have independent ones
        keys = tuple((str(study.path), k) for k in range(draws.height))
        return Sample(str(study.path), "calibration", keys, draws, {}, noun="draws")
    if not study.finished:
        raise InputError(
            f"{study.path}: unfinished; nothing can be compared yet.",
            f"{same_command(study.path)} goes on",
        )
    frame = study.to_polars().filter(pl.col("failed") == "")
    if not frame.height:
        raise InputError(f"{study.path}: no run of it finished with numbers.", "see the column failed of its table")
    if isinstance(study, Comparison):
        names = [c.removeprefix("a.") for c in frame.columns if c.startswith("a.")]
        rows = frame.select((pl.col(f"b.{n}") - pl.col(f"a.{n}")).alias(n) for n in names)
        return Sample(str(study.path), "comparison", tuple(frame["seed"]), rows, known, noun="pairs")
    sweep = study.sweep if isinstance(study, SweepPoint) else study
    rows = frame.drop(*COLUMNS, *sweep.parameters, strict=False).select(pl.selectors.numeric())
    known = known if sweep.record["model"] == "nation" else {}
    if isinstance(study, SweepPoint):
        return Sample(study.name, "point of a sweep", tuple(frame["seed"]), rows, known)
    keys = tuple(frame.select("point", "replicate", "seed").iter_rows())
    return Sample(str(study.path), "sweep", keys, rows, known)


def about(result: Comparable) -> dict[str, Any]:
    """What two results must have in common for their rows to be pairs, in words a message can show."""
    if isinstance(result, SweepPoint):
        result = result.sweep
    if isinstance(result, Run):
        p = result.provenance
        return {"model or scenario": p["scenario"].get("name") or p["model"], "scale": p["scale"],
                "version of contested": p["versions"]["contested"], "people": p["world_hash"]}  # fmt: skip
    record = result.record
    scenario = record.get("scenario")
    return {
        "model or scenario": (scenario.get("name") if isinstance(scenario, dict) else scenario)
        or record.get("model") or record.get("title"),
        "scale": record.get("scale"), "version of contested": record.get("contested"), "people": record.get("world"),
    }  # fmt: skip

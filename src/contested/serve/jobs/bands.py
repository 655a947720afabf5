"""The bands of a job, for the charts of a scenario's page: by day, the middle of its runs and what holds 90 %.

Of a run its futures, with what it changes; of a comparison both arms. The hash names these numbers, so that a link can
say which bands its maker saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from contested.ground.errors import InputError
from contested.serve.jobs.folder import JobFolder
from contested.serve.series import DIGITS, hash_of
from contested.store import layout, points
from contested.studies.run.run import Run

#: of the whole country; the page has a chart for each
OBSERVABLES = ("crowd", "detained", "custody", "strikers", "elite_loyalty")
#: what is not counted in persons
LEVELS = ("elite_loyalty",)
QUANTILES = {"low": 0.05, "middle": 0.5, "high": 0.95}
#: kinds of job that have bands
KINDS = ("run", "compare")

Arm = Mapping[str, np.ndarray]


def bands(job: JobFolder) -> dict[str, Any]:
    """Bands by arm and observable.

    Parameters
    ----------
    job : JobFolder
        Of a kind of `KINDS`; of one that runs, what it has finished.

    Returns
    -------
    dict
        `runs`: how many there are of an arm; `now` and `before`: observable to `low`, `middle` and `high`, a list by
        day each; a run has no `before` but None. `hash`: of all these.

    Raises
    ------
    InputError
        A job of another kind.
    CheckpointError
        Its result is damaged.
    """
    if job.order.kind not in KINDS:
        raise InputError(f"job {job.number}: expected a run or a comparison; it is one of the kind {job.order.kind}.",
                         "its page shows its result")  # fmt: skip
    now, before = _run(job.result) if job.order.kind == "run" else _pairs(job.result)
    if not len(now["crowd"]):
        return {"runs": 0, "now": {}, "before": None, "hash": ""}
    numbers = {
        "runs": len(now["crowd"]), "now": _quantiles(now), "before": None if before is None else _quantiles(before),
    }  # fmt: skip
    return {**numbers, "hash": hash_of(numbers)}


def _run(path: Path) -> tuple[Arm, None]:
    run = Run(path) if layout.provenance(path).is_file() else None
    if run is None or not run.finished:
        return dict.fromkeys(OBSERVABLES, np.empty((0, 0))), None
    arrays = run.to_xarray()
    over = {name: [dim for dim in arrays[name].dims if dim not in ("replicate", "day")] for name in OBSERVABLES}
    return {name: arrays[name].sum(over[name]).transpose("replicate", "day").values for name in OBSERVABLES}, None


def _pairs(path: Path) -> tuple[Arm, Arm]:
    frame = points.read(path)
    if "failed" in frame.columns:
        frame = frame.filter(frame["failed"] == "")
    b, a = ({name: _grid(frame, f"{arm}/day/{name}") for name in OBSERVABLES} for arm in ("b", "a"))
    return b, a


def _grid(frame: pl.DataFrame, column: str) -> np.ndarray:
    """A list by day of each pair."""
    return np.array(frame[column].to_list(), np.float64) if frame.height else np.empty((0, 0))


def _quantiles(arm: Arm) -> dict[str, dict[str, list[float]]]:
    return {
        name: {
            which: np.round(np.quantile(values, at, axis=0), DIGITS if name in LEVELS else 0).tolist()
            for which, at in QUANTILES.items()
        }
        for name, values in arm.items()
    }  # fmt: skip

"""Points of a sweep on a common seed, each beside one of them: mean differences of pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from contested.ensemble.statistics import FAILED
from contested.ground.errors import InputError
from contested.inference.paired_differences import differences, margin
from contested.studies.runner import COLUMNS

if TYPE_CHECKING:
    from contested.studies.sweep.sweep import Sweep


def beside(sweep: Sweep, base: int) -> pl.DataFrame:
    """See `Sweep.differences`."""
    if not sweep.common_seed:
        raise InputError(
            f"{sweep.path}: expected a sweep whose points share their random numbers; each has chance of its own.",
            "sweep with --common-seed (common_seed=True)",
        )
    sweep.point(base)  # refuses one that is not there
    frame = sweep.to_polars().filter(pl.col("failed") == "")
    skip = {*COLUMNS, *sweep.parameters, FAILED}
    names = [c for c, kind in frame.schema.items() if c not in skip and kind.is_numeric()]
    first = frame.filter(pl.col("point") == base)
    parts = []
    for part in frame.filter(pl.col("point") != base).partition_by("point", maintain_order=True):
        both = first.select("seed", *names).join(part.select("seed", *names), on="seed", how="inner", suffix="/b")
        if not both.height:
            continue
        a, b = (
            both.select(f"{n}{mark}" for n in names).cast(pl.Float64).fill_null(np.nan).to_numpy()
            for mark in ("", "/b")
        )
        found = differences(a, b, resamples=0)
        reach = margin(found.error, np.asarray(found.pairs - 1, np.float64))
        about = {name: [part[name][0]] * len(names) for name in ("point", *sweep.parameters)}
        parts.append(pl.DataFrame({
            **about, "indicator": names, "mean": found.mean, "low": found.mean - reach, "high": found.mean + reach,
            "up": found.up, "down": found.down, "pairs": found.pairs,
        }))  # fmt: skip
    if not parts:
        raise InputError(f"{sweep.path}: expected another point with runs on a seed of point {base}; there is none.",
                         "see the column failed of its table")  # fmt: skip
    return pl.concat(parts)

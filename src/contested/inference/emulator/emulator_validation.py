"""Is the emulator right where the posterior lies? Runs there that it never saw, beside its predictions of them.

Each run's number for each cell is compared with its prediction, in predicted standard deviations: were the emulator
right, these scores would be about standard normal. One run errs in many cells together, so the error of an average
follows from the spread between runs. Runs weighted by the claims (`importance`) cannot confirm anything: a run is one
course of events, and none out of hundreds agrees with a hundred sharp claims.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.ground.arrays import Floats, Ints
from contested.inference.emulator.emulator import Emulator, to_log
from contested.inference.likelihood.cells import Cells

#: standard deviations by which runs may lie off on average without being called off, and standard errors of that
SLIGHT, SURE = 0.25, 3.0
#: share of numbers that 90 % bands must hold, or they are called too narrow
HOLD = 0.82
#: half-widths of a normal's central 50 and 90 %
_HALF, _NINE = 0.6744897501960817, 1.6448536269514722


class Validation(NamedTuple):
    """Scores of one group of cells.

    Parameters
    ----------
    name : str
    cells, runs : int
    offset, error : float, standard deviations
        Mean score, above 0 if runs lie above their prediction, and its standard error.
    spread : float
        Standard deviation of the scores: 1 if right.
    low, median, high : float
        Scores of 5, 50 and 95 %.
    within_50, within_90 : share
        Of numbers within the emulator's bands.
    """

    name: str
    cells: int
    runs: int
    offset: float
    error: float
    spread: float
    low: float
    median: float
    high: float
    within_50: float
    within_90: float

    @property
    def verdict(self) -> str:
        """"agrees"; "off" if runs lie elsewhere on average; "narrow" if bands hold too few of them."""
        if abs(self.offset) > max(SLIGHT, SURE * self.error):
            return "off"
        return "agrees" if self.within_90 >= HOLD else "narrow"


def validate(score: Floats, group: Ints, names: tuple[str, ...]) -> list[Validation]:
    """Scores by group of cells, of groups that have one; none if there are fewer than two runs.

    Parameters
    ----------
    score : float64 array of shape (runs, cells)
        (y - predicted mean) / predicted standard deviation of runs that the emulator did not learn from.
    group : int64 array of shape (cells,)
        Which of `names` each cell is of.
    """
    runs = len(score)
    if runs < 2:
        return []
    out = []
    for k, name in enumerate(names):
        of = score[:, group == k]
        if not of.size:
            continue
        error = of.mean(axis=1).std(ddof=1) / np.sqrt(runs)
        low, median, high = np.quantile(of, [0.05, 0.5, 0.95])
        within = [float(np.mean(np.abs(of) <= half)) for half in (_HALF, _NINE)]
        out.append(Validation(name, of.shape[1], runs, float(of.mean()), float(error), float(of.std()), float(low),
                          float(median), float(high), *within))  # fmt: skip
    return out


def table(model: Emulator, z: Floats, x: Floats, cells: Cells) -> pl.DataFrame:
    """How well runs are predicted, by indicator: those it learnt from (each left out), and those at the posterior.

    The latter are z and x, of shapes (runs, d) and (runs, cells); runs without a value somewhere are left out.
    """
    good = np.isfinite(x).all(axis=1)
    p = model.predict(z[good])
    score = (to_log(x[good], model.floor) - p.mean) / p.sd
    at = {v.name: v for v in validate(score, cells.indicator, cells.indicators)}
    rows = []
    for i, name in enumerate(cells.indicators):
        of = cells.indicator == i
        explained = model.accuracy.explained[of]
        v = at.get(name)
        rows.append({
            "indicator": name, "cells": int(of.sum()),
            "explained": float(np.mean(explained[np.isfinite(explained)])) if np.isfinite(explained).any() else None,
            "left_out_90": float(model.accuracy.within_90[of].mean()), "verdict": v.verdict if v else None,
            **{f: getattr(v, f) if v else None for f in Validation._fields[2:]},
        })  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def summary(judgement: pl.DataFrame) -> dict[str, Any]:
    """What runs at the posterior say of the emulator: share of numbers in its 50 and 90 % bands, the largest offset,
    and the indicators in which they do not agree; nothing where there are no runs."""
    heard = judgement.filter(pl.col("verdict").is_not_null())
    if not heard.height:
        return {}
    weight = heard["cells"].to_numpy()
    worst = heard[int(np.argmax(heard["offset"].abs()))]
    bad = heard.filter(pl.col("verdict") != "agrees").select("indicator", "verdict", "offset", "within_90")
    return {
        "within_50": float(np.average(heard["within_50"], weights=weight)),
        "within_90": float(np.average(heard["within_90"], weights=weight)),
        "worst": worst["indicator"][0], "offset": worst["offset"][0], "differs": bad.to_dicts(),
    }  # fmt: skip

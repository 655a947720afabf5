"""What members say of the country: their runs, moved by the model's discrepancy."""

from __future__ import annotations

import numpy as np

from contested.inference.likelihood.cells import STANDING, Cell, Cells
from contested.inference.smoother.discrepancy import before_claims, covariance, given_claims, moved
from contested.inference.smoother.observations import Observations
from contested.studies.smoothing.passes import Ensemble
from contested.studies.smoothing.unknowns import floor_and_lump


def truths(runs: Ensemble, cells: Cells, scale: int, seed: int, observed: Observations | None = None) -> Ensemble:
    """Members with one draw of their discrepancies each, in cells and in national courses alike.

    Parameters
    ----------
    runs : Ensemble
        Without members that failed.
    cells : Cells
        Of `runs.x`.
    observed : Observations, optional
        Claims that discrepancies are drawn given; none before any claim.
    """
    days = runs.daily.shape[2]
    courses = Cells(tuple(_national(name, day) for name in cells.indicators for day in range(days)), cells.start)
    between = covariance((*cells.each, *courses.each))
    x, daily, n = np.nan_to_num(runs.x), runs.daily.reshape(len(runs.u), -1), len(cells)
    if observed is None:
        d = before_claims(between, len(x), seed)
    else:
        d = given_claims(between, observed, observed.predictions(x), seed)
    (floor, _), (floors, _) = floor_and_lump(cells, scale), floor_and_lump(courses, scale)
    return runs._replace(x=moved(x, floor, d[:, :n]), daily=moved(daily, floors, d[:, n:]).reshape(runs.daily.shape))


def _national(indicator: str, day: int) -> Cell:
    observables = tuple(indicator.split("+"))
    return Cell(observables, (), day, day, set(observables) <= STANDING)

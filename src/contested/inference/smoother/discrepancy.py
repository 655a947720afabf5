"""Model discrepancy: how far the country lies from a run even if all that can be learnt of the run is right.

    log(truth + floor) = log(number of the run + floor) + d[what is counted, where, when]

d has a part that carries on from day to day and fades (AR(1)) and a part of each day alone; of both some is that of the
whole country and the rest a place's own. It is a law of its own, the same while runs are fitted to claims (it is in the
claims' covariance), when biases are drawn, and in forecasts: what a run left unexplained carries on and fades.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from contested.engine.params import Params, param
from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import normals
from contested.inference.likelihood.cells import Cell
from contested.inference.likelihood.party_types import family_of
from contested.inference.smoother.observations import Observations
from contested.inference.threads import one_core
from contested.nation import tallies

#: added to variances, so that cells that are counted twice can be drawn
JITTER = 1e-8


@dataclass(frozen=True, kw_only=True)
class DiscrepancyParams(Params):
    """The law of the discrepancy."""

    lasting: float = param(
        0.5, unit="level", within=(0, 5), source="assumed",
        meaning="spread of the part that carries on from day to day (log scale)",
    )  # fmt: skip
    half_life: float = param(
        14.0, unit="day", within=(0.1, 1000), source="assumed",
        meaning="days until that part's correlation with itself halves",
    )  # fmt: skip
    daily: float = param(
        0.5, unit="level", within=(0, 5), source="assumed",
        meaning="spread of the part that each day has of its own (log scale)",
    )  # fmt: skip
    local: float = param(
        0.5, unit="share", within=(0, 1), source="assumed",
        meaning="part of both variances that is a place's own; the rest is that of the whole country",
    )  # fmt: skip
    crowds: float = param(
        1.0, unit="-", within=(0, 10), source="estimated by benchmarks.crises.discrepancy",
        meaning="factor on both spreads of crowds",
    )  # fmt: skip

    def of(self, cell: Cell) -> float:
        """The factor on both spreads of what a cell counts."""
        return self.crowds if family_of("+".join(cell.observables)) == "crowd" else 1.0


DEFAULT = DiscrepancyParams()


def covariance(cells: Sequence[Cell], law: DiscrepancyParams | None = None) -> Floats:
    """Covariance of the discrepancies of numbers, float64 array of shape (cells, cells), log; `law` is the package's if
    absent.

    A number of several days has the mean of theirs. Counts of votes and what stands until changed are the script's own
    and have none.

    Example
    -------
    >>> crowd = Cell(("crowd",), (), 3, 3, False)
    >>> covariance([crowd], DiscrepancyParams(lasting=0.3, daily=0.4)).round(2)
    array([[0.25]])
    """
    law, n = law or DEFAULT, len(cells)
    days = max((c.last for c in cells), default=0) + 1
    over = np.zeros((n, days))
    for k, c in enumerate(cells):
        over[k, c.first : c.last + 1] = 1.0 / (c.last + 1 - c.first)
    apart = np.abs(np.subtract.outer(np.arange(days), np.arange(days)))
    each = law.lasting**2 * 0.5 ** (apart / law.half_life) + law.daily**2 * (apart == 0)
    what, where = _numbered([c.observables for c in cells]), _numbered([c.rows for c in cells])
    place = np.where(where[:, None] == where[None], 1.0, 1.0 - law.local)
    some = np.array([not c.standing and not set(c.observables) & tallies.NAMES for c in cells], dtype=bool)
    same = (what[:, None] == what[None]) & some[:, None] & some[None]
    kind = np.array([law.of(c) for c in cells])
    return np.asarray(np.where(same, over @ each @ over.T * place, 0.0) * kind[:, None] * kind[None])


def _numbered(names: Sequence[tuple[object, ...]]) -> Ints:
    known: dict[tuple[object, ...], int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)


@one_core()
def before_claims(between: Floats, runs: int, seed: int) -> Floats:
    """One draw of the discrepancies for each run, float64 array of shape (runs, cells), log; `between` is their
    `covariance`."""
    cells = len(between)
    return np.asarray(normals(runs * cells, seed, streams.DISCREPANCY).reshape(runs, cells) @ _root(between).T)


@one_core()
def given_claims(between: Floats, observed: Observations, y: Floats, seed: int) -> Floats:
    """One draw of the discrepancies for each run given the claims, biases integrated out: the same law and the same
    handling of bounds as in a pass of the smoother (`update`), with the run as it is.

    Parameters
    ----------
    between : float64 array of shape (cells, cells), log
        `covariance` of the cells that claims speak of, in the claims' order, and of any others behind them.
    observed : Observations
        With the discrepancy in their covariance (`Observations.doubting`).
    y : float64 array of shape (runs, m), log
        `Observations.predictions` of the runs.
    seed : int

    Returns
    -------
    float64 array of shape (runs, cells), log
    """
    d, at = before_claims(between, len(y), seed), observed.cell
    error = observed.error_about(y)
    noise = normals(y.size, seed, streams.DISCREPANCY, draw=1).reshape(y.shape)
    figure = y + d[:, at] + noise @ _root(error - between[np.ix_(at, at)]).T
    move = np.clip(figure, observed.low, observed.high) - figure
    return np.asarray(d + np.linalg.solve(error, move.T).T @ between[at])


def _root(covariance: Floats) -> Floats:
    return np.asarray(np.linalg.cholesky(covariance + JITTER * np.eye(len(covariance))))


def moved(x: Floats, floor: Floats, d: Floats) -> Floats:
    """Truths of runs with their discrepancies; float64 arrays of shape (runs, cells), `floor` of shape (cells,), in the
    cells' own units. What has no value stays without."""
    return np.asarray(np.maximum((x + floor) * np.exp(d) - floor, 0.0))

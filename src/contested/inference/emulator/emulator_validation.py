"""Is the emulator right where the posterior lies? Runs played there, which it never saw, beside what it says of them.

Each run's number for each cell is set beside its prediction, in predicted standard deviations: were the emulator right,
these scores would be about standard normal. One run errs in many cells together, so what an average is worth is told by
the spread between runs. That runs weighed by the claims (`reweight`) confirm anything cannot be hoped for: a run is one
course of events, and none out of hundreds agrees with a hundred sharp claims.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

#: standard deviations by which runs may lie off on average without being called off, and standard errors of that
SLIGHT, SURE = 0.25, 3.0
#: share of numbers that 90 % bands must hold, or they are called too narrow
HOLD = 0.82
#: half-widths of a normal's central 50 and 90 %
_HALF, _NINE = 0.6744897501960817, 1.6448536269514722


class Judged(NamedTuple):
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


def judged(score: np.ndarray, group: np.ndarray, names: tuple[str, ...]) -> list[Judged]:
    """Scores by group of cells.

    Parameters
    ----------
    score : float64 array of shape (runs, cells)
        (y - predicted mean) / predicted standard deviation of runs that the emulator did not learn from.
    group : int64 array of shape (cells,)
        Which of `names` each cell is of.
    names : tuple of str

    Returns
    -------
    list of Judged
        Groups that have a cell; none if there are fewer than two runs.
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
        out.append(Judged(name, of.shape[1], runs, float(of.mean()), float(error), float(of.std()), float(low),
                          float(median), float(high), *within))  # fmt: skip
    return out

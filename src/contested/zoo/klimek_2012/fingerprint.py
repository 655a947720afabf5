"""What is read off the returns of many stations."""

from __future__ import annotations

import numpy as np

#: stations with a winner's share of 0 %, 1 %, ..., 100 %, rounded
BINS = 101


def shares_of(winner: np.ndarray, others: np.ndarray, electors: float | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Turnout and the winner's share of votes cast, station by station; share 0 where nobody voted."""
    cast = winner + others
    return cast / electors, np.divide(winner, cast, out=np.zeros(winner.shape), where=cast > 0)


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Of two columns; 0 where one does not vary."""
    da, db = a - a.mean(), b - b.mean()
    size = float(np.sqrt((da**2).mean() * (db**2).mean()))
    return float((da * db).mean()) / size if size > 1e-15 else 0.0


def kurtosis(winner: np.ndarray, electors: float | np.ndarray) -> float:
    """Excess kurtosis of ln((electors - winner) / winner) over stations where it is finite; 0 for a normal law."""
    inside = (winner > 0) & (winner < electors * (1 - 1e-12))  # all votes, but for rounding, is all votes
    if inside.sum() < 2:
        return 0.0
    rate = np.log((np.broadcast_to(electors, winner.shape)[inside] - winner[inside]) / winner[inside])
    rate -= rate.mean()
    spread = float((rate**2).mean())
    return float((rate**4).mean()) / spread**2 - 3.0 if spread > 1e-15 else 0.0


def histogram(share: np.ndarray) -> np.ndarray:
    """Stations in each of `BINS` bins."""
    return np.bincount(np.floor(share * 100 + 0.5).astype(np.int64), minlength=BINS)

"""From returns back to fraud: which f_i, f_e and alpha make a histogram like the one that was reported.

After the fitter converted in Election Forensics Toolkit: honest voting is read off the low side of the histograms, the
three numbers are searched on a grid for the least distance of simulated from reported counts over bins of 1 %, and the
search is repeated with other draws.
Where ours differs is said in the card.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from contested.engine.clock import Tick
from contested.ground.draws import member_seed
from contested.ground.errors import ParameterError
from contested.zoo.klimek_2012.model import EXTREME, Election, cut_half_normal, draws_of_kind, histogram, honest

#: bins on either side that the top of a histogram is averaged over, so that the noise of single bins makes no top
SMOOTH = 2
#: part of the highest top that a lower one must reach to be taken for that of honest voting
TOP = 0.5
#: alpha on the coarse grid
ALPHAS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
DISTANCES: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "port": lambda made, seen: ((made - seen) / (seen + 1)) ** 2,
    "chi2": lambda made, seen: (made - seen) ** 2 / (made + 1),
}


@dataclass(frozen=True)
class Fit:
    """Fitted fraud, each with its standard deviation over the repeated searches."""

    incremental: float
    extreme: float
    switching: float
    incremental_sd: float
    extreme_sd: float
    switching_sd: float
    baseline: Election


def baseline(turnout: np.ndarray, share: np.ndarray) -> Election:
    """Honest voting as the low side of the histograms shows it, and how far incremental fraud reaches.

    Parameters
    ----------
    turnout, share : float arrays of shape (stations,), share
        Reported.

    Returns
    -------
    Election
        With no fraud yet.
    """
    turnout, share = np.asarray(turnout, float), np.asarray(share, float)
    for name, column in (("turnout", turnout), ("share", share)):
        if column.ndim != 1 or column.size < 100:
            raise ParameterError(f"{name}: expected at least 100 stations; got {column.size}.", "one number a station")
        if not ((column >= 0) & (column <= 1)).all():
            raise ParameterError(f"{name}: expected shares of 0 to 1.", "drop stations without votes")
    if turnout.size != share.size:
        raise ParameterError(f"share: expected {turnout.size} stations, as turnout has; got {share.size}.", "")
    v, s_v = _low_side(share)
    a, s_a = _low_side(turnout)
    above = share[share > v] - v
    return Election(
        units=share.size, turnout=a, turnout_sd=s_a, share=v, share_sd=s_v, incremental=0.0, extreme=0.0,
        spread=float(np.sqrt((above**2).mean())) if above.size else 0.1,
    )  # fmt: skip


def _low_side(column: np.ndarray) -> tuple[float, float]:
    """Where the first high top of the histogram lies, and the spread below it."""
    counts = np.convolve(histogram(column), np.ones(2 * SMOOTH + 1), "same")
    counts[-1 - SMOOTH :] = 0  # what is reported as everything is no honest top
    high = counts >= TOP * counts.max()
    first = int(np.argmax(high))
    end = first + int(np.argmin(high[first:])) if not high[first:].all() else counts.size
    near = slice(first, end)
    top = first + int(np.argmax(counts[near]))
    middle = top / 100
    below = column[column < middle] - middle
    return middle, float(np.sqrt((below**2).mean())) if below.size else 0.01


def fitted(
    turnout: np.ndarray,
    share: np.ndarray,
    *,
    start: Election | None = None,
    distance: str = "port",
    repeats: int = 3,
    seed: int = 1,
) -> Fit:
    """Fraud that makes a histogram of the winner's share like the reported one.

    Parameters
    ----------
    turnout, share : float arrays of shape (stations,), share
    start : Election, optional
        Honest voting and theta, where they are known better than `baseline` reads them.
    distance : {"port", "chi2"}
        Sum of ((simulated - reported) / (reported + 1))^2, by which the port chooses; or of (simulated - reported)^2 /
        (simulated + 1), which it also computes.
    repeats : int
        Searches with draws of their own.
    seed : int

    Returns
    -------
    Fit
    """
    if distance not in DISTANCES:
        raise ParameterError(f"distance: expected one of {', '.join(DISTANCES)}; got {distance!r}.", "see fitted")
    if repeats < 1:
        raise ParameterError(f"repeats: expected at least 1; got {repeats}.", "a search is needed")
    shown = baseline(turnout, share)
    start = replace(start or shown, units=shown.units)
    seen = histogram(np.asarray(share, float))
    found = np.array([_search(seen, start, member_seed(seed, r), DISTANCES[distance]) for r in range(repeats)])
    mean, sd = found.mean(0), found.std(0, ddof=1) if repeats > 1 else np.zeros(3)
    return Fit(
        float(mean[0]), float(mean[1]), float(mean[2]), float(sd[0]), float(sd[1]), float(sd[2]), baseline=start
    )


def _search(
    seen: np.ndarray, start: Election, seed: int, apart: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> tuple[float, float, float]:
    """Least distance on a coarse grid, then on finer ones around the least so far."""
    tick = Tick(0, seed)
    turnout, share = honest(start, tick)
    kind, degree = draws_of_kind(start, tick)
    some, nearly_all = cut_half_normal(start.spread, degree, start.cut), 1 - cut_half_normal(EXTREME, degree, start.cut)

    def off(fi: float, fe: float, alpha: float) -> float:
        x = np.where(kind < fi, some, np.where(kind < fi + fe, nearly_all, 0.0))
        kept = (1 - x**alpha) * (1 - share) * turnout
        cast = 1 - (1 - x) * (1 - turnout)
        made = histogram(np.clip(1 - kept / np.maximum(cast, 1e-12), 0.0, 1.0))
        return float(apart(made, seen).sum())

    best = (np.inf, 0.0, 0.0, 1.0)
    grid = [(fi, fe, alpha) for fi in np.arange(0, 1.01, 0.1) for fe in np.arange(0, 0.21, 0.02) for alpha in ALPHAS]
    for step in (1.0, 0.4, 0.15, 0.05):
        if step < 1:
            _, fi, fe, alpha = best
            grid = [
                (fi + 0.1 * step * i, fe + 0.02 * step * j, alpha * (1 + 0.3 * step * k))
                for i in range(-2, 3) for j in range(-2, 3) for k in range(-2, 3)
            ]  # fmt: skip
        for fi, fe, alpha in grid:
            if fi >= 0 and fe >= 0 and fi + fe <= 1 and alpha > 0:
                best = min(best, (off(fi, fe, alpha), fi, fe, alpha))
    return best[1:]

"""Whether a pair of arms differs: by more than a part of the whole, and by more than chance gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.dynamics.paired import NUMBERS, Runs

from contested.nation.codes import OUTCOMES

#: smallest change that counts, and in how many standard errors of the mean paired difference
PART, ERRORS = 0.05, 3.0
#: person-days and detentions below which a run had no crisis to speak of: changes are measured against these at least
LEAST = {
    "crowd_days": 1000.0, "detained": 50.0, "custody": 500.0, "killed": 1.0, "officers_injured": 5.0,
    "turned_away": 50.0, "output_lost": 0.1, "treasury spent": 1.0, "shot": 1.0, "shot dead": 1.0,
    "incumbent_share": 0.1, "turnout": 0.1, "early": 0.1, "spread": 0.01,
    **{f"hazard of {name}": 0.01 for name in OUTCOMES},
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """Mean change of a number of one draw, as a part of what it was, and whether it counts."""

    part: float
    moved: bool


def changed(name: str, before: Runs, after: Runs) -> Change:
    """Change of a number between two arms with the same seeds."""
    k = NUMBERS.index(name)
    difference = after.numbers[:, k] - before.numbers[:, k]
    mean = float(difference.mean())
    error = float(difference.std(ddof=1) / np.sqrt(len(difference))) if len(difference) > 1 else np.inf
    part = mean / max(LEAST[name], float(before.numbers[:, k].mean()))
    return Change(part, abs(part) > PART and abs(mean) > ERRORS * error)


@dataclass(frozen=True)
class Endings:
    """How often, how soon and how runs ended, over all draws of an arm, beside the arm with nothing left out."""

    ended: float
    ended_before: float
    day: float
    day_before: float
    #: half of the summed differences of the shares of endings, "goes on" among them
    otherwise: float
    moved: bool


def endings(before: list[Runs], after: list[Runs], kinds: int) -> Endings:
    """Endings of two arms over all draws. Errors are those of means over draws: replicates of a draw are alike."""

    def shares(runs: list[Runs]) -> np.ndarray:
        return np.array([[(r.endings == k).mean() for k in range(-1, kinds)] for r in runs])

    a, b = shares(before), shares(after)
    difference = b - a
    mean = difference.mean(axis=0)
    error = difference.std(axis=0, ddof=1) / np.sqrt(len(a)) if len(a) > 1 else np.full(kinds + 1, np.inf)
    moved = bool(((np.abs(mean) > PART) & (np.abs(mean) > ERRORS * error)).any())
    days = [np.concatenate([r.numbers[:, NUMBERS.index("day")] for r in runs]) for runs in (before, after)]
    first, then = (float(np.nanmedian(d)) if np.isfinite(d).any() else float("nan") for d in days)
    return Endings(
        float(1 - b[:, 0].mean()), float(1 - a[:, 0].mean()), then, first, float(np.abs(mean).sum() / 2), moved
    )

"""How many claims lie in their bands: with an interval, and beside how many the prior alone would hold.

Bands of the prior are wide, and hold nearly everything. So a coverage says something only beside the prior's, which a
fit has to come near with much narrower bands; and claims of neighbouring days lie in their bands together, so that 40
claims of a week are not 40 trials.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Flags, Floats
from contested.ground.errors import InputError
from contested.ground.intervals import korn_graubard
from contested.inference.block_bootstrap import LEVEL, block_interval, stretches


class Coverage(NamedTuple):
    """Claims in their bands.

    Parameters
    ----------
    claims, days : int
        How many, and on how many days.
    share : share
        Of claims whose band holds them.
    low, high : share
        95 % interval of `share`, from a bootstrap of blocks of days; 0 and 1 where days are too few.
    prior : share or None
        Of claims that the prior's bands hold; None where the prior foretold none of them.
    """

    claims: int
    days: int
    share: float
    low: float
    high: float
    prior: float | None = None

    def text(self, level: str = "90 %") -> str:
        """In words: 85 % (95 %: 70 to 94 %) of 46 claims on 20 days lie in 90 % bands; with the prior only 97 %."""
        prior = "not known" if self.prior is None else f"{100 * self.prior:.0f} %"
        counts = f"{self.claims:,} claim{'s' * (self.claims != 1)} on {self.days:,} day{'s' * (self.days != 1)}"
        return (
            f"{100 * self.share:.0f} % (95 %: {100 * self.low:.0f} to {100 * self.high:.0f} %) of {counts} lie in "
            f"{level} bands; with the prior only {prior}"
        )


def coverage(
    within: Flags, day: Floats, prior: Flags | None = None, weight: Floats | None = None, seed: int = 1
) -> Coverage:
    """Coverage of some claims.

    Parameters
    ----------
    within : bool array of shape (claims,)
        Whether the band holds each claim.
    day : array of shape (claims,), dates or days
        Of which each speaks.
    prior : bool array of shape (claims,), optional
        Whether the prior's band holds each claim.
    weight : float64 array of shape (claims,), optional
        Of each claim; 1 if not given.
    seed : int
        Of the bootstrap.

    Raises
    ------
    InputError
        No claims, or arrays of other lengths.
    """
    within = np.asarray(within, bool)
    weight = np.ones(within.size) if weight is None else np.asarray(weight, float)
    if not within.size or any(np.shape(a) != within.shape for a in (day, weight, *(() if prior is None else (prior,)))):
        raise InputError(f"coverage: expected one day, weight and prior a claim, and a claim; got {within.shape}.")
    days = int(np.unique(day).size)
    share = float(np.average(within, weights=weight))
    ends = block_interval(within.astype(float), weight, np.asarray(day), seed)
    low, high = _interval(share, *ends, within.size, days)
    by_prior = None if prior is None else float(np.average(np.asarray(prior, bool), weights=weight))
    return Coverage(within.size, days, share, low, high, by_prior)


def _interval(share: float, low: float, high: float, claims: int, days: int) -> tuple[float, float]:
    """The exact interval of as many independent trials as would give a mean the spread that blocks of days give it.

    References
    ----------
    korn1998 : binomial intervals with an effective number of trials.
    """
    from scipy.special import ndtri  # a sixth of a second, which a run's page need not wait for

    # where all or none are held, drawing again gives no spread: a stretch is a trial
    se = (high - low) / (2 * ndtri((1 + LEVEL) / 2))
    trials = min(share * (1 - share) / se**2, claims) if se > 0 else stretches(days)
    return korn_graubard(share, trials, LEVEL) if trials >= 1 else (0.0, 1.0)

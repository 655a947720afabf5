"""Which days are reported: numbers are, silence is not nothing, and what is large is more often worth a report.

A forecast of what a voice will say of a day is a forecast given that it says something. With a chance of a report that
grows with the figure,

    chance of a report = (1 + figure)^slope / ((1 + figure)^slope + (1 + usual)^slope)

draws of a quiet day count for less than those of a day that is worth a report. Both numbers are learnt from the voice's
own record: of which days since it first spoke it said something, and what the figure is likely to have been on the
others. A voice with little to go by keeps the slope of its kind of number; one that spoke of every day selects nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.engine.params import Params, param
from contested.ground.arrays import Floats
from contested.inference.likelihood.party_types import family_of


@dataclass(frozen=True, kw_only=True)
class ReportingParams(Params):
    """How the chance of a report depends on the figure."""

    slope: float = param(
        0.25, unit="-", within=(0, 10), source="assumed",
        meaning="power of a crowd, or of any other figure, by which the odds of its report grow; 0: not at all",
    )  # fmt: skip
    slope_repression: float = param(
        1.0, unit="-", within=(0, 10), source="assumed",
        meaning="the same for numbers of arrests and victims, which are news because they are large",
    )  # fmt: skip

    def of(self, quantity: str) -> float:
        """The slope of a quantity."""
        return self.slope_repression if family_of(quantity) == "repression" else self.slope


DEFAULT = ReportingParams()
#: spread of slopes of voices about that of their kind, in parts of it; assumed
SPREAD = 0.5
#: slopes that are tried, in parts of that of their kind
SLOPES = np.linspace(0.0, 3.0, 31)
#: a chance that is not 0
TINY = 1e-12
#: log odds, and distance on the log scale beyond all draws, at which everything is reported or nothing
FAR = 50.0


def usual(log: Floats, part: float, slope: float) -> float:
    """The figure (log of 1 + number) reported as often as not, if over all draws of all days so many are reported.

    Parameters
    ----------
    log : float64 array
        Of draws of every day, with the quiet ones.
    part : float
        Of days that were reported.
    slope : float
        See `ReportingParams`. At 0 no figure is reported more often than another, and the middle of the draws stands
        for it.

    Example
    -------
    >>> round(usual(np.log([1.0, 9.0]), 0.5, 1.0), 3)   # the large is as often reported as the small is not
    1.099
    """
    low, high = float(log.min()), float(log.max())
    if slope == 0.0:
        return (low + high) / 2
    # the flatter the curve, the further away is the figure that few or nearly all days imply
    reach = max(FAR, FAR / slope)
    low, high = low - reach, high + reach
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _chance(log, middle, slope).mean() > part else (low, middle)
    return (low + high) / 2


def learnt(reported: Floats, silent: Floats, slope: float) -> tuple[float, float]:
    """A voice's `usual` figure and slope by its record: the most likely slope, where slopes of voices are normal about
    that of their kind; with each, as many days are reported as were.

    Parameters
    ----------
    reported : float64 array of shape (days,)
        Log of 1 + figure, of days of which the voice spoke.
    silent : float64 array of shape (draws, days)
        Draws of the same for days of which it did not.
    slope : float
        See `ReportingParams`.

    Returns
    -------
    (float, float)
        The figure (log of 1 + number) reported as often as not; the slope.

    Example
    -------
    >>> few, many = np.full(8, 2.0), np.full(8, 6.0)
    >>> learnt(many, few[None], 1.0)[1] > 1.0 > learnt(few, many[None], 1.0)[1]   # the large are reported; the small
    True
    """
    heard = np.broadcast_to(reported, (len(silent), reported.size))
    every, part = np.concatenate([heard, silent], axis=1), reported.size / (reported.size + silent.shape[1])
    best, found = -np.inf, (0.0, slope)
    for times in SLOPES.tolist():
        some = slope * times
        at = usual(every, part, some)
        with_report, without = _chance(reported, at, some), _chance(silent, at, some).mean(axis=0)
        if some == 0.0:
            # the curve has no level of its own: without a slope the share of days reported is the chance of each
            with_report, without = np.full_like(with_report, part), np.full_like(without, part)
        chance = np.append(with_report, 1.0 - without)
        fit = float(np.log(np.maximum(chance, TINY)).sum()) - 0.5 * ((times - 1.0) / SPREAD) ** 2
        if fit > best:
            best, found = fit, (at, some)
    return found


def _chance(log: Floats, usual: float, slope: float) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-slope * (log - usual))))


def selected(log: Floats, usual: float, slope: float) -> Floats:
    """Draws given that there is a report, float64 array of the same shape: each moves to the place that its rank has
    among them, so a draw that was large on one day stays so on the next.

    Parameters
    ----------
    log : float64 array of shape (draws, days)
        Of 1 + figure.
    """
    out = np.empty_like(log)
    n = len(log)
    for j in range(log.shape[1]):
        order = np.argsort(log[:, j], kind="stable")
        up = np.cumsum(_chance(log[order, j], usual, slope))
        at = np.searchsorted(up, up[-1] * (np.arange(n) + 0.5) / n)
        out[order, j] = log[order[at], j]
    return out

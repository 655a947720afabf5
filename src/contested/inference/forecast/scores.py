"""Proper scores of forecasts against claims, bounds as censoring: each is a loss. A forecast is a sample of draws.

A number said is scored as usual. Of a claim that only gives bounds (at least l, at most h, between both) a score may
use nothing but what was said:

- `crps`: the integral over z of (F(z) - [y <= z])^2, over those z for which the claim settles whether y <= z. That is
  all but those between l and h, and it is the threshold-weighted score with weight 0 there (Gneiting and Ranjan 2011);
  for l = h it is the CRPS itself. It is proper if whoever claims did not choose the bounds by what y was. "At least
  100,000" costs a forecast what lies below 100,000 and nothing for any excess: against such claims alone a forecast of
  endless crowds is perfect. So numbers and bounds are never to be averaged without saying how many of each there are.
- `log_score`: minus the log of the probability of [l, h]; proper also where words cut the scale into fixed pieces
  ("hundreds", "thousands"). For a number said, minus the log density; the two do not compare, differences between
  forecasts of the same claim do.
- `interval_score` and `covered`: the most lenient number that the bounds allow.
- `pit`: a uniform number between the forecast's chance of less than l and its chance of at most h.

CRPS also comes on the scale of log(1 + number) (`crps_log`), where crowds and arrests weigh alike: half and double are
equally wrong (Bosse et al. 2023). It is fair (Ferro 2014): what it is on average does not depend on how many draws a
forecast has. The score of the draws' own distribution would charge few draws for being few.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from contested.ground.arrays import Floats
from contested.ground.errors import InputError

#: part of the forecast between the ends of its interval
LEVEL = 0.9
#: log units: least width of a draw's kernel, so that a forecast of one number has a density
NARROWEST = 0.05


class Scores(NamedTuple):
    """One number a claim, float64 arrays of shape (claims,).

    Parameters
    ----------
    crps, interval_score : in the claim's unit
    crps_log, log_score : in log units
    covered : bool
        Whether the interval holds a number that the claim allows.
    pit : share
        Uniform over many claims, if the forecast is right.
    """

    crps: Floats
    crps_log: Floats
    log_score: Floats
    interval_score: Floats
    covered: Floats
    pit: Floats


def scores(draws: Floats, bounds: Floats, u: Floats, size: float | None = None) -> Scores:
    """All scores of one forecast a claim.

    Parameters
    ----------
    draws : float64 array of shape (claims, draws)
        Not below 0.
    bounds : float64 array of shape (claims, 2)
        What each claim allows (series.Series.bounds): the number said twice, or bounds, with 0 and infinity for open.
    u : float64 array of shape (claims,), in (0, 1)
        The chance in `pit`.
    size : number, optional
        For `crps`.

    Raises
    ------
    InputError
        If the lengths differ.
    """
    draws, bounds = np.asarray(draws, float), np.asarray(bounds, float)
    if draws.ndim != 2 or bounds.shape != (draws.shape[0], 2) or np.shape(u) != (draws.shape[0],):
        raise InputError(
            f"scores: expected draws (claims, draws), bounds (claims, 2) and u (claims,); got {draws.shape}, "
            f"{bounds.shape} and {np.shape(u)}."
        )
    tail = (1 - LEVEL) / 2
    lower, upper = np.quantile(draws, (tail, 1 - tail), axis=1)
    return Scores(
        crps(draws, bounds, size),
        crps(np.log1p(draws), np.log1p(bounds), size),
        log_score(draws, bounds),
        interval_score(lower, upper, bounds, LEVEL),
        (lower <= bounds[:, 1]) & (upper >= bounds[:, 0]),
        pit(draws, bounds, u),
    )


def crps(draws: Floats, bounds: Floats, size: float | None = None) -> Floats:
    """Fair continuous ranked probability score, over what the bounds settle.

    Parameters
    ----------
    draws, bounds
        As for `scores`.
    size : number, optional
        How many independent draws stand behind `draws`, if these are quantiles of them at the middles of equal parts;
        infinite for quantiles of the law itself. Of a single draw nothing is known of the spread: its distance counts.

    Returns
    -------
    float64 array of shape (claims,)
        Below 0 now and then for few draws; the mean over claims is what means something.

    References
    ----------
    ferro2014 : fair scores of ensembles.
    """
    low, high = bounds[:, :1], bounds[:, 1:]
    # folding the stretch that the claim leaves open into one point takes it out of the integral
    folded = np.sort(np.minimum(draws, low) + np.maximum(draws - high, 0.0), axis=1)
    n = folded.shape[1]
    # of the draws' own distribution, as the sum of every draw's quantile score. scoringrules has this as well, and
    # compiles for two seconds or more in every process that imports it
    part, off = np.arange(1, n + 1) - 0.5, low - folded
    whole = 2.0 * (np.where(off >= 0.0, part * off, (part - n) * off).sum(axis=1) / n**2)
    rank = 2.0 * np.arange(n) + 1.0 - n
    apart = 2.0 * (folded @ rank) / n**2  # mean distance of two draws, of which one may be drawn twice
    return np.asarray(whole - apart / (2.0 * max((n if size is None else size) - 1.0, 1.0)))


def log_score(draws: Floats, bounds: Floats) -> Floats:
    """Minus the log density at a number said, per unit of log(1 + number), or the log chance of the bounds.

    A normal kernel about every draw, by Silverman's rule; and one part in draws + 1 is a Cauchy law one log unit wide,
    because a sample cannot say that what it has not seen is impossible.
    """
    t = np.log1p(draws)
    n = t.shape[1]
    middle = np.median(t, axis=1)
    quarter, three = np.quantile(t, (0.25, 0.75), axis=1)
    sd = t.std(axis=1)
    spread = np.where(three > quarter, np.minimum(sd, (three - quarter) / 1.34), sd)
    width = np.maximum(0.9 * spread * n**-0.2, NARROWEST)[:, None]
    low, high = np.log1p(bounds[:, 0]), np.log1p(bounds[:, 1])
    low = np.where((bounds[:, 0] <= 0) & (high > low), -math.inf, low)  # kernels reach below none
    exact = high == low
    z = np.where(exact, low, 0.0)[:, None]
    density = (np.exp(-0.5 * ((z - t) / width) ** 2) / (width * math.sqrt(2 * math.pi))).mean(axis=1)
    chance = (ndtr((high[:, None] - t) / width) - ndtr((low[:, None] - t) / width)).mean(axis=1)
    from scipy.stats import cauchy  # half a second, which results without scores need not wait for

    wide_density = cauchy.pdf(z[:, 0] - middle)
    wide_chance = cauchy.cdf(high - middle) - cauchy.cdf(low - middle)
    mixed = n * np.where(exact, density, chance) + np.where(exact, wide_density, wide_chance)
    return np.asarray(-np.log(mixed / (n + 1)))


def interval_score(lower: Floats, upper: Floats, bounds: Floats, level: float) -> Floats:
    """Width of the central interval, from `lower` to `upper`, with the part `level` of the forecast inside, and
    2 / (1 - level) times the distance of the nearest number that is allowed."""
    missed = np.maximum(bounds[:, 0] - upper, 0.0) + np.maximum(lower - bounds[:, 1], 0.0)
    return (upper - lower) + 2.0 / (1.0 - level) * missed


def pit(draws: Floats, bounds: Floats, u: Floats) -> Floats:
    """Where the claim lies in the forecast, in (0, 1), randomised over ties and over what the bounds leave open.

    Uniform if the forecast is right and bounds, where there are any, cut the scale into fixed pieces.
    """
    below = (draws < bounds[:, :1]).sum(axis=1)
    within = ((draws >= bounds[:, :1]) & (draws <= bounds[:, 1:])).sum(axis=1)
    return np.asarray((below + u * (within + 1)) / (draws.shape[1] + 1))

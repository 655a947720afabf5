"""A model of counts, and not of the shares that were seen: how likely each count of a small range is at a station.

A test of digits asks which of a few neighbouring counts a station reported: of those from 140 to 149, or of those
nearest 70 %. Honest counts prefer none of them but as their law rises or falls over the range. That law is drawn around
shares that vary over all stations (`beta_mixture`), not around the share that the station itself shows: redrawn around
its own share, a count is smeared twice, and where stations are alike or small the range rises and falls too little.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from contested.forensics.models import beta_mixture
from contested.forensics.table.case import Flags, Floats, Ints
from contested.ground.compiled import parallel, prange, scalar

_STRETCH = 256


#: stations are described in so many groups by size, if each has so many: small stations may vote otherwise
GROUPS, GROUP = 4, 250
#: stations of a group that its law is fitted to; more would not move it
MOST = 4_000


class Counts:
    """The law of counts k of n, fitted to those that were reported.

    Parameters
    ----------
    k, n : int64 array of shape (stations,)
        0 <= k <= n, n at least 1.
    """

    def __init__(self, k: Ints, n: Ints) -> None:
        self.k, self.n = k, n
        groups = int(np.clip(k.size // GROUP, 1, GROUPS))
        cuts = np.quantile(n, np.linspace(0, 1, groups + 1)[1:-1]) if k.size else np.zeros(0)
        self.group = np.searchsorted(cuts, n)
        size = np.bincount(self.group, minlength=groups)
        self.laws = [
            beta_mixture.fit(*(x[self.group == g][:: -(-size[g] // MOST)] for x in (k, n))) if size[g] else None
            for g in range(groups)
        ]

    def digits(self) -> Floats:
        """Chance of each last digit at each station, given all other digits: float64 array of shape (stations, 10)."""
        first = 10 * (self.k // 10)
        return self._within(first, np.minimum(first + 9, self.n), 10)

    def near_integers(self, at_integer: Callable[[Ints, Ints], Flags]) -> Floats:
        """Chance of an integer percentage at each station, given the nearest one; float64 array of shape (stations,).

        Parameters
        ----------
        at_integer : callable
            Which counts of which numbers are at an integer.
        """
        percent = (200 * self.k + self.n) // (2 * self.n)
        # counts with 200 k + n between 2 n percent and 2 n (percent + 1), the end excluded
        first = np.maximum(-((self.n - 2 * self.n * percent) // 200), 0)
        last = np.minimum((2 * self.n * (percent + 1) - self.n - 1) // 200, self.n)
        chance = self._within(first, last, int((last - first).max(initial=0)) + 1)
        out = np.zeros(self.k.size)
        for j in range(chance.shape[1]):
            out += chance[:, j] * at_integer(np.minimum(first + j, last), self.n)
        return out

    def second_digits(self) -> Floats:
        """Mean of the second digit at each station, given that the count has two digits: float64 array (stations,)."""
        mean = np.zeros(self.k.size)
        for g, law in enumerate(self.laws):
            rows = np.flatnonzero(self.group == g)
            if law is not None:
                some = np.empty(rows.size)
                _second(self.n[rows], *law, some)
                mean[rows] = some
        return mean

    def _within(self, first: Ints, last: Ints, width: int) -> Floats:
        """Chances of the counts from `first` to `last`, given that it is one of them."""
        chance = np.zeros((self.k.size, width))
        for g, law in enumerate(self.laws):
            rows = np.flatnonzero(self.group == g)
            if law is not None:
                some = np.zeros((rows.size, width))
                _cells(self.n[rows], first[rows], last[rows], *law, some)
                chance[rows] = some
        return chance


@scalar
def _log_chance(k: int, n: int, a: float, b: float) -> float:
    """Logarithm of a beta-binomial chance."""
    return (
        math.lgamma(n + 1.0) - math.lgamma(k + 1.0) - math.lgamma(n - k + 1.0)
        + math.lgamma(k + a) + math.lgamma(n - k + b) - math.lgamma(n + a + b)
        - math.lgamma(a) - math.lgamma(b) + math.lgamma(a + b)
    )  # fmt: skip


@scalar
def _next(k: int, n: int, a: float, b: float) -> float:
    """Chance of k + 1 over that of k."""
    return (n - k) / (k + 1.0) * (k + a) / (n - k - 1.0 + b)


@parallel
def _cells(n: Ints, first: Ints, last: Ints, weight: Floats, a: Floats, b: Floats, chance: Floats) -> None:
    for part in prange((n.size + _STRETCH - 1) // _STRETCH):
        for i in range(part * _STRETCH, min(n.size, (part + 1) * _STRETCH)):
            top = -math.inf
            for j in range(weight.size):
                if weight[j] > 0:
                    top = max(top, math.log(weight[j]) + _log_chance(first[i], n[i], a[j], b[j]))
            total = 0.0
            for j in range(weight.size):
                if weight[j] <= 0:
                    continue
                x = math.exp(math.log(weight[j]) + _log_chance(first[i], n[i], a[j], b[j]) - top)
                for k in range(first[i], last[i] + 1):
                    chance[i, k - first[i]] += x
                    total += x
                    if k < last[i]:
                        x *= _next(k, n[i], a[j], b[j])
            for c in range(last[i] - first[i] + 1):
                chance[i, c] /= total


@scalar
def _second_digit(k: int) -> int:
    while k >= 100:
        k //= 10
    return k % 10


@parallel
def _second(n: Ints, weight: Floats, a: Floats, b: Floats, mean: Floats) -> None:
    for part in prange((n.size + _STRETCH - 1) // _STRETCH):
        for i in range(part * _STRETCH, min(n.size, (part + 1) * _STRETCH)):
            total, once = 0.0, 0.0
            for j in range(weight.size):
                share = a[j] / (a[j] + b[j])
                sd = math.sqrt(n[i] * share * (1 - share) * (a[j] + b[j] + n[i]) / (a[j] + b[j] + 1.0))
                first = max(10, int(n[i] * share - 8 * sd) - 5)
                last = min(n[i], int(n[i] * share + 8 * sd) + 5)
                if weight[j] <= 0 or last < first:
                    continue
                x = weight[j] * math.exp(_log_chance(first, n[i], a[j], b[j]))
                for k in range(first, last + 1):
                    d = _second_digit(k)
                    total += x
                    once += x * d
                    if k < last:
                        x *= _next(k, n[i], a[j], b[j])
            mean[i] = once / max(total, 1e-300)

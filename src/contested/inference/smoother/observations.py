"""Claims as a smoother takes them: stretches on a log scale, with one covariance for errors, copies and biases.

A claim's figure is log(truth + floor) + bias + error, and the claim says in which stretch it lies. Biases are not among
the unknowns: they are integrated out, as claims of one party that share an error. Their spreads, and those of copies,
are the claim model's (`likelihood.claim_params`); Student's t is taken for a normal law of the weight that it gives a
residual of such a size. Counts scatter by their number, and those of coarse agents by the number of agents.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Flags, Floats, Ints
from contested.inference.likelihood.bias_groups import bias_groups
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_params import DEFAULT, ClaimModel
from contested.inference.likelihood.source_likelihood import DEGREES

#: least error of a list of names (log): a sharp edge leaves an ensemble no slope
SHARPEST = 0.1
#: stretches as wide as so many errors are bounds: within them no member is moved
WIDE = 2.0


class Observations(NamedTuple):
    """What claims ask of predictions, a row each.

    Parameters
    ----------
    cell : int64 array of shape (m,)
        Column of the truth that each speaks of.
    floor : float64 array of shape (m,), in the cells' units
        Added before the logarithm.
    low, high : float64 arrays of shape (m,), log
        Where the figure lay, less the mean bias; infinite where open.
    own : float64 array of shape (m,), log
        Variance of each claim's own error, that of Student's law at its scale.
    numbers : float64 array of shape (m,), log
        Variance by the number of persons or agents.
    shared : float64 array of shape (m, m), log
        Covariance of what claims have in common: copies, biases, and the model's discrepancy (`doubting`).
    """

    cell: Ints
    floor: Floats
    low: Floats
    high: Floats
    own: Floats
    numbers: Floats
    shared: Floats

    @property
    def error(self) -> Floats:
        """Standard deviation of each claim given the truth and its bias, float64 array of shape (m,)."""
        return np.asarray(np.sqrt(self.own + self.numbers))

    @property
    def bound(self) -> Flags:
        """Whether each claim only bounds its figure, bool array of shape (m,)."""
        return np.asarray(self.high - self.low > WIDE * self.error)

    def error_about(self, y: Floats) -> Floats:
        """Covariance of the claims given runs, float64 array of shape (m, m), log: all that they share, and their own
        errors by the weight that Student's t gives to the residual of the runs' median; `y` are `predictions`."""
        middle = np.median(y, axis=0)
        residual = np.clip(middle, self.low, self.high) - middle
        variance = self.own + self.numbers + np.diag(self.shared) + y.var(axis=0)
        own = self.own / weights(residual, np.sqrt(variance)) + self.numbers
        return np.asarray(self.shared + np.diag(own))

    def predictions(self, x: Floats) -> Floats:
        """Logarithms that claims are set beside, float64 array of shape (members, m), of truths of shape (members,
        cells); what has no value counts as none."""
        return np.asarray(np.log(np.maximum(np.nan_to_num(x[:, self.cell]), 0.0) + self.floor))

    def take(self, rows: Ints) -> Observations:
        """Some of the claims, with what they have in common."""
        floor, low, high, own, numbers = (a[rows] for a in (self.floor, self.low, self.high, self.own, self.numbers))
        return Observations(self.cell[rows], floor, low, high, own, numbers, self.shared[np.ix_(rows, rows)])

    def doubting(self, between: Floats) -> Observations:
        """The same of runs that lie beside the truth: `between` is the covariance of all cells' discrepancies, float64
        array of shape (cells, cells), log."""
        return self._replace(shared=self.shared + between[np.ix_(self.cell, self.cell)])

    def beyond(self, y: Floats, before: Flags) -> tuple[Observations, Floats]:
        """The claims that were not there before, given those that were: what the earlier ones tell of biases is known.

        Parameters
        ----------
        y : float64 array of shape (members, m), log
            Predictions of all claims.
        before : bool array of shape (m,)
            Which were there before; members have been moved by them already.

        Returns
        -------
        (Observations, float64 array of shape (members, new claims))
            The new claims, with the covariance that is left; and their predictions with each member's biases.
        """
        new, old = np.flatnonzero(~before), np.flatnonzero(before)
        if not old.size:
            return self, y
        error = self.shared[np.ix_(old, old)] + np.diag((self.own + self.numbers)[old])
        gain = np.linalg.solve(error, self.shared[np.ix_(old, new)])
        residual = np.clip(y[:, old], self.low[old], self.high[old]) - y[:, old]
        left = self.shared[np.ix_(new, new)] - self.shared[np.ix_(new, old)] @ gain
        return self.take(new)._replace(shared=(left + left.T) / 2), y[:, new] + residual @ gain


def observations(
    claims: ClaimArrays, floor: Floats, lump: Floats, claim_model: ClaimModel = DEFAULT
) -> Observations:
    """Claims made ready, without those of parties that are left out.

    Parameters
    ----------
    claims : ClaimArrays
    floor : float64 array of shape (cells,), in the cells' own units
        What stands for none in each cell.
    lump : float64 array of shape (cells,), in the cells' own units
        What one independent case of each cell counts: a person, or an agent.
    claim_model : ClaimModel, optional
    """
    law = claim_model.params
    groups, group = bias_groups(claims, claim_model)
    spread = np.array([b.spread for b in groups])[group]
    use = np.flatnonzero(np.isfinite(spread))
    cell, listed, group, spread = claims.cell[use], claims.listed[use], group[use], spread[use]
    at, count = floor[cell], lump[cell]
    names = claims.cells.indicators
    typed = np.array([groups[g].mean_of(names[i]) for g, i in zip(group, claims.indicator[use])])
    mean = np.where(listed, 0.0, typed)
    with np.errstate(divide="ignore"):
        low, high = np.log(claims.low[use] + at) - mean, np.log(claims.high[use] + at) - mean
    low[claims.low[use] <= 0.0] = -np.inf
    own = np.where(listed, max(law.list_error, SHARPEST), law.error) ** 2
    by_number = count / (claims.reference[use] + np.maximum(at, count))
    witness = claims.witness[use]
    unlisted = ~listed[:, None] & ~listed[None]
    shared = np.where(witness[:, None] == witness[None], law.witness_spread**2, 0.0)
    same = group[:, None] == group[None]
    indicator = claims.indicator[use]
    shared += np.where(same, spread[:, None] * spread[None], 0.0)
    shared += np.where(same & (indicator[:, None] == indicator[None]), law.indicator_spread**2, 0.0)
    return Observations(cell, at, low, high, own, by_number, np.where(unlisted, shared, 0.0))


def weights(residual: Floats, expected: Floats) -> Floats:
    """What Student's t makes of a residual: 1 where it is as large as expected, less where it is larger.

    Parameters
    ----------
    residual : float64 array of shape (m,), log
    expected : float64 array of shape (m,), log
        Standard deviation of such a residual.

    References
    ----------
    lange1989 : weights of Student's t in least squares.
    """
    return np.asarray((DEGREES + 1.0) / (DEGREES + (residual / expected) ** 2))

"""The audit: a posterior that needs no emulator and no density of claims, from the same runs.

Runs whose summaries lie nearest the observed ones are kept, weighted by nearness, and shifted along a local regression
to where the summaries would agree (Beaumont, Zhang and Balding 2002). Runs of several waves count by prior over
proposal, as in sequential ABC. It is blunt: with many summaries it keeps runs that are not near at all, and is then
wider. What it is for is to see whether the sharp posterior lies inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Floats, Ints
from contested.ground.errors import InputError
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.claim_simulator import simulate_figures
from contested.inference.posterior.importance import ess
from contested.inference.posterior.predictive_check import log_figures, log_reported

#: summaries at most
SUMMARIES = 24


class Accepted(NamedTuple):
    """Weighted draws.

    Parameters
    ----------
    z : float64 array of shape (kept, d)
        Shifted by the regression.
    weight : float64 array of shape (kept,)
        Adds up to 1.
    row : int64 array of shape (kept,)
        Which runs they are.
    ess : float
        Effective sample size of the weights.
    distance : float
        Of the farthest, in root mean squares of one summary's spread between runs.
    """

    z: Floats
    weight: Floats
    row: Ints
    ess: float
    distance: float


def accepted(
    z: Floats, summary: Floats, observed: Floats, *, keep: float = 0.05, weight: Floats | None = None
) -> Accepted:
    """The nearest runs.

    Parameters
    ----------
    z : float64 array of shape (n, d), standard normal under the prior
    summary : float64 array of shape (n, k)
        Of claims made from each run, the claim model's noise included; logarithms of group means, say. A few dozen
        at most.
    observed : float64 array of shape (k,)
        Of the claims that were made.
    keep : float, share
        Of runs to keep; at least 2 * (k + d + 1) are.
    weight : float64 array of shape (n,), optional
        Prior over proposal density of each run; equal if absent, which is right for runs of the prior.

    Raises
    ------
    InputError
        If there are too few runs for so many summaries.
    """
    n, k = summary.shape
    least = 2 * (k + z.shape[1] + 1)
    if n < least:
        raise InputError(f"abc: expected at least {least} runs for {k} summaries; got {n}.", "use fewer summaries")
    weight = np.ones(n) if weight is None else np.asarray(weight, float)
    middle = np.median(summary, axis=0)
    spread = 1.4826 * np.median(np.abs(summary - middle), axis=0)
    spread = np.where(spread > 0, spread, np.maximum(summary.std(axis=0), 1e-12))
    off = (summary - observed) / spread
    distance = np.sqrt(np.mean(off * off, axis=1))
    row = np.argsort(distance, kind="stable")[: max(int(keep * n), least)]
    edge = max(distance[row[-1]], 1e-300)
    w = weight[row] * (1.0 - (distance[row] / edge) ** 2)
    w /= w.sum()
    x, raw = off[row], z[row]
    base = w @ x
    crossed = (w[:, None] * (x - base)).T @ (x - base) + 1e-6 * np.eye(k)
    slope = np.linalg.solve(crossed, (w[:, None] * (x - base)).T @ (raw - w @ raw))
    return Accepted(raw - x @ slope, w, row, ess(w), float(edge))


def summaries(x: Floats, claims: ClaimArrays, claim_model: ClaimModel, seed: int) -> tuple[Floats, Floats]:
    """Mean logarithms of claims by party and indicator: simulated from runs, (runs, k), and as reported, (k,)."""
    reported = log_reported(claims)
    usable = np.isfinite(reported)
    group = [(int(p), int(i)) for p, i in zip(claims.party, claims.indicator)]
    count = {g: sum(h == g and u for h, u in zip(group, usable)) for g in dict.fromkeys(group)}
    chosen = sorted((g for g in count if count[g]), key=lambda g: (-count[g], g))[:SUMMARIES]
    simulated = log_figures(simulate_figures(x, claims, claim_model, seed=seed))
    columns = [np.array([h == g for h in group]) & usable for g in chosen]
    if not columns:
        return np.empty((len(x), 0)), np.empty(0)
    means = np.column_stack([simulated[:, c].mean(axis=1) for c in columns])
    return means, np.array([reported[c].mean() for c in columns])


class Against(NamedTuple):
    """Two posteriors of one parameter.

    Parameters
    ----------
    name : str
    shift : float
        Mean of the sharp one less the audit's, in standard deviations of the audit.
    ratio : float
        Standard deviation of the sharp one over the audit's.
    inside : share
        Of the sharp one's draws within the audit's central 95 %.
    agrees : bool
        The sharp posterior lies where the blunt one allows: most of its draws inside.
    """

    name: str
    shift: float
    ratio: float
    inside: float
    agrees: bool


def against(names: Sequence[str], sharp: Floats, audit: Accepted) -> list[Against]:
    """Compare parameter by parameter; draws of the sharp one are a float64 array of shape (draws, d)."""
    out = []
    for j, name in enumerate(names):
        x, w = audit.z[:, j], audit.weight
        middle = w @ x
        # a weighted sample's variance lacks what its own mean took
        sd = np.sqrt(w @ (x - middle) ** 2 / max(1.0 - 1.0 / audit.ess, 1e-9))
        order = np.argsort(x)
        low, high = np.interp([0.025, 0.975], np.cumsum(w[order]), x[order])
        inside = float(np.mean((sharp[:, j] >= low) & (sharp[:, j] <= high)))
        shift = (sharp[:, j].mean() - middle) / max(sd, 1e-300)
        out.append(Against(name, float(shift), float(sharp[:, j].std() / max(sd, 1e-300)), inside, inside >= 0.8))
    return out

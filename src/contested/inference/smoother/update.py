"""One pass: members moved by the covariance of what they are with what they predict.

Covariances of a few hundred members are noise where there is nothing to be learnt, and noise makes every spread
shrink. So each is shrunk by what chance alone would make of it, and what cannot have caused a claim is not moved by it.
Parameters act on all claims: theirs are taken with the independent combinations of predictions that the errors leave,
where one that moves everything a little shows. A claim that only bounds its figure moves the members outside.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Flags, Floats
from contested.ground.draws import normals
from contested.inference.smoother.observations import Observations, weights
from contested.inference.threads import one_core

#: a correlation as many of its standard errors above the usual one stands out by itself
CHANCE = 2.0
#: part of each covariance that stays as it was estimated. All of them shrunk, many weak causes together explain too
#: little and members stay too far from the claims; none, and what cannot be learnt shrinks. Chosen on linear laws with
#: 160 unknowns of which 60 act: spread of predictions 0.29 (0.54 at 0, 0.19 at 1), coverage 91 % (95 %, 80 %)
WHOLE = 0.3
#: members within a bound that show how a law cut there spreads
FEW = 10
#: part of the largest variance below which a combination of predictions is rounding
ROUNDING = 1e-10


class Update(NamedTuple):
    """A pass's result.

    Parameters
    ----------
    u : float64 array of shape (members, unknowns)
    misfit : float
        Mean squared distance of predictions from the claims, in errors; before the pass.
    """

    u: Floats
    misfit: float


@one_core()
def update(
    u: Floats, y: Floats, observed: Observations, *, inflation: float, reached: Flags, everywhere: Flags, seed: int,
    turn: int,
) -> Update:  # fmt: skip
    """Move every member towards the claims.

    Parameters
    ----------
    u : float64 array of shape (members, unknowns), standard normal under the prior
    y : float64 array of shape (members, m), log
        `Observations.predictions` of the members.
    observed : Observations
    inflation : float
        Factor on the claims' covariance in this pass; see `schedule`.
    reached : bool array of shape (unknowns, m)
        Whether each unknown can have moved what a claim speaks of.
    everywhere : bool array of shape (unknowns,)
        Which unknowns act on all claims.
    seed, turn : int
        Of the noise: of the study, and of the pass.

    References
    ----------
    emerick2013 : the update.
    furrer2007, anderson2012 : covariances shrunk by their sampling error.
    """
    n, m = y.shape
    a, dy = u - u.mean(axis=0), y - y.mean(axis=0)
    middle = np.median(y, axis=0)
    residual = np.clip(middle, observed.low, observed.high) - middle
    variance = observed.own + observed.numbers + np.diag(observed.shared) + dy.var(axis=0)
    own = observed.own / weights(residual, np.sqrt(variance))
    error = observed.shared + np.diag(own + observed.numbers)
    root = np.linalg.cholesky(error)
    noise = normals(n * m, seed, streams.SMOOTHER_NOISE, day=turn).reshape(n, m) @ root.T
    noise -= noise.mean(axis=0)
    # a bound says nothing of where within it, so its noise is that of the claim and not of the pass
    figure = y + noise * np.where(observed.bound, 1.0, np.sqrt(inflation))
    move = _wanted(figure, observed) - figure
    seen = np.linalg.solve(root, dy.T)
    values, vectors = np.linalg.eigh(seen @ seen.T / (n - 1))
    some = values > ROUNDING * values[-1]
    turned = np.linalg.solve(root.T, vectors[:, some])
    scores = dy @ turned
    by_claim = _shrunk(a, dy, n) * reached
    by_score = _shrunk(a, scores, n)
    gain = np.where(everywhere[:, None], by_score, by_claim @ turned) / (values[some] + inflation)
    outside = np.clip(y, observed.low, observed.high) - y
    return Update(u + (move @ turned) @ gain.T, float(np.mean(outside**2 / variance)))


def _wanted(figure: Floats, observed: Observations) -> Floats:
    """Where figures have to go, float64 array of shape (members, m): the nearest end of their stretch; and of a bound,
    figures outside spread as those within do, in their order, which gives the mean that a normal law cut there has."""
    out = np.clip(figure, observed.low, observed.high)
    for k in np.flatnonzero(observed.bound).tolist():
        outside = out[:, k] != figure[:, k]
        within = np.sort(figure[~outside, k])
        if outside.any() and within.size >= FEW:
            rank = (np.argsort(np.argsort(figure[outside, k])) + 0.5) / outside.sum()
            out[outside, k] = np.quantile(within, rank)
    return np.asarray(out)


def _shrunk(a: Floats, b: Floats, n: int) -> Floats:
    """Covariances of columns, each multiplied by the part that chance does not explain.

    A squared correlation that is t in truth is estimated as t + 1/n. What t is on average over unknowns is known from
    all of them together, and one that stands out by itself is larger: each counts t / (t + 1/n).
    """
    both: Floats = a.T @ b / (n - 1)
    scale = a.std(axis=0, ddof=1)[:, None] * b.std(axis=0, ddof=1)[None]
    square = np.minimum(np.divide(both, scale, out=np.zeros_like(both), where=scale > 0.0) ** 2, 1.0)
    chance = (1.0 - square) / n
    usual = np.maximum((square - chance).mean(axis=0), 0.0)
    likely = np.maximum(usual, square - CHANCE**2 * chance)
    known = np.divide(likely, likely + chance, out=np.zeros_like(both), where=likely > 0.0)
    return np.asarray(both * (WHOLE + (1.0 - WHOLE) * known))

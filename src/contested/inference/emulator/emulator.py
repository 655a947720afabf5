"""The runs' latent truth as a function of the parameters: mean and covariance of its logarithm, learned from runs.

Cells are read as y = log(x + floor), so that a day on which nobody marched is a number too (floor 1 is log1p; half a
simulated person's weight is the natural choice). The mean is a few principal components of y, each a ridge on the
richest set of `features` that predicts left-out runs better. What left-out runs lie off is the noise, dropped
components included: a few patterns common to many cells (those that stand out of what independent cells would show,
Marchenko and Pastur 1967) and what is each cell's own. Both scatters depend on the parameters.

Leaves out: skewed and two-peaked laws. `accuracy` shows where the normal law does not hold.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import normals
from contested.ground.errors import InputError
from contested.inference.emulator import features, noise, ridge
from contested.inference.emulator.features import Features
from contested.inference.emulator.noise import Noise
from contested.inference.emulator.ridge import Ridge
from contested.inference.threads import one_core

#: runs a fit needs beyond the parameters
FEWEST = 20
#: principal components of the mean: as many as hold this part of the variance, and at most so many
VARIANCE, COMPONENTS = 0.9999, 40
#: noise patterns at most
PATTERNS = 12
#: what a richer set of features must gain, as part of the left-out squared error, to be taken
GAIN = 0.01
#: least standard deviation of a cell's own noise, log
SLIGHT = 1e-3


class Prediction(NamedTuple):
    """The law of y at some points: y = mean + (scale * s) @ pattern.T + own * e, with s and e standard normal.

    Parameters
    ----------
    mean : float64 array of shape (m, cells), log
    scale : float64 array of shape (m, r), log
    pattern : float64 array of shape (cells, r)
        Shared by all points; its columns have length 1.
    own : float64 array of shape (m, cells), log
        Standard deviation of what is a cell's own.
    """

    mean: Floats
    scale: Floats
    pattern: Floats
    own: Floats

    @property
    def sd(self) -> Floats:
        """Standard deviation of every cell, float64 array of shape (m, cells)."""
        return np.sqrt(self.scale**2 @ (self.pattern**2).T + self.own**2)


class Emulator(NamedTuple):
    """See `fit`."""

    floor: Floats
    features: Features
    mean: Floats
    loading: Floats
    component: Ridge
    pattern: Floats
    scale: Noise
    own: Noise
    accuracy: Accuracy

    @property
    def patterns(self) -> int:
        """How many standard normals make the shared noise."""
        return int(self.pattern.shape[1])

    def predict(self, z: Floats) -> Prediction:
        """The law of y at each point z, float64 array of shape (m, d), standard normal."""
        z = np.asarray(z, float)
        return Prediction(self.mean_of(self.columns(z)), self.scale.sd(z), self.pattern, self.own.sd(z))

    def columns(self, z: Floats) -> Floats:
        """The features that the mean uses at each point."""
        return self.features.of(z, len(self.component.centre))

    def mean_of(self, columns: Floats) -> Floats:
        """Mean of y, float64 array of shape (m, cells), by `columns`."""
        return self.mean + self.component.at(columns) @ self.loading

    def to_truth(self, y: Floats) -> Floats:
        """Latent truth, at least 0, of y; of any shape that ends in cells."""
        return np.maximum(np.exp(np.minimum(y, 50.0)) - self.floor, 0.0)


class Accuracy(NamedTuple):
    """How well left-out runs are predicted, cell by cell; float64 arrays of shape (cells,).

    Parameters
    ----------
    explained : part of the variance of y between runs
        That the mean predicts (R squared); below 0 is worse than no emulator. NaN where runs do not differ.
    error : log
        Root mean square of what runs lie off.
    score_sd : 1 if right
        Standard deviation of what they lie off in predicted standard deviations.
    within_90 : share
        Of runs within the 90 % interval.
    sets : int array of shape (3,)
        How many components of the mean use lines, curves, bumps.
    """

    explained: Floats
    error: Floats
    score_sd: Floats
    within_90: Floats
    sets: Ints


def to_log(x: Floats, floor: Floats | float = 1.0) -> Floats:
    """log(x + floor) of counts x >= 0."""
    return np.log(x + floor)


@one_core()
def fit(z: Floats, x: Floats, *, floor: Floats | float = 1.0) -> Emulator:
    """Learn the law of the latent truth from runs.

    Parameters
    ----------
    z : float64 array of shape (n, d), standard normal
        The parameters of each run.
    x : float64 array of shape (n, cells), at least 0, in the cells' own units
        What each run says of each cell.
    floor : float or float64 array of shape (cells,), in the cells' own units
        Added before the logarithm.

    Returns
    -------
    Emulator

    Raises
    ------
    InputError
        For too few runs, or numbers that are missing or below 0 (a failed run must be left out, not filled in).
    """
    z, x = np.asarray(z, float), np.asarray(x, float)
    n, d = z.shape
    if len(x) != n:
        raise InputError(f"emulator: expected as many rows of cells as of parameters; got {len(x)} and {n}.")
    if n < d + FEWEST:
        raise InputError(f"emulator: expected {d + FEWEST} runs or more for {d} parameters; got {n}.", "play more runs")
    bad = ~(np.isfinite(z).all(axis=1) & (np.isfinite(x) & (x >= 0)).all(axis=1))
    if bad.any():
        raise InputError(f"emulator: expected numbers, and cells of at least 0; run {int(bad.argmax())} has others.",
                         "leave failed runs out")  # fmt: skip
    floor = np.broadcast_to(np.asarray(floor, float), x.shape[1:]).copy()
    y = to_log(x, floor)
    mean = y.mean(axis=0)
    loading = _loading(y - mean)
    found, component, sets = _regressed(z, (y - mean) @ loading.T)
    # what was left out of the components is noise like the rest of what left-out runs lie off
    off = y - mean - ((y - mean) @ loading.T - component.left_out) @ loading
    pattern = _patterns(off)
    shared = off @ pattern
    scale, own = noise.fit(z, shared), _own(z, off, pattern)
    sd = Prediction(mean, scale.sd(z), pattern, own.sd(z)).sd
    accuracy = _accuracy(y, off, off / sd, sets)
    return Emulator(floor, found, mean, loading, component, pattern, scale, own, accuracy)


def _loading(y: Floats) -> Floats:
    """Principal components as rows: float64 array of shape (components, cells)."""
    _, s, v = np.linalg.svd(y, full_matrices=False)
    part = np.cumsum(s**2) / max(np.sum(s**2), 1e-300)
    return v[: min(int(np.searchsorted(part, VARIANCE)) + 1, COMPONENTS, len(v))]


def _regressed(z: Floats, target: Floats) -> tuple[Features, Ridge, Ints]:
    """Each target on the poorest set of features that no richer one beats; one slope matrix for all."""
    d = z.shape[1]
    plain = features.build(z, np.ones(d))
    lines, curves, _ = plain.ends
    fits = [ridge.fit(plain.of(z, lines), target), ridge.fit(plain.of(z, curves), target)]
    found = features.build(z, _sensitivity(fits[1].slope, d))
    fits.append(ridge.fit(found.of(z), target))
    error = np.array([np.mean(f.left_out**2, axis=0) for f in fits])
    chosen = np.zeros(target.shape[1], np.int64)
    for k in (1, 2):
        now = np.take_along_axis(error, chosen[None], 0)[0]
        chosen = np.where(error[k] < (1.0 - GAIN) * now, k, chosen)
    p = found.ends[chosen.max()]
    slope, left_out, penalty = np.zeros((p, len(chosen))), np.empty_like(target), np.empty(len(chosen))
    for k, f in enumerate(fits):
        of = chosen == k
        slope[: min(p, len(f.slope)), of] = f.slope[:p, of]
        left_out[:, of], penalty[of] = f.left_out[:, of], f.penalty[of]
    centre = fits[chosen.max()].centre
    return found, Ridge(fits[0].base, centre, slope, left_out, penalty), np.bincount(chosen, minlength=3)


def _sensitivity(slope: Floats, d: int) -> Floats:
    """Variance that each parameter makes under the prior, over all targets, by the curves' slopes."""
    i, j = np.triu_indices(d)
    variance = (slope**2).sum(axis=1)
    out: Floats = variance[:d].copy()
    np.add.at(out, i, variance[d : d + i.size] / 2)
    np.add.at(out, j, variance[d : d + i.size] / 2)
    return out


def _patterns(off: Floats) -> Floats:
    """Directions of shared noise, float64 array of shape (cells, r), r possibly 0."""
    n, cells = off.shape
    sd = np.maximum(off.std(axis=0), SLIGHT)
    _, s, v = np.linalg.svd((off - off.mean(axis=0)) / sd, full_matrices=False)
    edge = (1.0 + np.sqrt(cells / n)) ** 2
    r = min(int(np.sum(s**2 / n > 1.02 * edge)), PATTERNS)
    q, _ = np.linalg.qr((v[:r] * sd).T)
    # turned so that the shared scores are uncorrelated on average, which the prediction takes them to be
    _, turn = np.linalg.eigh(np.cov(off @ q, rowvar=False).reshape(r, r))
    return np.asarray(q @ turn[:, ::-1])


def _own(z: Floats, off: Floats, pattern: Floats) -> Noise:
    found = noise.fit(z, off - off @ pattern @ pattern.T)
    least = 2.0 * np.log(SLIGHT)
    return found._replace(low=np.maximum(found.low, least), high=np.maximum(found.high, least))


def _accuracy(y: Floats, off: Floats, score: Floats, sets: Ints) -> Accuracy:
    var = y.var(axis=0)
    explained = np.where(var > 0, 1.0 - np.mean(off**2, axis=0) / np.where(var > 0, var, 1.0), np.nan)
    within = np.mean(np.abs(score) < 1.6448536269514722, axis=0)
    return Accuracy(explained, np.sqrt(np.mean(off**2, axis=0)), score.std(axis=0), within, sets)


# Sampling costs by the cell, and cells that nobody spoke of cost it for nothing. So the posterior is drawn with the
# cells that claims speak of, and the others are drawn afterwards from what the emulator says of them given these.


def restrict(model: Emulator, cells: Ints) -> Emulator:
    """The same emulator for some of its cells."""
    own = model.own
    return model._replace(
        floor=model.floor[cells], mean=model.mean[cells], loading=model.loading[:, cells],
        pattern=model.pattern[cells],
        own=own._replace(base=own.base[cells], slope=own.slope[:, cells], low=own.low[cells], high=own.high[cells]),
    )  # fmt: skip


@one_core()
def extend(model: Emulator, cells: Ints, z: Floats, truth: Floats, seed: int) -> Floats:
    """All cells, given some.

    Parameters
    ----------
    model : Emulator
        Of all cells.
    cells : int64 array of shape (k,)
        The ones that are given.
    z : float64 array of shape (m, d)
    truth : float64 array of shape (m, k), in the cells' own units

    Returns
    -------
    float64 array of shape (m, cells)
        What runs share is drawn given what the known cells lie off their means (a normal law, so by algebra; a truth of
        0 is taken for the edge it was cut at), what is a cell's own afresh.
    """
    p = model.predict(z)
    m, r = p.scale.shape
    off = np.log(truth + model.floor[cells]) - p.mean[:, cells]
    tall = p.pattern[cells][None] * p.scale[:, None, :]
    scaled = tall / p.own[:, cells, None] ** 2
    curve = np.eye(r) + np.swapaxes(tall, 1, 2) @ scaled
    middle = np.linalg.solve(curve, np.einsum("mkr,mk->mr", scaled, off)[..., None])[..., 0] if r else np.zeros((m, 0))
    # noise with the inverse of `curve` as covariance
    noise = normals(m * r, seed, streams.OTHER_CELLS_SHARED).reshape(m, r)
    root = np.linalg.cholesky(curve)
    shared = middle + (np.linalg.solve(np.swapaxes(root, 1, 2), noise[..., None])[..., 0] if r else noise)
    own = normals(m * model.mean.size, seed, streams.OTHER_CELLS_OWN).reshape(m, -1)
    out = model.to_truth(p.mean + (p.scale * shared) @ p.pattern.T + p.own * own)
    out[:, cells] = truth
    return out


@one_core()
def draw_truths(model: Emulator, z: Floats, seed: int, turns: int = 1) -> Floats:
    """What runs at these points might say, some times: float64 array of shape (turns, m, cells), in the cells' own
    units."""
    p = model.predict(z)
    out = np.empty((turns, *p.mean.shape))
    for turn in range(turns):
        shared = normals(p.scale.size, seed, streams.TRUTH_SHARED, day=turn).reshape(p.scale.shape)
        own = normals(p.own.size, seed, streams.TRUTH_OWN, day=turn).reshape(p.own.shape)
        out[turn] = model.to_truth(p.mean + (p.scale * shared) @ p.pattern.T + p.own * own)
    return out

"""The same posterior by nested sampling (nautilus, Lange 2023): no slopes, no mode, several peaks, and the evidence.

A second opinion on `posterior`, and the way to use claims of which only the marginal chance is known
(`claim_model.log_density`). A hundred times slower, because it asks tens of thousands of points; with twenty unknowns a
minute was not enough. Each cell's own noise cannot be sampled so: it is averaged over a few draws that all points
share. With 187 claims, a spread of that noise of 0.05 and 8 draws this gave `posterior`'s answer; at 0.2 means were off
by up to 0.7 standard deviations, and 32 draws did not mend it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from contested.ground.draws import normals
from contested.ground.errors import MissingExtra
from contested.inference import streams
from contested.inference.emulator.emulator import Emulator
from contested.inference.threads import one_core

#: effective number of draws to go on for
WORTH = 2000
#: as near to the ends of the unit cube as a coordinate is taken
EDGE = 1e-15
#: points at which the emulator is asked at once, times draws and cells
BLOCK = 4_000_000


class Nested(NamedTuple):
    """Weighted draws and the evidence.

    Parameters
    ----------
    v : float64 array of shape (draws, size)
    weight : float64 array of shape (draws,)
        Adds up to 1.
    log_evidence : float
        Logarithm of the chance of the claims under the prior, constants as the likelihood has them.
    worth : float
        Effective number of draws.
    calls : int
    """

    v: np.ndarray
    weight: np.ndarray
    log_evidence: float
    worth: float
    calls: int


@one_core()
def sample(likelihood: Callable[[np.ndarray], np.ndarray], size: int, *, seed: int, live: int = 500) -> Nested:
    """Sample a likelihood whose prior is the standard normal.

    Parameters
    ----------
    likelihood : callable
        Logarithm, float64 (m,), at points of shape (m, size).
    size : int
        At least 2.
    seed : int
    live : int
        Points kept alive: more see smaller peaks.

    Raises
    ------
    MissingExtra
    """
    from scipy.special import ndtri

    try:
        import nautilus
    except ImportError:
        raise MissingExtra(
            "nested sampling needs nautilus-sampler, which is not installed.", 'pip install "contested[inference]"'
        ) from None
    # without its networks, which save calls but left spreads 1 to 5 % narrow where the answer was known
    sampler = nautilus.Sampler(
        lambda u: ndtri(np.clip(u, EDGE, 1.0 - EDGE)), likelihood, n_dim=size, n_live=live, n_networks=0,
        vectorized=True, pass_dict=False, seed=seed & 0xFFFFFFFF,
    )  # fmt: skip
    sampler.run(n_eff=WORTH)
    v, log_weight, _ = sampler.posterior()
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    return Nested(v, weight, float(sampler.log_z), float(1.0 / np.sum(weight**2)), int(sampler.n_like))


def likelihood(
    emulator: Emulator, log_density: Callable[[np.ndarray], np.ndarray], *, seed: int, draws: int = 8
) -> Callable[[np.ndarray], np.ndarray]:
    """Chance of the claims given parameters and shared noise, each cell's own noise averaged out.

    Parameters
    ----------
    emulator : Emulator
    log_density : callable
        Logarithm of the chance of the claims, (m,), at truths of shape (m, cells).
    seed : int
        Of the noise that all points share; half of it mirrors the other half.
    draws : int
        How many; even.

    Returns
    -------
    callable
        Of points (z, s), shape (m, d + patterns).
    """
    cells, d = emulator.mean.size, emulator.features.scale.size
    half = normals(draws // 2 * cells, seed, streams.OWN_NOISE).reshape(-1, cells)
    noise = np.concatenate([half, -half])

    def of(v: np.ndarray) -> np.ndarray:
        out = np.empty(len(v))
        some = max(1, BLOCK // noise.size)
        for first in range(0, len(v), some):
            part = v[first : first + some]
            p = emulator.predict(part[:, :d])
            y = p.mean + (p.scale * part[:, d:]) @ p.pattern.T
            truth = emulator.count(y[:, None, :] + p.own[:, None, :] * noise)
            each = log_density(truth.reshape(-1, cells)).reshape(len(part), -1)
            top = each.max(axis=1)
            finite = np.where(np.isfinite(top), top, 0.0)
            with np.errstate(divide="ignore"):
                out[first : first + some] = finite + np.log(np.exp(each - finite[:, None]).mean(axis=1))
        return out

    return of

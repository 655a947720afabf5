"""Claims that might have been made: the claim model run forwards, to check predictions and to calibrate the method."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from contested.ground import streams
from contested.ground.draws import normals, uniforms
from contested.ground.errors import InputError
from contested.inference.likelihood.bias_quadrature import CUT, prepare
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_model import logs
from contested.inference.likelihood.claim_params import Hyper
from contested.inference.likelihood.heaping import Grain, rounded, stretch
from contested.inference.likelihood.source_likelihood import DEGREES

# names of chance, of the family that ensembles begin; append only
BIAS_OWN = streams.MEMBER + 50
BIAS_INDICATOR = streams.MEMBER + 51
WITNESS = streams.MEMBER + 52
ERROR = streams.MEMBER + 53
COUNT = streams.MEMBER + 54


def draw(X: np.ndarray, claims: ClaimArrays, hyper: Hyper | None = None, seed: int = 1) -> np.ndarray:
    """Figures that the claimants might have had, before they were put into words.

    Parameters
    ----------
    X : float array of shape (m, cells)
        Truths.
    claims : ClaimArrays
        Who speaks, of which cell, and who copies whom; their numbers only say which are small counts.
    hyper : Hyper, optional
    seed : int

    Returns
    -------
    float64 array of shape (m, claims), in the observable's unit
        NaN for parties left out and where the truth has no value. A list of names is as long as the truth, or longer by
        its error: how incomplete lists are is not modelled.
    """
    from scipy import stats

    hyper = hyper or Hyper()
    law = hyper.law
    x, _ = logs(X, claims, hyper)
    m = len(x)
    prepared = prepare(claims, hyper)
    spread = np.array([b.spread for b in prepared.bearers])
    out = np.full((m, len(claims)), np.nan)

    def normal(stream: int, key: int) -> np.ndarray:
        return np.clip(normals(m, seed, stream, day=key), -CUT, CUT)

    own = {k: law.bias_mean + s * normal(BIAS_OWN, k) for k, s in enumerate(spread) if np.isfinite(s)}
    kinds = len(claims.cells.indicators)
    for n in range(len(claims)):
        bearer, witness = int(prepared.bearer[n]), int(claims.witness[n])
        truth = x[:, claims.cell[n]]
        if bearer not in own:
            continue
        listed, small = claims.listed[n], claims.counted[n] and claims.reference[n] < law.small
        pair = bearer * kinds + int(claims.indicator[n])
        u = truth if listed else truth + own[bearer] + law.indicator_spread * normal(BIAS_INDICATOR, pair)
        error = 0.0 if small else stats.t.ppf(uniforms(m, seed, ERROR, day=n), DEGREES)
        if small:
            r = 1.0 / (law.list_dispersion if listed else law.dispersion)
            out[:, n] = stats.nbinom.ppf(uniforms(m, seed, COUNT, day=witness), r, r / (r + np.exp(u)))
        elif listed:
            out[:, n] = np.exp(u + law.list_error * error)
        else:
            out[:, n] = np.exp(u + law.witness_spread * normals(m, seed, WITNESS, day=witness) + law.error * error)
    out[np.isnan(np.asarray(X, float))[:, claims.cell]] = np.nan
    return out


def told(claims: ClaimArrays, figures: np.ndarray) -> ClaimArrays:
    """The same claims with other figures, put into words as finely as the real ones were.

    A bare number is rounded to as many digits. A claim with bounds says on which side of them, or between them, the
    figure lies.

    Parameters
    ----------
    claims : ClaimArrays
    figures : float array of shape (claims,), in the observable's unit
        One row of `draw`.

    Raises
    ------
    InputError
        A wrong shape, or a figure that is missing.
    """
    figures = np.asarray(figures, dtype=np.float64)
    if figures.shape != (len(claims),) or not np.isfinite(figures).all():
        raise InputError(f"figures: expected {len(claims)} numbers, one a claim; got {figures.shape}.",
                         "parties left out have no figures; draw them with the same parties in")  # fmt: skip
    ends = [_ends(*row) for row in zip(figures.tolist(), claims.low.tolist(), claims.high.tolist(), claims.said)]
    low, high = np.array(ends).reshape(-1, 2).T
    return replace(claims, low=low, high=high)


def _ends(figure: float, low: float, high: float, said: Grain | None) -> tuple[float, float]:
    if said is not None:
        return stretch(rounded(figure, said), said)
    if figure < low:
        return 0.0, low
    return (low, high) if figure < high else (high, np.inf)

"""Do chains agree, and what are their draws worth? Rank-normalised split R-hat and bulk effective size
(Vehtari and others 2021), over all chains and every unknown at once."""

from __future__ import annotations

import numpy as np

#: R-hat above which chains are on different peaks rather than slow
APART = 1.2


def rhat(draws: np.ndarray) -> np.ndarray:
    """Disagreement of chains: 1 if they agree, and above 1.01 they do not quite.

    The larger of that of ranks (do chains lie in one place?) and that of ranks of the distance from the median (are
    they equally wide?), each chain cut in halves, so that one that drifts disagrees with itself.

    Parameters
    ----------
    draws : float64 array of shape (kept, chains, size)

    Returns
    -------
    float64 array of shape (size,)
        NaN where a chain keeps fewer than 4 draws: nothing can be compared.

    References
    ----------
    vehtari2021
    """
    if len(draws) < 4:
        return np.full(draws.shape[2], np.nan)
    x = _halves(draws)
    off = np.abs(x - np.median(x, axis=(0, 1)))
    return np.maximum(_spread(_normal(x)), _spread(_normal(off)))


def ess(draws: np.ndarray) -> np.ndarray:
    """Independent draws that would know the middle as well, by ranks: float64 array of shape (size,).

    Autocorrelations are summed in pairs until a pair is negative, and held falling (Geyer 1992).

    Parameters
    ----------
    draws : float64 array of shape (kept, chains, size)
        Fewer than 4 a chain count as independent between chains, and as one within.

    References
    ----------
    vehtari2021
    """
    kept, chains, size = draws.shape
    if kept < 4:
        return np.full(size, float(chains))
    x = _normal(_halves(draws))
    n, m, _ = x.shape
    off = x - x.mean(axis=0)
    long = 1 << (2 * n - 1).bit_length()
    power = np.abs(np.fft.rfft(off, long, axis=0)) ** 2
    lagged = np.fft.irfft(power, long, axis=0)[:n].mean(axis=1) / n
    within = lagged[0] * n / (n - 1)
    whole = within * (n - 1) / n + x.mean(axis=0).var(axis=0, ddof=1)
    rho = 1.0 - (within - lagged * n / (n - 1)) / np.maximum(whole, 1e-300)
    rho[0] = 1.0
    pairs = rho[: n // 2 * 2].reshape(n // 2, 2, size).sum(axis=1)
    falling = np.minimum.accumulate(pairs, axis=0)
    going = np.logical_and.accumulate(pairs > 0, axis=0)
    time = 2.0 * np.where(going, falling, 0.0).sum(axis=0) - 1.0
    # of the pair that ended the sum, the even lag still counts if positive: chains that swing are else overrated
    end = 2 * going.sum(axis=0)
    time += np.maximum(np.where(end < n, rho[np.minimum(end, n - 1), np.arange(size)], 0.0), 0.0)
    time = np.maximum(time, 1.0 / np.log10(n * m))
    return n * m / time


def _halves(draws: np.ndarray) -> np.ndarray:
    half = len(draws) // 2
    return np.concatenate([draws[:half], draws[len(draws) - half :]], axis=1)


def _normal(x: np.ndarray) -> np.ndarray:
    """Normal scores of the ranks over all chains."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    flat = x.reshape(-1, x.shape[2])
    rank = rankdata(flat, axis=0)
    return ndtri((rank - 0.375) / (len(flat) + 0.25)).reshape(x.shape)


def _spread(x: np.ndarray) -> np.ndarray:
    n = len(x)
    within = np.maximum(x.var(axis=0, ddof=1).mean(axis=0), 1e-300)
    return np.sqrt((n - 1) / n + x.mean(axis=0).var(axis=0, ddof=1) / within)

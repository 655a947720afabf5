"""How two stored results differ where no row of one is the pair of a row of the other."""

from __future__ import annotations

import numpy as np

from contested.inference.paired_differences import LEVEL, margin


def means(x: np.ndarray) -> np.ndarray:
    """Of each column, over the rows with a number; NaN without one."""
    there = np.isfinite(x)
    return np.where(there.any(axis=0), np.where(there, x, 0).sum(axis=0) / np.maximum(there.sum(axis=0), 1), np.nan)


def apart(x: np.ndarray, y: np.ndarray, *, draws: bool) -> dict[str, np.ndarray]:
    """Mean differences y - x of independent rows, with 90 % intervals by Welch, and his degrees of freedom (welch1947).

    Parameters
    ----------
    x, y : float64 arrays of shape (rows, indicators)
        NaN where there is no number.
    draws : bool
        Whether rows are draws of a posterior: the interval is that of the difference of two draws then, since more
        draws say no more.
    """
    mean = means(y) - means(x)
    count = np.isfinite(x).sum(axis=0), np.isfinite(y).sum(axis=0)
    if draws:
        low, high = np.array([_quantiles(x[:, j], y[:, j]) for j in range(x.shape[1])]).reshape(-1, 2).T
    else:
        with np.errstate(invalid="ignore", divide="ignore"):
            parts = [_variance(v, n) / n for v, n in zip((x, y), count)]
            total = parts[0] + parts[1]
            freedom: np.ndarray = total**2 / sum(p**2 / (n - 1) for p, n in zip(parts, count))
            # without any spread there is nothing to be unsure of
            reach = np.where(total > 0, margin(np.sqrt(total), np.nan_to_num(freedom)), total)
        low, high = mean - reach, mean + reach
    return {"mean": mean, "mean_low": low, "mean_high": high, "pairs": np.minimum(*count)}


def _variance(x: np.ndarray, count: np.ndarray) -> np.ndarray:
    there = np.isfinite(x)
    off = np.where(there, x - means(x), 0.0)
    return np.where(count > 1, (off**2).sum(axis=0) / np.maximum(count - 1, 1), np.nan)


def _quantiles(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """5 and 95 % of the difference of a draw of each."""
    x, y = x[np.isfinite(x)], y[np.isfinite(y)]
    if not len(x) or not len(y):
        return float("nan"), float("nan")
    each = np.linspace(0, 1, 201)
    d = np.quantile(y, each)[:, None] - np.quantile(x, each)[None, :]
    low, high = np.quantile(d, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(low), float(high)

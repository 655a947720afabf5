"""If silence says something: a term for which cells were spoken of, offered and not used by default.

A day without a claim is a day without a claim, not a day without a march. But where somebody watches every day, a large
crowd is told of more often than a small one, and the days spoken of are larger than the others. Then the chance that a
cell is spoken of at all may be added to `log_density`: half at `half` persons, steeper or flatter by `steepness`.
"""

from __future__ import annotations

import numpy as np

from contested.ground.errors import InputError


def log_spoken(X: np.ndarray, spoken: np.ndarray, half: float, steepness: float = 1.0) -> np.ndarray:
    """Log-chance that just these cells were spoken of.

    Parameters
    ----------
    X : float array of shape (m, cells)
        Truths, also of cells that nobody spoke of but somebody watched.
    spoken : bool array of shape (cells,)
    half : float
        Truth that is spoken of with chance one half.
    steepness : float
        Of the logistic curve over the logarithm of the truth.

    Returns
    -------
    float64 array of shape (m,)

    Raises
    ------
    InputError
        Arrays that do not fit, or a `half` or `steepness` that is not above 0.
    """
    X, spoken = np.asarray(X, dtype=np.float64), np.asarray(spoken, dtype=bool)
    if X.ndim != 2 or spoken.shape != (X.shape[1],):
        raise InputError(f"spoken: expected one mark a column of X; got {spoken.shape} and {X.shape}.")
    if not (half > 0 and steepness > 0):
        raise InputError(f"half and steepness: expected numbers above 0; got {half:g} and {steepness:g}.")
    with np.errstate(divide="ignore"):
        odds = steepness * (np.log(X) - np.log(half))
    return -np.logaddexp(0.0, np.where(spoken, -odds, odds)).sum(axis=1)

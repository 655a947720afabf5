"""Exact intervals of a share from dependent trials: binomial, with as many trials as the spread says there were."""

from __future__ import annotations


def korn_graubard(share: float, trials: float, level: float) -> tuple[float, float]:
    """Interval of Clopper and Pearson for a share of an effective number of trials, which need not be whole.

    Parameters
    ----------
    share : float
        From 0 to 1, as it was observed.
    trials : float
        Independent trials that would give a share the error that this one has.
    level : float
        Of the interval, such as 0.95.

    References
    ----------
    korn1998 : binomial intervals with an effective number of trials.

    Examples
    --------
    >>> korn_graubard(0.0, 100.0, 0.95)[1] == 1 - 0.025 ** (1 / 100)
    True
    """
    if not trials > 0:
        return 0.0, 1.0
    from scipy.stats import beta  # half a second that most results do without

    tail, hits = (1 - level) / 2, share * trials
    least = float(beta.ppf(tail, hits, trials - hits + 1)) if hits > 0 else 0.0
    most = float(beta.ppf(1 - tail, hits + 1, trials - hits)) if hits < trials else 1.0
    return least, most

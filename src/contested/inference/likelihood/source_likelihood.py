"""Log-likelihood of one source's reports, as a function of log(truth x bias) only.

A claimant sees u = log(truth) + bias. Its figure is exp(u + c + e): c belongs to the witness and is in every copy of
what it reported, e to the single claim (Student t, 4 degrees of freedom, which forgives a wild number). A claim is the
interval its figure lay in, so its chance is a difference of two distribution functions, and that of a witness the
product over its claims with c integrated out. Ten copies can therefore never say more than c lets them.

Small counts are negative binomial with mean exp(u). A copied small count is one count: its chance counts once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from contested.ground.arrays import Flags, Floats, Ints
from contested.inference.likelihood.claim_params import ClaimParams

#: of the error; the distribution function of Student's t is written out for it
DEGREES = 4
#: spreads of c that the integral reaches
REACH = 6.0
#: numbers of a stretch that are added up one by one at most
TERMS = 400


def student_between(low: Floats, high: Floats | float) -> Floats:
    """Chance that Student's t with 4 degrees of freedom lies from `low` to `high`, exact also far out.

    Parameters
    ----------
    low, high : float arrays that broadcast
        `low` <= `high`; infinite where open.
    """
    low, high = np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float))
    right = low > 0  # the left tail has digits that one minus the right tail lacks
    a, b = np.where(right, -high, low), np.where(right, -low, high)
    return _student_below(b) - _student_below(a)


def _student_below(x: Floats) -> Floats:
    square = np.minimum(x * x, 1e300)
    w = np.sqrt(square / (4.0 + square))
    short = 4.0 / (4.0 + square) / (1.0 + w)  # 1 - w without the loss of digits
    tail = short * short * (2.0 + w) / 4.0
    return np.where(x < 0, tail, 1.0 - tail)


def log_likelihood(low: Floats, high: Floats, small: bool, law: ClaimParams, u: Floats) -> Floats:
    """Log-likelihood of all reports of one source, float64 array of shape (k,).

    Parameters
    ----------
    low, high : float arrays of shape (claims,), in the observable's unit
        Where the figure of each of its claims lay.
    small : bool
        Whether they are small counts.
    law : ClaimParams
    u : float array of shape (k,)
        Logarithm of truth times bias.
    """
    if small:
        return _log_count(float(np.max(low)), float(np.min(high)), law.dispersion, u)
    step = min(law.witness_spread, law.error) / 2.0
    count = int(np.ceil(REACH * law.witness_spread / step))
    c = step * np.arange(-count, count + 1)
    weight = np.exp(-0.5 * (c / law.witness_spread) ** 2)
    seen = u[None, :] + c[:, None]
    total = np.tile(np.log(weight / weight.sum())[:, None], (1, len(u)))
    with np.errstate(divide="ignore"):
        for least, most in zip(np.log(low), np.log(high)):
            total += np.log(student_between((least - seen) / law.error, (most - seen) / law.error))
    top = total.max(axis=0)
    return np.asarray(top + np.log(np.exp(total - top).sum(axis=0)))


def list_log_likelihood(low: float, small: bool, law: ClaimParams, x: Floats) -> Floats:
    """Log-likelihood of a list of at least `low` names when log(truth) is `x`: no bias can lengthen it."""
    if small:
        return _log_count(low, np.inf, law.list_dispersion, x)
    with np.errstate(divide="ignore"):  # a list longer than any such truth has no chance at all
        return np.log(student_between((np.log(low) - x) / law.list_error, np.inf))


def _log_count(low: float, high: float, dispersion: float, u: Floats) -> Floats:
    from scipy.special import gammaln, logsumexp

    first, mean, r = int(np.ceil(low)), np.exp(np.minimum(u, 60.0)), 1.0 / dispersion
    last = int(np.ceil(high)) - 1 if np.isfinite(high) else first + TERMS
    log_p, log_q = np.log(r / (r + mean)), np.minimum(u, 60.0) - np.log(r + mean)

    def chances(a: int, b: int, at: Flags | slice = slice(None)) -> Floats:
        k = np.arange(a, b + 1)[:, None]
        each = gammaln(k + r) - gammaln(k + 1) - gammaln(r) + r * log_p[at] + k * log_q[at]
        return logsumexp(each, axis=0)

    if np.isfinite(high) and last - first > TERMS:
        return _wide(first, last, r, mean, np.logaddexp(chances(first, first + TERMS), chances(last, last)))
    if np.isfinite(high):
        return chances(first, last)
    if first == 0:
        return np.zeros_like(u)
    below = np.minimum(chances(0, first - 1), 0.0)
    # where hardly anything reaches `first`, the tail itself has the digits; so many terms are all of it there
    few = below >= -1e-3
    with np.errstate(divide="ignore"):
        tail = np.log(-np.expm1(below))
    tail[few] = chances(first, last, few)
    return np.asarray(tail)


def _wide(first: int, last: int, r: float, mean: Floats, ends: Floats) -> Floats:
    """The same where a stretch has too many numbers to add up, a small count told as one of thousands: by whichever
    tail keeps its digits, and by the stretch's ends where neither has any."""
    from scipy.special import betainc

    p, q = r / (r + mean), mean / (r + mean)
    below = betainc(r, last + 1.0, p) - (betainc(r, float(first), p) if first > 0 else 0.0)
    above = (betainc(float(first), r, q) if first > 0 else 1.0) - betainc(last + 1.0, r, q)
    each = np.where(mean < first, above, below)
    return np.where(each > 1e-250, np.log(np.maximum(each, 1e-300)), ends)


def sharpness(low: Floats, high: Floats, small: bool, law: ClaimParams) -> float:
    """Largest curvature of `log_likelihood`: the inverse square of the narrowest spread with which it knows u."""
    ends = np.log(np.concatenate([low[low > 0], high[np.isfinite(high)]])).tolist()
    u = np.arange(min(ends, default=0.0) - 3.0, max(ends, default=0.0) + 3.0, 0.02)
    curve = -np.diff(log_likelihood(low, high, small, law, u), 2) / 0.02**2
    return max(float(curve.max()), 1e-3)


def groups_of(witness: Ints, among: Ints) -> Sequence[Ints]:
    """Rows of `among`, by witness, in order of first appearance."""
    order: dict[int, list[int]] = {}
    for row in among.tolist():
        order.setdefault(int(witness[row]), []).append(row)
    return [np.array(rows) for rows in order.values()]

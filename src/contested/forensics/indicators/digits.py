"""Digits of the leader's votes: last ones, which honest counting makes even, and second ones, which it does not.

Beber and Scacco (2012) look at last digits. Second digits (Mebane 2006) follow the sizes of stations as much as
anything else, so their mean is compared with redraws of these very stations; Benford's 4.187 is shown and not used.
Alarms go by a model of the counts (`models.counts`): in small, capped or uniform stations honest last digits are not
even, and stations redrawn around their own shares are not what honest ones are.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.special import chdtrc, ndtr
from scipy.stats import ttest_1samp

from contested.forensics.finding import Finding
from contested.forensics.models.counts import Counts
from contested.forensics.models.masses import masses
from contested.forensics.table.case import Case, Floats, Ints, ordered
from contested.ground.compiled import parallel, prange, scalar

#: mean second digit of Benford's law
BENFORD_SECOND = sum(d * math.log10(1 + 1 / (10 * k + d)) for k in range(1, 10) for d in range(10))
#: stations and territories that the model of counts needs
FEW, TERRITORIES = 50, 10
#: p below which each of the two tests alarms; one honest election in a thousand does
ALARM_P = 0.0005


class LastDigits(NamedTuple):
    """Last digits of counts of 100 or more.

    Parameters
    ----------
    counts : int64 array of shape (10,), station
    chi2 : float
        Against ten equal parts; nine degrees of freedom.
    p : float, chance
    """

    counts: np.ndarray
    chi2: float
    p: float


class SecondDigits(NamedTuple):
    """Second digits of counts of 10 or more.

    Parameters
    ----------
    stations : int
    mean : float, 0 to 9
    null, sd : float
        Of the mean, if every station were redrawn with its own ballots and share.
    p : float, chance
        Of a mean at least as far from the null, on either side.
    """

    stations: int
    mean: float
    null: float
    sd: float
    p: float


def last_digits(votes: np.ndarray) -> LastDigits:
    """Of an int64 array of votes; smaller counts than 100 are left out. Without any, chi2 is 0 and p is 1."""
    used = votes[votes >= 100]
    counts = np.bincount(used % 10, minlength=10)
    even = max(used.size, 1) / 10
    chi2 = float(((counts - used.size / 10) ** 2).sum() / even)
    return LastDigits(counts, chi2, float(chdtrc(9, chi2)))


def second_digits(votes: np.ndarray, cast: np.ndarray) -> SecondDigits:
    """Of int64 arrays of votes and of ballots cast; smaller counts than 10 are left out.

    The null is exact: votes ~ Bin(cast, (votes + 1/2) / (cast + 1)), given that they have two digits. The half keeps
    a unanimous station from being certain of itself.
    """
    used = votes >= 10
    votes, cast = votes[used], cast[used]
    if not votes.size:
        return SecondDigits(0, math.nan, math.nan, 0.0, 1.0)
    digit, mean, variance = np.empty(votes.size), np.empty(votes.size), np.empty(votes.size)
    _second_digits(votes, cast, digit, mean, variance)
    sd = math.sqrt(variance.sum()) / votes.size
    off = digit.mean() - mean.mean()
    p = 2.0 * ndtr(-abs(off) / sd) if sd > 0 else 1.0
    return SecondDigits(votes.size, float(digit.mean()), float(mean.mean()), sd, float(p))


def last_digits_p(case: Case) -> float:
    """Chance of last digits at least as uneven, by a model of the counts; 1 where they are too few to say.

    Chi-square of the digits against what each station's count makes likely, given its other digits.
    """
    model = Counts(case.leader, case.cast)
    used = case.leader >= 100
    if used.sum() < FEW:
        return 1.0
    chance = model.digits()[used]
    spread = (np.diag(chance.sum(axis=0)) - chance.T @ chance)[:9, :9]
    off = (np.bincount(case.leader[used] % 10, minlength=10) - chance.sum(axis=0))[:9]
    value, vector = np.linalg.eigh(spread)
    use = value > 1e-8 * max(float(value.max()), 1e-300)
    return float(chdtrc(int(use.sum()), ((vector[:, use].T @ off) ** 2 / value[use]).sum())) if use.any() else 1.0


def second_digits_p(case: Case) -> float:
    """Chance of a mean second digit at least as far off, by a model of the counts; stations of a territory go together.

    Student's t of the territories' sums. At chances this small it stays on the safe side where territories are of
    unequal sizes. NaN where stations or territories are too few, or all alike.
    """
    used = case.leader >= 10
    present, unit = np.unique(case.territory[used], return_inverse=True)
    if used.sum() < FEW or present.size < TERRITORIES:
        return math.nan
    off = _digits(case.leader[used]) - Counts(case.leader, case.cast).second_digits()[used]
    sums = np.bincount(unit, off)
    return float(ttest_1samp(sums, 0.0).pvalue) if np.ptp(sums) > 1e-9 else math.nan


def _digits(k: Ints) -> Ints:
    """Second digits of counts of at least 10."""
    return np.asarray(k // 10 ** np.maximum(np.floor(np.log10(k)).astype(np.int64) - 1, 0) % 10)


ABOUT = Finding(
    name="digits",
    title="Digits of the leader's votes",
    kind="estimate",
    rule=f"p of last digits or of second digits, by the model of counts, is below {ALARM_P:g}",
    assumes="Counts follow a smooth law at stations of one size: binomial votes around shares that vary over stations.",
    fails_when="Numbers made by adding ballots or by multiplying have honest digits, so the absence of an alarm "
    "proves nothing. "
    "The contestant must be chosen before looking at the data.",
    cites=("beber2012", "mebane2006"),
)


def find(case: Case, *, seed: int = 1) -> Finding:
    """Last and second digits of the leader's votes. Exact, so `seed` changes nothing."""
    some = ordered(case)
    last = last_digits(some.leader)
    if not last.counts.sum():
        return replace(ABOUT, says="No station where the leader has 100 votes: no digit to test.")
    second = second_digits(some.leader, some.cast)
    off = (second.mean - second.null) / second.sd if second.sd > 0 else 0.0
    digits = {"digit": np.arange(10), "stations": last.counts, "even": np.full(10, last.counts.sum() / 10)}
    facts = [("stations", second.stations), ("mean", second.mean), ("null", second.null), ("sd", second.sd),
             ("p", second.p), ("benford", BENFORD_SECOND)]  # fmt: skip
    p_last, p_second = last_digits_p(some), second_digits_p(some)
    known = math.isfinite(p_second)
    facts += [("p, last digits, model of counts", p_last), ("p, second digits, model of counts", p_second)][: 1 + known]
    by_model = f"p = {p_second:.2g} by a model of these counts" if known else (
        f"no p by a model of these counts, which takes {FEW} stations in {TERRITORIES} territories that differ")
    return replace(
        ABOUT,
        says=f"Last digits of the leader's votes at {last.counts.sum():,} stations: chi-square {last.chi2:.2f} where "
        f"even digits give 9 on average (p = {last.p:.2g}; {p_last:.2g} by a model of these counts). The mean second "
        f"digit is {second.mean:.4f}; stations redrawn around their own shares give {second.null:.4f} ({off:+.1f} "
        f"standard deviations; {by_model}).",
        value=last.chi2,
        alarm=p_last < ALARM_P or p_second < ALARM_P,  # without a p of second digits, last digits alone may alarm
        tables={
            "last": pl.DataFrame(digits),
            "second": pl.DataFrame(facts, schema={"what": pl.String, "number": pl.Float64}, orient="row", strict=False),
        },
    )


@scalar
def second_digit(k: int) -> int:
    """The second digit of an int of at least 10."""
    while k >= 100:
        k //= 10
    return k % 10


@parallel
def _second_digits(votes: Ints, cast: Ints, digit: Floats, mean: Floats, variance: Floats) -> None:
    for i in prange(votes.size):
        digit[i] = second_digit(votes[i])
        first, chance = masses(cast[i], (votes[i] + 0.5) / (cast[i] + 1.0))
        total, once, twice = 0.0, 0.0, 0.0
        for j in range(chance.size):
            if first + j >= 10:
                d = second_digit(first + j)
                total += chance[j]
                once += chance[j] * d
                twice += chance[j] * d * d
        mean[i] = once / total
        variance[i] = twice / total - mean[i] * mean[i]

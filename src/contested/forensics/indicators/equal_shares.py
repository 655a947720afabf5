"""Neighbouring stations with one and the same result, to a tenth of a point: ordered from above.

Saratov in 2016 is the known case, with 62.2 % for the leader at a hundred stations of different sizes. How many
stations of a territory chance puts at one share is bounded whatever voters want: a station hits a share most easily
if its voters lean exactly so.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
from scipy.special import gammaln
from scipy.stats import binom

from contested.forensics.finding import Finding
from contested.forensics.table.case import Case, Floats, Ints, ordered

#: shares are told apart to a thousandth
STEPS = 1000
#: ballots a station needs; stations at one share that are looked at; bound on groups by chance that alarms
LEAST, FEWEST, ALARM_EXPECTED = 100, 4, 0.001
#: ballots of a station up to which the chances of single counts are added up
LARGEST = 5000


def equal_shares(case: Case) -> pl.DataFrame:
    """Groups of stations of one territory at one share of the leader, to 0.1 point.

    Returns
    -------
    polars.DataFrame
        territory (str), share (Float64), stations (Int64: at it), of (Int64: in the territory), by_chance (Float64,
        station: most that honest drawing puts there on average), expected (Float64: bound on groups like this in all
        territories by chance); least likely first. Shares of 0 and 1 are left out: unanimity is not ordered.
    """
    some = ordered(case)
    some = some.where(some.cast >= LEAST)
    step = (2 * STEPS * some.leader + some.cast) // (2 * some.cast)
    groups, count = np.unique(some.territory.astype(np.int64) * (STEPS + 1) + step, return_counts=True)
    looks = np.unique(some.territory).size * (STEPS - 1)
    rows = []
    for group, k in zip(groups[count >= FEWEST], count[count >= FEWEST]):
        unit, at = divmod(int(group), STEPS + 1)
        if at in (0, STEPS):
            continue
        n = some.cast[some.territory == unit]
        mean = float(_hit(n, at).sum())
        # chance of k hits or more among independent ones is at most mean^k / k!
        log = k * np.log(max(mean, 1e-300)) - gammaln(k + 1) + np.log(looks)
        rows.append((case.territories[unit], at / STEPS, int(k), n.size, mean, float(np.exp(min(log, 50.0)))))
    schema = {"territory": pl.String, "share": pl.Float64, "stations": pl.Int64, "of": pl.Int64,
              "by_chance": pl.Float64, "expected": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").sort("expected", "territory", "share")


ABOUT = Finding(
    name="equal-shares",
    title="Neighbours with one and the same result",
    kind="estimate",
    unit="station",
    rule=f"fewer than {ALARM_EXPECTED:g} groups like the one found are expected by chance in all territories together",
    assumes="Voters of different stations decide independently of each other, whatever they prefer.",
    fails_when="No alarm if only a few stations of a territory agree, if stations are small, or if nearly all votes "
    "go to the leader, so that agreement is no surprise.",
)


def find(case: Case, *, seed: int = 1) -> Finding:
    """Territories where more stations than chance allows report one share. No chance in it: `seed` changes nothing."""
    if not ((case.cast >= LEAST) & (case.registered > 0)).any():
        return replace(ABOUT, says=f"No station with {LEAST} ballots: nothing to compare.")
    groups = equal_shares(case)
    beyond = groups.filter(pl.col("expected") < ALARM_EXPECTED)
    total = int(beyond["stations"].sum())
    if beyond.height:
        first = beyond.row(0, named=True)
        says = (f"In {beyond['territory'].n_unique():,} territories {total:,} stations share a result that chance "
                f"gives to far fewer: {first['stations']} of {first['of']} stations in {first['territory']} report "
                f"{100 * first['share']:.1f} % for the leader, where chance puts {first['by_chance']:.1f} at "
                "most on average.")  # fmt: skip
    else:
        says = "In no territory do more stations report one and the same result than chance allows."
    return replace(ABOUT, says=says, value=float(total), alarm=bool(beyond.height), tables={"groups": groups})


def _hit(n: Ints, at: int) -> Floats:
    """Chance that stations of n ballots report the share at / STEPS if their voters lean so."""
    low = -((1 - 2 * at) * n // (2 * STEPS))  # least k with 2 STEPS k + n >= 2 at n
    high = -(-(2 * at + 1) * n // (2 * STEPS)) - 1  # largest k with 2 STEPS k + n < (2 at + 2) n
    large = n > LARGEST
    out = np.zeros(n.size)
    out[~large] = _summed(n[~large], low[~large], high[~large], at / STEPS)
    out[large] = binom.cdf(high[large], n[large], at / STEPS) - binom.cdf(low[large] - 1, n[large], at / STEPS)
    return out


def _summed(n: Ints, low: Ints, high: Ints, share: float) -> Floats:
    """Binomial chances of low to high, added up: few counts round to one share, and this is faster than scipy's."""
    factorial, out = _log_factorials(), np.zeros(n.size)
    for more in range(int((high - low).max(initial=-1)) + 1):
        k = low + more
        use = (k <= high) & (k >= 0) & (k <= n)
        k = np.where(use, k, 0)
        log = factorial[n] - factorial[k] - factorial[n - k] + k * np.log(share) + (n - k) * np.log1p(-share)
        out += np.where(use, np.exp(log), 0.0)
    return out


@cache
def _log_factorials() -> Floats:
    return np.asarray(gammaln(np.arange(LARGEST + 1) + 1.0))

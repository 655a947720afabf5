"""Were published counts computed from rounded percentages?

Whoever counts ballots first gets percentages with endless digits. Whoever decides on 51.2 % first gets counts that are
the nearest integers to 51.2 % of the total: of ten million possible counts only a thousand are. The first bulletin of
Venezuela's election of 2024 is the known case.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import polars as pl
from scipy.stats import binom

from contested.forensics.finding import Finding
from contested.ground.errors import InputError

#: digits after the point that are tried where nobody says how many
DIGITS = range(5)
#: chance below which `find` alarms
ALARM_CHANCE = 1e-6


class Rounded(NamedTuple):
    """How the counts sit among those that rounded percentages give.

    Parameters
    ----------
    percent : tuple of float
        Nearest percentage of each count.
    exact : tuple of bool
        Whether the count is the nearest integer to that percentage of the total.
    informative : tuple of bool
        Whether the count is neither 0 nor the total. These two are 0 % and 100 % whoever counted, so they do not
        enter `chance`.
    chance : float
        That as many informative counts are exact if the votes were counted first; an upper bound where the counts add
        up to the total.
    """

    percent: tuple[float, ...]
    exact: tuple[bool, ...]
    informative: tuple[bool, ...]
    chance: float


def rounded_percentages(counts: tuple[int, ...], total: int, digits: int = 1) -> Rounded:
    """Of published counts, in whole numbers throughout.

    Parameters
    ----------
    counts : tuple of int, ballot
    total : int, ballot
        What the percentages are of.
    digits : int
        After the point of a percentage, 0 to 6.

    Raises
    ------
    InputError
        No count, a count below 0 or above the total, or digits outside 0 to 6.
    """
    if not counts or min(counts) < 0 or max(counts) > total or total < 1:
        raise InputError(f"counts: expected some from 0 to the total, {total}; got {counts}.")
    if not 0 <= digits <= 6:
        raise InputError(f"digits: expected 0 to 6; got {digits}.")
    scale = 100 * 10**digits
    steps = [(2 * c * scale + total) // (2 * total) for c in counts]
    exact = tuple(2 * abs(c * scale - s * total) <= scale for c, s in zip(counts, steps))
    informative = tuple(0 < c < total for c in counts)
    # where steps end on half a ballot, both neighbours are nearest
    gcd = math.gcd(total, scale)
    ties = gcd if scale // gcd % 2 == 0 else 0
    one = min(1.0, (scale + 1 + ties) / (total + 1))
    n, hits = sum(informative), sum(e and i for e, i in zip(exact, informative))
    if hits == n and sum(counts) == total:
        # the last count follows from the others
        chance = one ** max(n - 1, 0)
    else:
        # fewer than all are free even then: each such subset has the probability of independent counts
        chance = float(binom.sf(hits - 1, n, one))
    return Rounded(tuple(s / 10**digits for s in steps), exact, informative, chance)


def find(counts: Mapping[str, int], total: int, *, digits: int | None = None) -> Finding:
    """Whether published counts are the nearest integers to rounded percentages.

    Parameters
    ----------
    counts : mapping of contestant to int, ballot
    total : int, ballot
    digits : int, optional
        After the point of a percentage, 0 to 6. Absent, each of `DIGITS` is tried, and the smallest chance is
        multiplied by their number.
    """
    found, tried = None, 1
    if digits is None:
        tried = len(DIGITS)
        each = {d: rounded_percentages(tuple(counts.values()), total, d) for d in DIGITS}
        # of equal chances the fewest digits
        digits = min(each, key=lambda d: (each[d].chance, d))
        found = each[digits]._replace(chance=min(1.0, tried * each[digits].chance))
    found = found or rounded_percentages(tuple(counts.values()), total, digits)
    some = sum(found.informative)
    exact = [p for p, e, i in zip(found.percent, found.exact, found.informative) if e and i]
    hits, shown = len(exact), ", ".join(f"{p:.{digits}f}" for p in exact)
    says = f"{hits} of {some} published counts are the nearest integers to percentages of {total:,} with {digits} " \
        f"digit{'s' * (digits != 1)} after the point"  # fmt: skip
    if hits:
        says += f" ({shown}); if ballots were counted first, the chance of that is {found.chance:.1g}"
        says += f", with {tried} numbers of digits tried" if tried > 1 else ""
    says += "."
    if some < len(counts):
        says += f" Counts of 0 and of the total are left out: {len(counts) - some}."
    rows = {"contestant": list(counts), "votes": list(counts.values()), "percent": found.percent, "exact": found.exact}
    return Finding(
        name="rounded-percentages",
        title="Counts made from rounded percentages",
        kind="proof",
        says=says,
        value=found.chance,
        alarm=bool(found.chance < ALARM_CHANCE),
        rule=f"the probability of so many counts near a rounded percentage is below {ALARM_CHANCE:g}",
        assumes="In a total of millions of ballots, an honest percentage falls anywhere between two tenths of a "
        "percent.",
        fails_when="Totals of a few thousand: every count is then near some percentage, and the probability is "
        "accordingly large. "
        "An office may publish only percentages, and a journalist may compute counts from them: ask who computed.",
        tables={"counts": pl.DataFrame(rows)},
    )

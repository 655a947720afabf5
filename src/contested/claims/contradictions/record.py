"""A contradiction, and what every rule needs: bounds that allow for rounding, and one record per pair of parties."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from contested.claims.claim import Claim
from contested.claims.parties import Names

#: kinds in the order in which they are listed, with one sentence each
KINDS: dict[str, str] = {
    "same day": "two numbers of one thing on one day",
    "same election": "two results of one election, whatever day they were published",
    "shares above 100": "shares of one whole whose sum exceeds it",
    "falling total": "a running total below an earlier one",
    "part above whole": "a part that exceeds its whole",
    "nearby days": "two numbers of a thing that changes slowly, a few days apart",
}


@dataclass(frozen=True)
class Contradiction:
    """Claims that cannot all be true.

    Parameters
    ----------
    less, more : Claim
        The one with the smaller and the one with the larger number; of shares above 100, the two largest, the larger
        in `more`.
    less_party, more_party : str
        Who says which.
    most, least : float
        The most that the first allows and the least that the second does, in the unit of their quantity; of shares
        above 100, 100 and their sum.
    kind : str
        One of KINDS.
    remark : str
        What the rule took for granted: "preliminary against final", "4 days apart".
    """

    less: Claim
    more: Claim
    less_party: str
    more_party: str
    most: float
    least: float
    kind: str = "same day"
    remark: str = ""

    @property
    def gap(self) -> float:
        """By how much they differ at least."""
        return self.least - self.most

    @property
    def factor(self) -> float:
        """The same as a factor; infinite against a claim of none."""
        return self.least / self.most if self.most else math.inf


def between(
    a: Claim, b: Claim, names: Names, kind: str = "same day", remark: str = "", *, rounded: bool = False
) -> Contradiction | None:
    """The contradiction between two claims, if no number satisfies both.

    Parameters
    ----------
    rounded : bool
        A bare point allows whatever rounds to it: 80 is 79.5 to 80.5, and 126,900 is 126,850 to 126,950.
    """
    for less, more in ((a, b), (b, a)):
        found = exceeds(more, less, names, kind, remark, rounded=rounded)
        if found is not None:
            return found
    return None


def exceeds(
    more: Claim, less: Claim, names: Names, kind: str, remark: str = "", *, rounded: bool = True
) -> Contradiction | None:
    """The contradiction if the first claim's least number exceeds the most that the second allows."""
    most, least = (allowed(less)[1], allowed(more)[0]) if rounded else (less.bounds[1], more.bounds[0])
    if most is None or least is None or not most < least:
        return None
    return Contradiction(
        less, more, names.party(less.claimant), names.party(more.claimant),
        float(less.bounds[1] if less.bounds[1] is not None else most),
        float(more.bounds[0] if more.bounds[0] is not None else least), kind, remark,
    )  # fmt: skip


#: how far a round number may stand for another, as a part of it
ROUNDING = 0.05


def allowed(claim: Claim) -> tuple[float | None, float | None]:
    """Bounds of a claim; a bare point allows whatever rounds to it."""
    low, high = claim.bounds
    if claim.low is None and claim.high is None and claim.value is not None:
        half = _half_digit(claim.value)
        return claim.value - half, claim.value + half
    return low, high


def _half_digit(value: float) -> float:
    """Half of the last digit that was given: 0.05 of 80.1, 50 of 126,900; at most ROUNDING of a number."""
    if value != int(value):
        digits = len(f"{value:.6f}".rstrip("0").partition(".")[2])
        return 0.5 * 10.0**-digits + 1e-9
    if value < 1000:
        return 0.5 if value else 0.0
    zeros = len(str(int(value))) - len(str(int(value)).rstrip("0"))
    return min(0.5 * 10.0**zeros, ROUNDING * value) if zeros else 0.0


def days(n: int) -> str:
    """ "1 day", "3 days"."""
    return f"{n} day" if n == 1 else f"{n} days"


def widest(keyed: Iterable[tuple[Hashable, Contradiction]]) -> list[Contradiction]:
    """The widest contradiction of each key, so that repeats of one disagreement are listed once."""
    best: dict[Hashable, Contradiction] = {}
    for key, one in keyed:
        if key not in best or (one.factor, one.gap) > (best[key].factor, best[key].gap):
            best[key] = one
    return list(best.values())


def ordered(each: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    """By kind, then by factor and gap, the largest first."""
    kinds: Mapping[str, int] = {kind: i for i, kind in enumerate(KINDS)}
    return tuple(sorted(each, key=lambda c: (kinds[c.kind], -c.factor, -c.gap, c.less.date, c.less.place)))

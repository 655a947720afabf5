"""What an announced total forces the unseen rest to be, once some protocols are in hand.

Votes in hand are part of the total. What is left for the stations nobody has seen is a subtraction, and so are two
proofs: a total smaller than what is already in hand cannot be right, and neither can one that needs more votes than
the rest has ballots. Shares are announced rounded, so the answer is a range.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from contested.forensics.finding import Finding
from contested.ground.errors import InputError


class Rest(NamedTuple):
    """One contestant's votes where nobody has looked.

    Parameters
    ----------
    votes, low, high : float, ballot
        Announced total less votes in hand; with the total's rounding at either end. Below 0 if the total is too small.
    share, share_low, share_high : float, share
        The same over the ballots not in hand; NaN where there are none.
    possible : bool
        Whether some total that rounds to the announced one leaves from 0 to all of these ballots.
    """

    votes: float
    low: float
    high: float
    share: float
    share_low: float
    share_high: float
    possible: bool


def implied(seen: int, seen_ballots: int, ballots: int, share: float, *, rounding: float = 0.0) -> Rest:
    """The rest for one contestant.

    Parameters
    ----------
    seen, seen_ballots : int, ballot
        In hand: the contestant's votes, and all ballots cast.
    ballots : int, ballot
        Announced as cast in all.
    share : float, share
        Announced for the contestant.
    rounding : float, share
        Half a unit of the last digit printed: 0.00005 for two decimals of a percentage.

    Raises
    ------
    InputError
        More ballots in hand than announced in all, more votes than ballots, or a share outside 0 to 1.
    """
    if not 0 <= seen <= seen_ballots <= ballots:
        raise InputError(
            f"expected 0 <= votes <= ballots in hand <= ballots announced; got {seen}, {seen_ballots}, {ballots}."
        )
    if not 0 <= share <= 1 or rounding < 0:
        raise InputError(f"share: expected 0 to 1, with a rounding from 0; got {share} and {rounding}.")
    left = ballots - seen_ballots
    votes, low, high = (
        s * ballots - seen for s in (share, max(share - rounding, 0.0), min(share + rounding, 1.0))
    )
    shares = [v / left if left else math.nan for v in (votes, low, high)]
    possible = math.floor(high + 1e-9) >= 0 and math.ceil(low - 1e-9) <= left
    return Rest(votes, low, high, shares[0], shares[1], shares[2], possible)


ABOUT = Finding(
    name="implied-remainder", title="What the rest must have been", kind="proof", unit="share",
    rule="the announced total leaves the other stations a negative number of votes, or more votes than ballots",
    assumes="The protocols in hand are what the commissions posted, and belong to the total announced.",
    fails_when="Protocols in hand come from places unlike the rest: an extreme remainder is then possible.",
)  # fmt: skip


def find(
    contestants: Sequence[str],
    seen: Sequence[int],
    seen_ballots: int,
    ballots: int,
    share: Sequence[float],
    *,
    rounding: float = 0.0,
) -> Finding:
    """What the announced shares force the rest to be; parameters as of `implied`, one entry a contestant.

    `value` is the first contestant's share of the rest.
    """
    if not contestants:
        return replace(ABOUT, says="No contestant has both a total and protocols in hand.")
    if seen_ballots > ballots:
        return replace(
            ABOUT, alarm=True,
            says=f"The protocols in hand have {seen_ballots:,} ballots, more than the {ballots:,} announced in all.",
        )  # fmt: skip
    rest = [implied(v, seen_ballots, ballots, s, rounding=rounding) for v, s in zip(seen, share, strict=True)]
    left = ballots - seen_ballots
    in_hand = [v / seen_ballots if seen_ballots else None for v in seen]
    columns = {"contestant": list(contestants), "in hand": in_hand, "announced": list(share)}
    tables = {"rest": pl.DataFrame(columns).hstack(pl.DataFrame(rest))}
    broken = [c for c, r in zip(contestants, rest, strict=True) if not r.possible]
    if broken:
        says = f"The announced total contradicts the protocols in hand for {', '.join(broken)}."
    elif not left:
        return replace(ABOUT, says="Every ballot is in hand: there is no rest.", alarm=False, tables=tables)
    else:
        each = ", ".join(
            f"{c} {100 * r.share:.1f} %" + (f" (in hand {100 * v / seen_ballots:.1f} %)" if seen_ballots else "")
            for c, v, r in zip(contestants, seen, rest, strict=True)
        )
        says = f"If the total is right, the {100 * left / ballots:.0f} % of ballots nobody has seen went: {each}."
    first = rest[0]
    return replace(
        ABOUT, says=says, alarm=bool(broken), tables=tables,
        value=first.share if left else None, low=first.share_low if left else None,
        high=first.share_high if left else None, range_is="by the rounding of the announced shares",
    )  # fmt: skip

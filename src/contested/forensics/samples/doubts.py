"""Does a sample of cards agree with the totals whose audit it is?

A comparison confirms that cards were read as the system reported them, card by card. That says something of reported
totals only if the cards' reports add up to them. Cards drawn at random then hold as many reported votes of each
candidate as chance allows (hypergeometric): far fewer or far more mean that the reports are not those of the totals,
or that cards were chosen.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from scipy.stats import hypergeom

from contested.forensics.samples.contests import Contest

#: chance, of all candidates of a contest together, below which a sample does not belong to the reported totals
DOUBT_P = 0.001


def doubt(contest: Contest, reported: Collection[frozenset[str]], sampled: int, cards: int) -> str | None:
    """Why a sample cannot speak for the reported votes of a contest, in a sentence; None if it can.

    Parameters
    ----------
    contest : Contest
    reported : collection of sets of candidates
        What the system reported of each drawn card with the contest.
    sampled : int
        Cards drawn, with the contest or without.
    cards : int
        In the pool.
    """
    if not sampled or sampled > cards:
        return None
    if not reported:
        return f"{contest.name}: none of the {sampled:,} cards holds this contest, so nothing was compared."
    total = sum(contest.votes.values())
    least = min(-(-total // contest.winners), cards)  # cards that hold the contest, or more
    fewer = float(hypergeom.cdf(len(reported), cards, least, sampled))
    if fewer < DOUBT_P:
        return (f"{contest.name}: {len(reported):,} of {sampled:,} cards hold this contest; reported votes are on at "
                f"least {least:,} of all {cards:,}, and cards drawn at random hold so few with a chance of "
                f"{_chance(fewer)}.")  # fmt: skip
    valid = [marks for marks in reported if len(marks) <= contest.winners]
    for name, votes in contest.votes.items():
        seen = sum(name in marks for marks in valid)
        below = hypergeom.cdf(seen, cards, min(votes, cards), sampled)
        above = hypergeom.sf(seen - 1, cards, min(votes, cards), sampled)
        p = float(np.minimum(2 * len(contest.votes) * min(below, above), 1.0))
        if p < DOUBT_P:
            return (f"{contest.name}: the system reported {name} on {seen:,} of {sampled:,} cards, and on {votes:,} of "
                    f"all {cards:,}; cards drawn at random differ so much with a chance of {_chance(p)}.")  # fmt: skip
    return None


def _chance(p: float) -> str:
    return f"{p:.1g}" if p > 1e-12 else "less than 1e-12"

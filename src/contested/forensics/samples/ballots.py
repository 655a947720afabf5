"""Risk-limiting audits of paper ballots: do cards that were drawn at random confirm the reported winners?

Two kinds (stark2020). *Polling* reads each card that was drawn. *Comparison* sets what a person reads beside what the
system reported for the same card; a card's number is then 1/2 where they agree, scaled by the margin, and 0 where the
card speaks as much against the winner as it can. Comparison needs far fewer cards. A card that cannot be found counts
as badly as it could. One sample serves all contests; each assertion is tested at the full risk limit, because the
outcome stands only if all of them do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, log
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
import polars as pl

from contested.forensics.samples import martingale
from contested.forensics.samples.columns import fault, text_of
from contested.forensics.samples.contests import Assertion, Contest, assertions, refuse_ranked
from contested.forensics.samples.doubts import doubt
from contested.forensics.samples.martingale import Wealth, best_stake
from contested.forensics.samples.public_seed import public_seed
from contested.forensics.table.cells import read_cells
from contested.forensics.table.column_map import FileHints
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import uniforms
from contested.ground.errors import InputError
from contested.ground.options import ENOUGH, RISK_LIMIT, SIMULATED_AUDITS, BallotMethod

#: chance that the system reports one vote too many for the winner, and two, on a card; assumed, after lindeman2012
OVERSTATED: tuple[float, float] = (0.001, 0.0001)
#: what a card that was not found says in the column `vote`
ABSENT = "not found"
_SEPARATOR = ";"
#: columns of a checked sample (`check`)
CHECKED: dict[str, type[pl.DataType]] = {
    "contest": pl.String, "winner": pl.String, "loser": pl.String, "margin": pl.Float64, "cards": pl.Int64,
    "risk": pl.Float64, "stopped": pl.Int64, "confirmed": pl.Boolean, "overstated": pl.Int64, "doubt": pl.String,
}  # fmt: skip
#: cards that one simulated audit looks at, at most; one that is not settled by then counts as a full count
MOST_CARDS = 1_000_000


class Sample(NamedTuple):
    """Cards in the order in which they were drawn.

    Parameters
    ----------
    cards : tuple of str
    hand, reported : mapping of (card, contest) to a set of candidates
        Marks that a person reads, and those that the system reported. A contest that is not there is not on the card.
    lost : frozenset of str
        Cards that could not be found.
    """

    cards: tuple[str, ...]
    hand: Mapping[tuple[str, str], frozenset[str]]
    reported: Mapping[tuple[str, str], frozenset[str]]
    lost: frozenset[str]


def read_sample(path: str | Path, contests: Sequence[Contest], method: BallotMethod) -> Sample:
    """Cards that were drawn.

    Parameters
    ----------
    path : str or Path
        CSV, XLSX or Parquet with a row for each contest of each card, in the order of drawing: card, contest, vote, and
        for a comparison `reported`. Several marks are separated by semicolons; empty: no valid vote. `vote` is "not
        found" for a card that is missing. A card without any of the contests has one row with an empty contest.
    contests : sequence of Contest
    method : "polling" or "comparison"

    Raises
    ------
    ReturnsError
        An unknown contest or candidate, a contest twice on a card, a card that stands at two places.
    """
    cells = read_cells(path, FileHints())
    refuse_ranked(cells)
    cards, names = text_of(cells, "card"), text_of(cells, "contest", optional=True)
    votes = {"vote": text_of(cells, "vote", optional=True)}
    if "vote" not in cells.frame.columns:
        cells.column("vote")  # raises, with the nearest name
    if method == "comparison":
        cells.column("reported")
        votes["reported"] = text_of(cells, "reported", optional=True)
    known = {c.name: c for c in contests}
    read: dict[str, dict[tuple[str, str], frozenset[str]]] = {"vote": {}, "reported": {}}
    order: dict[str, int] = {}
    lost: set[str] = set()
    for row, (card, name) in enumerate(zip(cards, names, strict=True)):
        if order.setdefault(card, row) != row and cards[row - 1] != card:
            raise fault(cells, row, f"card {card!r} stands at two places.", "rows of one card follow one another")
        if (votes["vote"][row] or "").lower() == ABSENT:
            lost.add(card)
        if name is None:
            continue
        if name not in known:
            raise fault(cells, row, f"expected one of the contests {', '.join(known)}; got {name!r}.", column="contest")
        for column, texts in votes.items():
            if (card, name) in read[column]:
                raise fault(cells, row, f"contest {name!r} appears twice on card {card!r}.")
            marks = frozenset(m.strip() for m in (texts[row] or "").split(_SEPARATOR) if m.strip())
            if marks and not (column == "vote" and card in lost) and (odd := marks - known[name].votes.keys()):
                candidates = ", ".join(known[name].votes)
                raise fault(cells, row, f"expected candidates of {name!r} ({candidates}); got "
                            f"{', '.join(sorted(odd))}.", column=column)  # fmt: skip
            read[column][card, name] = marks
    return Sample(tuple(order), read["vote"], read["reported"], frozenset(lost))


def check(
    contests: Sequence[Contest],
    sample: Sample,
    cards: int,
    *,
    method: BallotMethod = "polling",
    risk_limit: float = RISK_LIMIT,
) -> pl.DataFrame:
    """Test every assertion of every contest on the cards that were drawn.

    Parameters
    ----------
    contests : sequence of Contest
    sample : Sample
        Without replacement from `cards`.
    cards : int
        In the pool.
    method : "polling" or "comparison"
    risk_limit : float

    Returns
    -------
    polars.DataFrame
        A row an assertion: contest, winner, loser (null: the threshold), margin (diluted), cards (drawn), risk (the
        smallest limit at which the cards confirm it), stopped (cards after which the limit was reached, 0 if never),
        confirmed (bool), overstated (cards on which the system reported more for the winner than was read; null for
        polling), doubt (str: why the cards cannot speak for the reported votes, which leaves the assertion
        at a risk of 1; null if they can, and for polling).

    Raises
    ------
    InputError
        More cards than the pool has, a pool too small for the votes, a risk limit outside 0 to 1.
    """
    return checked(contests, sample, cards, method=method, risk_limit=risk_limit)[0]


def checked(
    contests: Sequence[Contest], sample: Sample, cards: int, *, method: BallotMethod, risk_limit: float
) -> tuple[pl.DataFrame, list[np.ndarray]]:
    """The table of `check`, and the wealth of each assertion's test after every card."""
    _checked(cards, risk_limit, method)
    rows, paths = [], []
    doubts = {c.name: _doubt(c, sample, cards) if method == "comparison" else None for c in contests}
    for a in _all(contests, cards):
        x, overstated = values(a, sample, method)
        test, why = _test(a, x, cards, method, risk_limit), doubts[a.contest.name]
        if why is not None:  # whatever the cards seem to show
            test = Wealth(np.ones(len(x)), 1.0, 0)
        paths.append(test.path)
        rows.append((a.contest.name, a.winner, a.loser, a.margin, len(x), test.risk, test.stopped, bool(test.stopped),
                     overstated, why))  # fmt: skip
    return pl.DataFrame(rows, orient="row", schema=CHECKED), paths


def values(assertion: Assertion, sample: Sample, method: BallotMethod) -> tuple[np.ndarray, int | None]:
    """The number of every card that was drawn, and on how many the system overstated the winner's margin."""
    name = assertion.contest.name
    hand = np.array([assertion.value(None if c in sample.lost else sample.hand.get((c, name), frozenset()))
                     for c in sample.cards], float)  # fmt: skip
    if method == "polling":
        return hand, None
    reported = np.array([assertion.value(sample.reported.get((c, name), frozenset())) for c in sample.cards], float)
    over = reported - hand
    return (1 - over / assertion.upper) / (2 - assertion.margin / assertion.upper), int((over > 0).sum())


def plan(
    contests: Sequence[Contest],
    cards: int,
    *,
    method: BallotMethod = "polling",
    risk_limit: float = RISK_LIMIT,
    overstated: tuple[float, float] = OVERSTATED,
    seed: int = 1,
) -> pl.DataFrame:
    """How many cards an audit needs if the reported votes are right.

    Parameters
    ----------
    contests, cards, method, risk_limit
        As in `check`.
    overstated : pair of float
        Chances of an overstatement by one vote and by two, for a comparison.
    seed : int
        As in `public_seed`.

    Returns
    -------
    polars.DataFrame
        A row an assertion: contest, winner, loser, margin, expected (for a plurality that is polled, Wald's average
        sample number of BRAVO, lindeman2012bravo; else null), median and enough (cards after which half and nine tenths
        of simulated audits have confirmed it; the pool where a full count is needed).
    """
    _checked(cards, risk_limit, method)
    rows, seed = [], public_seed(seed)
    for number, a in enumerate(_all(contests, cards)):
        stops = _simulated(a, cards, method, risk_limit, overstated, seed, number)
        expected = average_sample_number(a, cards, risk_limit) if method == "polling" and a.loser is not None else None
        rows.append((a.contest.name, a.winner, a.loser, a.margin, expected,
                     *(int(np.quantile(stops, q, method="higher")) for q in (0.5, ENOUGH))))  # fmt: skip
    return pl.DataFrame(rows, orient="row", schema={
        "contest": pl.String, "winner": pl.String, "loser": pl.String, "margin": pl.Float64, "expected": pl.Int64,
        "median": pl.Int64, "enough": pl.Int64})  # fmt: skip


def average_sample_number(assertion: Assertion, cards: int, risk_limit: float) -> int:
    """Cards that BRAVO needs on average for a pair of candidates (Wald; lindeman2012bravo), at most all."""
    winner, loser, _ = (int(number) for number in _pool(assertion, cards)[1])
    share = winner / (winner + loser)
    gain = (winner * log(2 * share) + (loser * log(2 - 2 * share) if loser else 0.0)) / cards
    return min(ceil(round((log(1 / risk_limit) + log(2 * share) / 2) / gain, 6)), cards)


def _doubt(contest: Contest, sample: Sample, cards: int) -> str | None:
    marks = [m for (_, name), m in sample.reported.items() if name == contest.name]
    return doubt(contest, marks, len(sample.cards), cards)


def _all(contests: Sequence[Contest], cards: int) -> list[Assertion]:
    return [a for contest in contests for a in assertions(contest, cards)]


def _checked(cards: int, risk_limit: float, method: BallotMethod) -> None:
    if method not in get_args(BallotMethod):
        raise InputError(f"method: expected {' or '.join(get_args(BallotMethod))}; got {method!r}.")
    if cards < 1:
        raise InputError(f"cards: expected at least 1; got {cards}.")
    checked_limit(risk_limit)


def checked_limit(risk_limit: float) -> None:
    """Refuse a risk limit outside 0 to 1."""
    if not 0 < risk_limit < 1:
        raise InputError(f"risk limit: expected a number between 0 and 1; got {risk_limit}.", "0.05 is usual")


def _test(a: Assertion, x: np.ndarray, cards: int, method: BallotMethod, risk_limit: float) -> Wealth:
    if method == "polling":
        return martingale.shrinkage(x, cards, a.mean, upper=a.upper, alpha=risk_limit)
    right = 1 / (2 - a.margin / a.upper)
    stake = _stake(right, OVERSTATED)
    return martingale.fixed_stake(x, cards, stake, upper=2 * right, alpha=risk_limit)


def _stake(right: float, overstated: tuple[float, float]) -> float:
    one, two = overstated
    return best_stake(np.array([right, right / 2, 0.0]), np.array([1 - one - two, one, two]))


def _simulated(
    a: Assertion, cards: int, method: BallotMethod, risk_limit: float, overstated: tuple[float, float], seed: int,
    number: int,
) -> np.ndarray:
    """int64 array of shape (SIMULATED_AUDITS,): after how many cards each simulated audit confirms the assertion."""
    if method == "polling":
        levels, pool = _pool(a, cards)
    else:
        right = 1 / (2 - a.margin / a.upper)
        one, two = (round(rate * cards) for rate in overstated)
        levels, pool = np.array([right, right / 2, 0.0]), np.array([cards - one - two, one, two])
    most = min(cards, MOST_CARDS)
    stops = np.empty(SIMULATED_AUDITS, np.int64)
    for audit in range(SIMULATED_AUDITS):
        draw = number * SIMULATED_AUDITS + audit
        stops[audit] = _first(a, levels, pool, cards, most, method, risk_limit, seed, draw)
    return stops


def _first(
    a: Assertion, levels: np.ndarray, pool: np.ndarray, cards: int, most: int, method: BallotMethod, risk_limit: float,
    seed: int, draw: int,
) -> int:
    """Cards after which one simulated audit stops; twice as many are looked at until it does."""
    size = min(most, 256)
    while True:
        x = levels[without_replacement(pool, uniforms(size, seed, streams.SAMPLE_PLAN, draw=draw))]
        stopped = _test(a, x, cards, method, risk_limit).stopped
        if stopped or size == most:
            return stopped or cards
        size = min(4 * size, most)


def _pool(a: Assertion, cards: int) -> tuple[np.ndarray, np.ndarray]:
    """The numbers that cards can have, and how many of the pool have each if the reported votes are right.

    With several seats a card may have a mark for the winner and one for the loser, and counts one half. How many do is
    not reported; as few as the votes allow are assumed, because then cards differ most and an audit needs most of them.
    """
    votes = a.contest.votes
    ahead = votes[a.winner]
    behind = votes[a.loser] if a.loser is not None else sum(votes.values()) - ahead
    both = max(0, ahead + behind - cards)
    ahead, behind = ahead - both, behind - both
    return np.array([a.upper, 0.0, 0.5]), np.array([ahead, behind, cards - ahead - behind])


def without_replacement(pool: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    """Kinds of cards drawn one after another from a pool: int64 array of kinds, one a uniform.

    Parameters
    ----------
    pool : int64 array of shape (kinds,)
        Cards of each kind.
    uniform : float64 array of shape (drawn,), in [0, 1)
    """
    out = np.empty(uniform.size, np.int64)
    _take(pool.astype(np.int64), uniform, out)
    return out


@serial
def _take(left: np.ndarray, uniform: np.ndarray, out: np.ndarray) -> None:
    total = left.sum()
    for i in range(uniform.size):
        at, kind = uniform[i] * total, 0
        while kind < left.size - 1 and at >= left[kind]:
            at -= left[kind]
            kind += 1
        left[kind] -= 1
        total -= 1
        out[i] = kind

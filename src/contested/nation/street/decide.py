"""Who goes, in one round of a day. One draw a person and day, held through the day, so that pull can only add people.

Almost everybody is settled by arithmetic that LLVM vectorises: numbers of 32 bits, rounded towards asking again. The
few left are decided one by one in 64 bits. So the sieve is exact, not an approximation: it sends nobody out, it only
says of whom it is certain that they stay.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from contested.ground import streams
from contested.ground.compiled import parallel, prange, scalar
from contested.ground.draws import TO_UNIT, uniform, words_of
from contested.ground.exact import of_level
from contested.ground.masks import mask_of, ones
from contested.ground.ties import COUNT
from contested.nation.codes import ADULT, FOR_INCUMBENT, HOME, ONLINE, OUT
from contested.rules.choice import acts
from contested.rules.grievance import grievance

#: traits and beliefs are kept in 255ths
PER_STEP = 1.0 / 255.0
#: what 32-bit arithmetic may be off by, relatively and, where terms cancel, absolutely, many times over
SLACK = 1e-5
LEAST = 1e-4
#: in a later round rows are asked one by one where fewer than one in so many has news, and sieved where more have
SPARSE = 16
#: the high bit of eight tallies
_FRESH_EIGHT = np.uint64(0x8080808080808080)
_F = np.float32
_EIGHT = np.uint32(8)
#: a draw is the first 24 bits of a word; the last eight of today's word say which of the two words it is taken from
_CHOICE = np.uint32(0xFF)
CHOICES = 256
#: 24 bits to a number in [0, 1)
PER_DRAW = 256.0 * TO_UNIT
WORDS = 1.0 / TO_UNIT


class Citizens(NamedTuple):
    """Columns of the decision to march, one entry a person; the blocks of their rows; the lists of who goes."""

    block_start: np.ndarray
    block_place: np.ndarray
    flags: np.ndarray
    hardship: np.ndarray
    risk_aversion: np.ndarray
    degree: np.ndarray
    citizens_status: np.ndarray
    citizens_outrage: np.ndarray
    citizens_fear: np.ndarray
    citizens_fatigue: np.ndarray
    citizens_fraud: np.ndarray
    election_vote: np.ndarray
    street_ties_last: np.ndarray
    street_ties_now: np.ndarray
    street_rows: np.ndarray


class Prospects(NamedTuple):
    """What going is like: float64 arrays of shape (places, segments); `top`, the largest chance, by place.

    `stake` is what a unit of grievance counts for, with the expectation of success; `discontent` (by place) what people
    resent beside fraud.
    """

    chance: np.ndarray
    top: np.ndarray
    benefit: np.ndarray
    cost: np.ndarray
    stake: np.ndarray
    discontent: np.ndarray


class Weights(NamedTuple):
    """Weights in the decision to march. Numbers in one tuple, which kernels of cores and of a GPU take alike."""

    fraud: float
    supporter: float
    pull: float
    memory: float
    fatigue: float
    temperature: float
    persistence: float


@scalar
def readiness(today: np.uint32, lasting: np.uint32, persistence: float) -> float:
    """A person's draw of a day: their lasting one on a part of the days, else the day's own; uniform in either case."""
    word = lasting if (today & _CHOICE) < persistence * CHOICES else today
    return float(word >> _EIGHT) * PER_DRAW


@scalar
def word_of(seed: int, stream: int, row: int, day: int) -> np.uint32:
    """The word behind `uniform`."""
    return np.uint32(uniform(seed, stream, row, day, 0) * WORDS)


@scalar
def resents(hardship: int, fraud: int, outrage: int, vote: int, discontent: float, w: Weights) -> float:
    """What a person resents, from their columns."""
    resented = grievance(hardship * PER_STEP, discontent, fraud * PER_STEP, w.fraud, of_level(outrage))
    return resented * (w.supporter if vote == FOR_INCUMBENT else 1.0)


@scalar
def goes(
    u: float, chance: float, resentment: float, risk: int, dread: float, fatigue: int, last: int, now: int, ties: int,
    benefit: float, cost: float, w: Weights,
) -> bool:
    """Whether a person marches, given their draw and what they resent."""
    pull = 0.0
    if ties > 0:
        pull = w.pull * (w.memory * last + (1.0 - w.memory) * now) / ties
    against = risk * PER_STEP * (cost + dread) + w.fatigue * of_level(fatigue)
    return acts(u, chance, resentment + pull + benefit, against, w.temperature)


@parallel
def decide(
    c: Citizens, prospects: Prospects, w: Weights, turn: int, seed: int, day: int, counts: np.ndarray,
    fresh: np.ndarray,
) -> None:
    """One round: add the rows of those who newly go to their block's list in `street_rows`.

    Parameters
    ----------
    c : Citizens
    prospects : Prospects
    w : Weights
    turn : int
        In the first round (0) nobody is out yet (`street_ties_now` is set to 0) and everybody is asked, later those one
        of whose ties has just gone.
    counts, fresh : int64 arrays of shape (blocks,)
        Length of each block's list, and how many joined it in this round.
    """
    # taken out of the tuples: asked of them in the loop, each would be counted as held and let go, every time
    block_start, block_place, flags, degree = c.block_start, c.block_place, c.flags, c.degree
    hardship, risk_aversion, fraud, vote = c.hardship, c.risk_aversion, c.citizens_fraud, c.election_vote
    status, outrage, fear, fatigue = c.citizens_status, c.citizens_outrage, c.citizens_fear, c.citizens_fatigue
    last, now, rows = c.street_ties_last, c.street_ties_now, c.street_rows
    chance, top, benefit, cost = prospects.chance, prospects.top, prospects.benefit, prospects.cost
    stake, discontent = prospects.stake, prospects.discontent
    for b in prange(len(block_place)):
        p = block_place[b]
        lo = block_start[b]
        hi = block_start[b + 1]
        fresh[b] = 0
        near = now[lo:hi]
        if turn == 0:
            near[:] = 0
        if top[p] <= 0.0:
            continue
        who = np.empty(hi - lo + 1, np.int32)
        asked = _with_news(near, who) if turn > 0 else hi - lo
        if asked == 0:
            continue
        if asked * SPARSE > hi - lo:
            mask = mask_of(hi - lo)
            for k in range(asked if turn > 0 else 0):
                mask[who[k]] = 1
            words = words_of(seed, streams.MOBILISE, day, 0, lo, hi)
            _as_always(words, words_of(seed, streams.DISPOSITION, 0, 0, lo, hi), w.persistence)
            _sieve(
                words, flags[lo:hi], hardship[lo:hi], fraud[lo:hi], outrage[lo:hi], vote[lo:hi], risk_aversion[lo:hi],
                last[lo:hi], near, degree[lo:hi], chance[p], benefit[p], cost[p], max(stake[p, 0], stake[p, 1]),
                discontent[p], w, turn, mask,
            )
            asked = ones(mask, who)
            draw = np.empty(asked)
            for k in range(asked):
                draw[k] = float(words[who[k]] >> _EIGHT) * PER_DRAW
        else:
            draw = np.empty(asked)
            for k in range(asked):
                row = lo + who[k]
                draw[k] = readiness(
                    word_of(seed, streams.MOBILISE, row, day), word_of(seed, streams.DISPOSITION, row, 0),
                    w.persistence,
                )
        count = counts[b]
        for k in range(asked):
            i = lo + who[k]
            # the draw first: few lie below the largest chance, and for the others nothing has to be fetched
            if draw[k] >= top[p] or flags[i] & ADULT == 0 or status[i] != HOME:
                continue
            g = (flags[i] & ONLINE) >> 1
            resented = resents(hardship[i], fraud[i], outrage[i], vote[i], discontent[p], w)
            if goes(
                draw[k], chance[p, g], stake[p, g] * resented, risk_aversion[i], of_level(fear[i]), fatigue[i], last[i],
                now[i], degree[i], benefit[p, g], cost[p, g], w,
            ):
                status[i] = OUT
                rows[lo + count] = i
                count += 1
        fresh[b] = count - counts[b]
        counts[b] = count


@scalar
def _as_always(words: np.ndarray, lasting: np.ndarray, persistence: float) -> None:
    """Put the lasting word of a person in the place of today's where `readiness` takes it."""
    chosen = np.uint32(math.ceil(persistence * CHOICES))
    for i in range(words.size):
        words[i] = lasting[i] if (words[i] & _CHOICE) < chosen else words[i]


@scalar
def _with_news(near: np.ndarray, who: np.ndarray) -> int:
    """List those one of whose ties has just gone, and take the news as read; returns how many."""
    eights = near[: near.size & ~7].view(np.uint64)
    count = 0
    for e in range(eights.size):
        if eights[e] & _FRESH_EIGHT != 0:
            count = _read_news(near, 8 * e, 8 * e + 8, who, count)
    return _read_news(near, 8 * eights.size, near.size, who, count)


@scalar
def _read_news(near: np.ndarray, first: int, end: int, who: np.ndarray, count: int) -> int:
    for i in range(first, end):
        # written in any case, as in `masks.ones`
        who[count] = i
        count += near[i] >> 7
        near[i] &= COUNT
    return count


@scalar
def _sieve(
    words: np.ndarray, flags: np.ndarray, hardship: np.ndarray, fraud: np.ndarray, outrage: np.ndarray,
    vote: np.ndarray, risk: np.ndarray, last: np.ndarray, now: np.ndarray, degree: np.ndarray, chance: np.ndarray,
    benefit: np.ndarray, cost: np.ndarray, stake: float, discontent: float, w: Weights, turn: int, mask: np.ndarray,
) -> None:
    """Leave marked whoever may go: adults whose draw lies below a bound of the logit, leaving out fear and fatigue.

    For t = -x > 0 the logistic of x lies below 1 / (1 + t + t^2/2 + t^3/6), as in `rules.choice.stays`.
    """
    per_temperature = 1.0 / w.temperature
    up = 1.0 + SLACK
    ill = _F(stake * discontent * per_temperature * PER_STEP * up)
    robbed = _F(stake * w.fraud * per_temperature * PER_STEP * PER_STEP * up)
    supporter = _F(w.supporter)
    stirred = _F(1.0 / 4096.0)
    drawn_last = _F(w.pull * w.memory * per_temperature * up)
    drawn_now = _F(w.pull * (1.0 - w.memory) * per_temperature * up)
    # whichever segment's numbers keep more: to choose for each person took longer than asking a few more
    against = _least(-max(benefit[0], benefit[1]) * per_temperature)
    risky = _F(min(cost[0], cost[1]) * per_temperature * PER_STEP * (1.0 - SLACK))
    # 24 bits of a draw are exact in 32-bit numbers
    live = _F(max(chance[0], chance[1]) * 16777216.0 * up)
    nothing = _F(0.0)
    one = _F(1.0)
    half = _F(0.5)
    sixth = _F(1.0 / 6.0)
    first = np.uint8(turn == 0)
    for i in range(flags.size):
        drawn = (drawn_last * _F(last[i]) + drawn_now * _F(now[i])) / _F(max(np.uint8(1), degree[i]))
        resented = _F(hardship[i]) * (ill + robbed * _F(fraud[i])) * (one + stirred * _F(outrage[i]))
        resented = resented * supporter if vote[i] == FOR_INCUMBENT else resented
        t = against + _F(risk[i]) * risky - resented - drawn
        t = t if t > nothing else nothing
        bound = one + t * (one + t * (half + t * sixth))
        # written so that what is no number (a huge t) keeps the mark
        stays = _F(np.int32(words[i] >> _EIGHT)) * bound >= live
        mask[i] = (mask[i] | first) & flags[i] & ADULT & (not stays)


@scalar
def _least(x: float) -> np.float32:
    """x as a 32-bit number that is certainly not above it."""
    return _F(x - abs(x) * SLACK - LEAST)

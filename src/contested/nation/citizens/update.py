"""Attitudes over a night: they fade, and what media told adds outrage and belief in fraud. One pass over everyone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import blocks
from contested.ground.compiled import parallel, pasted, prange
from contested.ground.exact import LARGEST, LEVELS_PER_ONE
from contested.nation.codes import ADULT, FOR_INCUMBENT, ONLINE
from contested.nation.params import NationParams


class Night(NamedTuple):
    """What one night does to everybody.

    Parameters
    ----------
    outrage, fear, fatigue : int
        What is left of each, in 65536ths.
    gain : int64 array of shape (places, segments)
        Outrage from what media tell, in levels.
    goal : int
        The belief in fraud that media tell, in 255ths.
    step : int64 array of shape (places,)
        The step towards it, in 256ths.
    """

    outrage: int
    fear: int
    fatigue: int
    gain: np.ndarray
    goal: int
    step: np.ndarray


def _retained(half_life: float) -> int:
    """What is left after a day, in 65536ths."""
    left: float = 0.5 ** (1.0 / half_life)
    return round(65536 * left)


def update(c: Columns, params: NationParams, tick: Tick) -> None:
    """Fade and learn; then means by place."""
    sums = np.zeros((len(c.block_place), 4), np.int64)
    _update(c, night(c, params), sums)
    average(c, sums)


def night(c: Columns, params: NationParams) -> Night:
    """What this night does to everybody."""
    p = params.citizens
    gain = np.clip(np.rint(c.media_shock * LEVELS_PER_ONE), 0, LARGEST).astype(np.int64)
    official = float(np.nan_to_num(c.election_official[0]))  # where nobody voted there is no share to doubt
    goal = round(255 * max(0.0, official - params.media.fraud_claim))
    announced = bool(c.election_announced[0])
    # without protocols nobody can add up what was cast, and independent media can but guess
    learning = params.media.fraud_learning * (1.0 if c.election_protocols[0] else params.media.fraud_unpublished)
    step = np.rint(256 * learning * c.media_open * announced).astype(np.int64)
    return Night(
        _retained(p.outrage_half_life), _retained(p.fear_half_life), _retained(p.fatigue_half_life), gain, goal, step
    )


def average(c: Columns, sums: np.ndarray) -> None:
    """Means by place from sums of outrage, fear, fraud and adults, an int64 array of shape (blocks, 4)."""
    places = len(c.citizens_mean_outrage)
    adults = np.maximum(1, blocks.sums(sums[:, 3], c.block_place, places))
    c.citizens_mean_outrage[:] = blocks.sums(sums[:, 0], c.block_place, places) / (adults * LEVELS_PER_ONE)
    c.citizens_mean_fear[:] = blocks.sums(sums[:, 1], c.block_place, places) / (adults * LEVELS_PER_ONE)
    c.citizens_mean_fraud[:] = blocks.sums(sums[:, 2], c.block_place, places) / (adults * 255)


@pasted
def overnight(
    who: int, voted: int, anger: int, worry: int, weary: int, doubt: int, keep_o: int, keep_f: int, keep_t: int,
    gain_off: int, gain_on: int, goal: int, pace: int,
) -> tuple[np.int64, np.int64, np.int64, np.int64, np.int64]:
    """One person's night: whether they are an adult, then outrage, fear, fatigue and belief in fraud on the morning."""
    adult = np.int64(who & ADULT)
    online = np.int64((who & ONLINE) >> 1)
    o = ((np.int64(anger) * keep_o) >> 16) + (gain_on if online else gain_off)
    o = min(o, np.int64(LARGEST)) * adult
    f = (np.int64(worry) * keep_f) >> 16
    t = (np.int64(weary) * keep_t) >> 16
    # those who voted for the incumbent do not take independent media's word on the count
    belief = np.int64(doubt)
    belief += (((goal - belief) * pace) >> 8) * online * (voted != FOR_INCUMBENT)
    return adult, o, f, t, belief


@parallel
def _update(c: Columns, tonight: Night, sums: np.ndarray) -> None:
    block_start, block_place, flags, vote = c.block_start, c.block_place, c.flags, c.election_vote
    outrage, fear, fatigue, fraud = c.citizens_outrage, c.citizens_fear, c.citizens_fatigue, c.citizens_fraud
    keep_o, keep_f, keep_t, gain, goal, step = tonight
    for b in prange(len(block_place)):
        p = block_place[b]
        gain_off = gain[p, 0]
        gain_on = gain[p, 1]
        pace = step[p]
        s_out = s_fear = s_fraud = s_adult = np.int64(0)
        lo = block_start[b]
        hi = block_start[b + 1]
        # slices, because only an index known not to be negative lets LLVM vectorise (13 times as fast)
        who = flags[lo:hi]
        voted = vote[lo:hi]
        anger = outrage[lo:hi]
        worry = fear[lo:hi]
        weary = fatigue[lo:hi]
        doubt = fraud[lo:hi]
        for i in range(len(who)):
            adult, o, f, t, belief = overnight(
                who[i], voted[i], anger[i], worry[i], weary[i], doubt[i], keep_o, keep_f, keep_t, gain_off, gain_on,
                goal, pace,
            )
            anger[i] = o
            worry[i] = f
            weary[i] = t
            doubt[i] = belief
            s_out += o
            s_fear += f * adult
            s_fraud += belief * adult
            s_adult += adult
        sums[b, 0] = s_out
        sums[b, 1] = s_fear
        sums[b, 2] = s_fraud
        sums[b, 3] = s_adult


PHASE = Phase(
    "attitudes", "citizens", update,
    reads=("block_start", "block_place", "flags", "election_vote", "election_official", "election_announced",
           "election_protocols",           "media_shock", "media_open"),
    writes=("citizens_outrage", "citizens_fear", "citizens_fatigue", "citizens_fraud", "citizens_mean_outrage",
            "citizens_mean_fear", "citizens_mean_fraud"),
    source="hess2006",
    meaning="outrage, fear and fatigue fade; media add outrage and doubts about the count",
)

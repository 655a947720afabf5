"""The decision to march. One draw a person and day, held through the day's rounds, so that pull can only add people.

Almost everybody is settled by the draw alone (it lies above the day's focal strength) without another byte being read;
later rounds look only at people one of whose ties has just gone. Both are exact, not approximations.
"""

from __future__ import annotations

import numpy as np

from contested.engine.phase import Phase
from contested.ground import streams
from contested.ground.compiled import parallel, prange, scalar, serial
from contested.ground.draws import TO_UNIT, below, fill
from contested.ground.levels import of_level
from contested.ground.ties import COUNT, FRESH, push_count
from contested.nation.codes import ADULT, FOR_INCUMBENT, HOME, ONLINE, OUT
from contested.rules.belief import half_full
from contested.rules.choice import acts, stays
from contested.rules.contact import chance_of_arrest
from contested.rules.net_risk import grievance

#: traits and beliefs are kept in 255ths
PER_STEP = 1.0 / 255.0


def mobilise(c, params, tick):
    """Play the day's rounds; leave the list of marchers and their number by place."""
    s, z = params.street, params.citizens
    benefit, cost = expectations(c, params)
    chance = c.opposition_call
    top = chance.max(axis=1)
    c.street_ties_now[:] = 0
    weights = np.array([
        1.0 - float(c.incumbent_legitimacy[0]), z.fraud_grievance, z.supporter_grievance, s.social_pull, s.memory,
        s.fatigue, s.temperature,
    ])
    counts = np.zeros(len(c.block_place), np.int64)
    fresh = np.zeros(len(c.block_place), np.int64)
    fill(tick.seed, streams.MOBILISE, tick.step, c.street_words)
    for turn in range(int(s.rounds)):
        decide(
            c.block_start, c.block_place, c.flags, c.hardship, c.risk_aversion, c.degree, c.citizens_status,
            c.citizens_outrage, c.citizens_fear, c.citizens_fatigue, c.citizens_fraud, c.election_vote,
            c.street_ties_last, c.street_ties_now, chance, top, benefit, cost, weights, c.street_words, turn,
            c.street_rows, counts, fresh,
        )
        if not fresh.any():
            break
        push_count(c.ties, c.street_rows, c.block_start, counts, fresh, c.street_ties_now)
    put_in_order(c.street_rows, c.block_start, counts)
    total = pack(c.street_rows, c.block_start, counts)
    by_place = np.bincount(c.block_place, weights=counts, minlength=len(c.street_crowd)).astype(np.int64)
    c.street_start[0] = 0
    np.cumsum(by_place, out=c.street_start[1:])
    c.street_crowd[:] = by_place * c.scale[0]
    c.street_called[:] = top
    c.street_tie_out[0] = tire(
        c.street_rows, total, c.street_ties_now, c.degree, c.citizens_fatigue, c.citizens_status
    )
    # a march is remembered where it was a large one, measured against how far calls reach there at all
    for p in np.nonzero((top > 0.0) & (top >= s.focal * c.place_reach))[0]:
        here = slice(c.place_start[p], c.place_start[p + 1])
        np.bitwise_and(c.street_ties_now[here], COUNT, out=c.street_ties_last[here])


def expectations(c, params):
    """Benefit (safety in numbers, less the cost of going) and perceived cost of risk, by place and segment.

    Returns
    -------
    (float64 array, float64 array), each of shape (places, segments)
        The second is for a person of full risk aversion.
    """
    benefit = np.empty_like(c.media_turnout)
    cost = np.empty_like(c.media_turnout)
    s, z = params.street, params.citizens
    reserve = params.patron.reserve_weight * float(c.patron_reserve[0]) / c.place_people.sum() * 1000.0
    _expect(
        c.place_people, c.opposition_call, c.media_turnout, c.media_arrests, c.media_violence, s.safety, s.safety_half,
        s.cost, z.severity, z.violence_severity, params.security.reach, reserve, benefit, cost,
    )
    return benefit, cost


@serial
def _expect(
    people, call, turnout, arrests, violence, safety, safety_half, toll, severity, violence_severity, reach, reserve,
    benefit, cost,
):
    for p in range(len(people)):
        for g in range(2):
            crowd = turnout[p, g] * call[p, g]
            benefit[p, g] = safety * half_full(crowd / people[p], safety_half) - toll
            risk = chance_of_arrest(crowd, arrests[p, g], reach)
            cost[p, g] = severity * risk * (1.0 + violence_severity * violence[p, g]) + reserve


@scalar
def goes(u, chance, resentment, risk, dread, fatigue, last, now, ties, benefit, cost, w):
    """Whether a person marches, given their draw and what they resent."""
    pull = 0.0
    if ties > 0:
        pull = w[3] * (w[4] * last + (1.0 - w[4]) * now) / ties
    against = risk * PER_STEP * (cost + dread) + w[5] * of_level(fatigue)
    return acts(u, chance, resentment + pull + benefit, against, w[6])


@parallel
def decide(
    block_start, block_place, flags, hardship, risk_aversion, degree, status, outrage, fear, fatigue, fraud, vote, last,
    now, chance, top, benefit, cost, w, words, turn, rows, counts, fresh,
):
    """One round: add the rows of those who newly go to their block's list in `rows`."""
    most_pull = w[3] * 1.000001  # a hair above what rounding can make of all ties going
    for b in prange(len(block_place)):
        p = block_place[b]
        lo = block_start[b]
        hi = block_start[b + 1]
        settled = below(top[p])
        found = counts[b]
        # slices, because only an index known not to be negative lets LLVM vectorise
        seen = 1
        if turn > 0:
            seen = 0
            for x in now[lo:hi]:
                seen |= x & FRESH
        if settled > 0 and seen != 0:
            first = lo >> 2
            end = (hi + 3) >> 2
            w0 = words[0, first:end]
            w1 = words[1, first:end]
            w2 = words[2, first:end]
            w3 = words[3, first:end]
            near = now[4 * first : 4 * end]
            for q in range(end - first):
                row = 4 * (first + q)
                # later rounds concern few: look at their ties before the draws, a quarter of the bytes
                if turn > 0 and 4 * q + 4 <= len(near):
                    seen = near[4 * q] | near[4 * q + 1] | near[4 * q + 2] | near[4 * q + 3]
                    if seen & FRESH == 0:
                        continue
                if min(min(w0[q], w1[q]), min(w2[q], w3[q])) >= settled:
                    continue
                for lane in range(4):
                    word = w0[q] if lane == 0 else (w1[q] if lane == 1 else (w2[q] if lane == 2 else w3[q]))
                    i = row + lane
                    if word >= settled or i < lo or i >= hi:
                        continue
                    if turn > 0:
                        if now[i] & FRESH == 0:
                            continue
                        now[i] &= COUNT
                    if flags[i] & ADULT == 0:
                        continue
                    g = (flags[i] & ONLINE) >> 1
                    u = word * TO_UNIT
                    resented = grievance(
                        hardship[i] * PER_STEP, w[0], fraud[i] * PER_STEP, w[1], of_level(outrage[i])
                    )
                    resented *= w[2] if vote[i] == FOR_INCUMBENT else 1.0
                    # most people would stay in even without risk and with everybody they know out: for them six
                    # columns are read and not twelve
                    if stays(u, chance[p, g], resented + most_pull + benefit[p, g], 0.0, w[6]) or status[i] != HOME:
                        continue
                    if goes(
                        u, chance[p, g], resented, risk_aversion[i], of_level(fear[i]), fatigue[i], last[i], now[i],
                        degree[i], benefit[p, g], cost[p, g], w,
                    ):
                        status[i] = OUT
                        rows[lo + found] = i
                        found += 1
        fresh[b] = found - counts[b]
        counts[b] = found


@parallel
def put_in_order(rows, block_start, counts):
    """Sort each block's list, so that marchers stand in the order of rows whatever round they joined in."""
    for b in prange(len(counts)):
        rows[block_start[b] : block_start[b] + counts[b]].sort()


@serial
def pack(rows, block_start, counts):
    """Close the gaps between the blocks' lists; returns how many rows there are."""
    to = 0
    for b in range(len(counts)):
        lo = block_start[b]
        for k in range(counts[b]):
            rows[to] = rows[lo + k]
            to += 1
    return to


@serial
def tire(rows, total, now, degree, fatigue, status):
    """Add one time out to every marcher's fatigue and send them home; returns the part of their ties who march too.

    From here on marchers are those in `rows`: who is not taken in, hurt or killed by the phases that follow is at home.
    """
    out = 0
    ties = 0
    for k in range(total):
        i = rows[k]
        status[i] = HOME
        fatigue[i] = min(65535, np.int64(fatigue[i]) + 4096)
        out += now[i] & COUNT
        ties += degree[i]
    return out / ties if ties > 0 else 0.0


PHASE = Phase(
    "mobilisation", "street", mobilise,
    reads=("block_start", "block_place", "place_start", "place_people", "place_reach", "scale", "flags", "hardship",
           "risk_aversion", "degree", "ties", "citizens_outrage", "citizens_fear", "citizens_fraud",
           "election_vote", "opposition_call", "media_turnout", "media_arrests", "media_violence",
           "incumbent_legitimacy", "patron_reserve"),
    writes=("citizens_status", "citizens_fatigue", "street_ties_last", "street_ties_now", "street_rows",
            "street_words", "street_start", "street_crowd", "street_called", "street_tie_out"),
    source="granovetter1978",
    meaning="people decide to march, in rounds of seeing who among their ties goes",
)

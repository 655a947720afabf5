"""The day's rounds of mobilisation on the device; the list of marchers comes home in the order of rows.

In later rounds everybody is asked who has a tie out, be it news or not: who stayed stays where nothing is new.
"""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns
from contested.ground import streams
from contested.ground.compiled import scalar
from contested.ground.device import cuda, kernel, upload
from contested.ground.draws import four
from contested.ground.exact import LARGEST, LEVELS_PER_ONE, of_level
from contested.ground.ties import COUNT
from contested.nation.codes import ADULT, HOME, ONLINE, OUT
from contested.nation.device.people import People
from contested.nation.params import NationParams
from contested.nation.street.decide import WORDS, Weights, goes, readiness, resents
from contested.nation.street.mobilise import by_place, count_participants, prospects_of, remembered, weights_of


def mobilise(people: People, c: Columns, params: NationParams, tick: Tick) -> None:
    """`street.mobilise`."""
    prospects = prospects_of(c, params, tick.step)
    top, weights = prospects.top, weights_of(params)
    chance, highest, benefit, cost, stake, discontent = (upload(x) for x in prospects)
    _clear.over(people.now.size, people.now)
    counts, pushed = people.lists()
    for turn in range(int(params.street.rounds)):
        _decide(
            people.blocks, people.block_start, people.block_place, people.flags, people.hardship, people.risk_aversion,
            people.degree, people.citizens_status, people.feelings, people.citizens_fatigue, people.citizens_fraud,
            people.election_vote, people.street_ties_last, people.now, chance, highest, benefit, cost,
            stake, discontent, weights,
            tick.seed, tick.step, turn, people.rows, counts,
        )
        _push(people.blocks, people.block_start, people.ties, people.rows, counts, pushed, people.now)
    counts = counts.copy_to_host()
    by_place(c, counts, top)
    total = int(counts.sum())
    c.street_tie_out[0] = 0.0
    if total > 0:
        marchers = people.in_order(counts)
        c.street_rows[:total] = marchers.copy_to_host()
        ties = upload(np.zeros(2, np.int64))
        _tire.over(
            total, marchers, people.now, people.degree, people.citizens_fatigue, people.citizens_status, ties
        )
        out, of = ties.copy_to_host()
        c.street_tie_out[0] = out / of if of > 0 else 0.0
    count_participants(c.street_rows, c.street_start, float(c.scale[0]), c.street_ever, c.street_participants)
    large = remembered(c, params, top)
    if large.any():
        _remember(
            people.blocks, people.block_start, people.block_place, upload(large.astype(np.uint8)), people.now,
            people.street_ties_last,
        )


@scalar
def _lane(draws: tuple[float, float, float, float], lane: int) -> float:
    return draws[0] if lane == 0 else (draws[1] if lane == 1 else (draws[2] if lane == 2 else draws[3]))


@kernel
def _clear(words: np.ndarray) -> None:
    for k in range(cuda.grid(1), words.size, cuda.gridsize(1)):
        words[k] = np.uint32(0)


@kernel
def _decide(
    block_start: np.ndarray, block_place: np.ndarray, flags: np.ndarray, hardship: np.ndarray,
    risk_aversion: np.ndarray, degree: np.ndarray, status: np.ndarray, feelings: np.ndarray, fatigue: np.ndarray,
    fraud: np.ndarray, vote: np.ndarray, last: np.ndarray, now: np.ndarray, chance: np.ndarray, top: np.ndarray,
    benefit: np.ndarray, cost: np.ndarray, stake: np.ndarray, discontent: np.ndarray, w: Weights, seed: int, day: int,
    turn: int, rows: np.ndarray, counts: np.ndarray,
) -> None:
    """One round of `street.decide`, four neighbouring rows a thread: they share a block of draws and a word."""
    b = cuda.blockIdx.x
    p = block_place[b]
    lo = block_start[b]
    hi = block_start[b + 1]
    if top[p] <= 0.0:
        return
    for quad in range((lo >> 2) + cuda.threadIdx.x, (hi + 3) >> 2, cuda.blockDim.x):
        near = np.int64(now[quad])
        if turn > 0 and near == 0:
            continue
        draws = four(seed, streams.MOBILISE, quad, day, 0)
        lasting = four(seed, streams.DISPOSITION, quad, 0, 0)
        for lane in range(4):
            i = 4 * quad + lane
            if i < lo or i >= hi:
                continue
            seen = int((near >> (8 * lane)) & COUNT)
            if turn > 0 and seen == 0:
                continue
            u = readiness(np.uint32(_lane(draws, lane) * WORDS), np.uint32(_lane(lasting, lane) * WORDS), w.persistence)
            if u >= top[p] or flags[i] & ADULT == 0 or status[i] != HOME:
                continue
            g = (flags[i] & ONLINE) >> 1
            felt = feelings[i]
            resented = resents(hardship[i], fraud[i], felt & np.uint32(0xFFFF), vote[i], discontent[p], w)
            if goes(
                u, chance[p, g], stake[p, g] * resented, risk_aversion[i], of_level(felt >> np.uint32(16)), fatigue[i],
                last[i], seen, degree[i], benefit[p, g], cost[p, g], w,
            ):
                status[i] = OUT
                rows[lo + cuda.atomic.add(counts, b, 1)] = i


@kernel
def _push(
    block_start: np.ndarray, ties: np.ndarray, rows: np.ndarray, counts: np.ndarray, pushed: np.ndarray,
    now: np.ndarray,
) -> None:
    """Tell the ties of those who joined a block's list since it was last told."""
    b = cuda.blockIdx.x
    first = pushed[b]
    end = counts[b]
    columns = ties.shape[1]
    for k in range(cuda.threadIdx.x, (end - first) * columns, cuda.blockDim.x):
        j = ties[rows[block_start[b] + first + k // columns], k % columns]
        if j >= 0:
            # no count can pass its byte: nobody has more ties than there are columns (`people.People`)
            cuda.atomic.add(now, j >> 2, np.uint32(1) << np.uint32(8 * (j & 3)))
    cuda.syncthreads()
    if cuda.threadIdx.x == 0:
        pushed[b] = end


@kernel
def _tire(
    marchers: np.ndarray, now: np.ndarray, degree: np.ndarray, fatigue: np.ndarray, status: np.ndarray,
    ties: np.ndarray,
) -> None:
    out = of = np.int64(0)
    for k in range(cuda.grid(1), marchers.size, cuda.gridsize(1)):
        i = marchers[k]
        status[i] = HOME
        fatigue[i] = min(LARGEST, np.int64(fatigue[i]) + LEVELS_PER_ONE)
        out += (np.int64(now[i >> 2]) >> (8 * (i & 3))) & COUNT
        of += np.int64(degree[i])
    cuda.atomic.add(ties, 0, out)
    cuda.atomic.add(ties, 1, of)


@kernel
def _remember(
    block_start: np.ndarray, block_place: np.ndarray, large: np.ndarray, now: np.ndarray, last: np.ndarray,
) -> None:
    b = cuda.blockIdx.x
    if large[block_place[b]] == 1:
        for i in range(block_start[b] + cuda.threadIdx.x, block_start[b + 1], cuda.blockDim.x):
            last[i] = (np.int64(now[i >> 2]) >> (8 * (i & 3))) & COUNT

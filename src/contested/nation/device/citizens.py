"""A night's attitudes of everybody, and the news of the day, on the device."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns
from contested.ground.device import cuda, kernel, upload
from contested.ground.exact import LARGEST, to_level
from contested.nation.citizens.update import average, night, overnight
from contested.nation.codes import ADULT, DEAD, HURT
from contested.nation.device.people import People
from contested.nation.params import NationParams


def attitudes(people: People, c: Columns, params: NationParams, tick: Tick) -> None:
    """`citizens.update`."""
    keep_o, keep_f, keep_t, gain, goal, step = night(c, params)
    sums = upload(np.zeros((people.blocks, 4), np.int64))
    _attitudes(
        people.blocks, people.block_start, people.block_place, people.flags, people.election_vote, people.feelings,
        people.citizens_fatigue, people.citizens_fraud, (keep_o, keep_f, keep_t), upload(gain), goal, upload(step),
        sums,
    )
    average(c, sums.copy_to_host())


@kernel
def _attitudes(
    block_start: np.ndarray, block_place: np.ndarray, flags: np.ndarray, vote: np.ndarray, feelings: np.ndarray,
    fatigue: np.ndarray, fraud: np.ndarray, keep: tuple[int, int, int], gain: np.ndarray, goal: int, step: np.ndarray,
    sums: np.ndarray,
) -> None:
    b = cuda.blockIdx.x
    p = block_place[b]
    s_out = s_fear = s_fraud = s_adult = np.int64(0)
    for i in range(block_start[b] + cuda.threadIdx.x, block_start[b + 1], cuda.blockDim.x):
        felt = feelings[i]
        adult, o, f, t, belief = overnight(
            flags[i], vote[i], felt & np.uint32(0xFFFF), felt >> np.uint32(16), fatigue[i], fraud[i], keep[0], keep[1],
            keep[2], gain[p, 0], gain[p, 1], goal, step[p],
        )
        feelings[i] = o | (f << 16)
        fatigue[i] = t
        fraud[i] = belief
        s_out += o
        s_fear += f * adult
        s_fraud += belief * adult
        s_adult += adult
    cuda.atomic.add(sums, (b, 0), s_out)
    cuda.atomic.add(sums, (b, 1), s_fear)
    cuda.atomic.add(sums, (b, 2), s_fraud)
    cuda.atomic.add(sums, (b, 3), s_adult)


def news(people: People, c: Columns, params: NationParams, tick: Tick) -> None:
    """`ties.carry`. Additions that stop at the largest level and take nothing away come to the same in any order."""
    z = params.citizens
    marchers = c.street_rows[: int(c.street_start[-1])]
    became = c.citizens_status[marchers]
    told = (
        (c.security_taken[: int(c.security_taken_count[0])], z.arrest_outrage, z.arrest_fear),
        (c.detention_telling[: int(c.detention_telling_count[0])], z.testimony_outrage, 0.0),
        (marchers[(became == HURT) | (became == DEAD)], z.injury_outrage, z.arrest_fear),
    )
    rows = np.concatenate([of for of, _, _ in told])
    if len(rows) == 0:
        c.ties_reached[0] = 0.0
        return
    gains = [np.full(len(of), to_level(o) | to_level(f) << 16, np.uint32) for of, o, f in told]
    reached = upload(np.zeros(1, np.int64))
    _news.over(
        len(rows) * c.ties.shape[1], people.ties, people.flags, upload(rows), upload(np.concatenate(gains)),
        people.feelings, reached,
    )
    c.ties_reached[0] = reached.copy_to_host()[0] * c.scale[0]


@kernel
def _news(
    ties: np.ndarray, flags: np.ndarray, rows: np.ndarray, gains: np.ndarray, feelings: np.ndarray, reached: np.ndarray,
) -> None:
    columns = ties.shape[1]
    found = 0
    for k in range(cuda.grid(1), rows.size * columns, cuda.gridsize(1)):
        j = ties[rows[k // columns], k % columns]
        if j >= 0 and flags[j] & ADULT:
            found += 1
            gain = np.int64(gains[k // columns])
            seen = feelings[j]
            while True:
                o = min(np.int64(LARGEST), (np.int64(seen) & 65535) + (gain & 65535))
                f = min(np.int64(LARGEST), (np.int64(seen) >> 16) + (gain >> 16))
                held = cuda.atomic.cas(feelings, j, seen, np.uint32(o | (f << 16)))
                if held == seen:
                    break
                seen = held
    if found > 0:
        cuda.atomic.add(reached, 0, found)

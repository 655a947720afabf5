"""Who strikes, on the device; plants and managements respond on the host."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns
from contested.ground import streams
from contested.ground.device import cuda, kernel, upload
from contested.ground.draws import four
from contested.nation.codes import EMPLOYED, HOME, NAMED, ONLINE
from contested.nation.device.people import People
from contested.nation.params import NationParams
from contested.nation.workplaces.strike import Weights, causes, respond, walks_out


def strikes(people: People, c: Columns, params: NationParams, tick: Tick) -> None:
    """`workplaces.strike`."""
    called = c.opposition_strike_call
    counts = np.zeros(people.blocks, np.int64)
    if called.max() > 0.0:
        weights, why = causes(c, params)
        lengths, _ = people.lists()
        _decide(
            people.blocks, people.block_start, people.block_place, people.flags, people.workplace,
            people.workplaces_job, people.hardship, people.risk_aversion, people.citizens_status, people.feelings,
            people.citizens_fraud, people.election_vote, people.workplace_size, upload(c.workplaces_strikers),
            upload(c.workplaces_reprisal), upload(called), upload(why.street),
            upload(why.discontent), upload(why.stake), weights, tick.seed, people.rows, lengths,
        )
        counts = lengths.copy_to_host()
    total = int(counts.sum())
    if total > 0:
        c.workplaces_rows[:total] = people.in_order(counts).copy_to_host()
    strikers = c.workplaces_rows[:total]
    respond(c, params, tick, np.cumsum(counts) - counts, c.workplaces_rows, counts)
    # nobody who was dismissed before strikes
    gone = strikers[c.workplaces_job[strikers] == 1]
    if len(gone):
        _dismiss.over(len(gone), upload(gone), people.workplaces_job)


@kernel
def _decide(
    block_start: np.ndarray, block_place: np.ndarray, flags: np.ndarray, workplace: np.ndarray, dismissed: np.ndarray,
    hardship: np.ndarray, risk: np.ndarray, status: np.ndarray, feelings: np.ndarray, fraud: np.ndarray,
    vote: np.ndarray, size: np.ndarray, strikers: np.ndarray, reprisal: np.ndarray, called: np.ndarray,
    street: np.ndarray, discontent: np.ndarray, stake: np.ndarray, w: Weights, seed: int, rows: np.ndarray,
    counts: np.ndarray,
) -> None:
    b = cuda.blockIdx.x
    p = block_place[b]
    lo = block_start[b]
    hi = block_start[b + 1]
    if called[p] <= 0.0:
        return
    for quad in range((lo >> 2) + cuda.threadIdx.x, (hi + 3) >> 2, cuda.blockDim.x):
        draws = four(seed, streams.STRIKE, quad, 0, 0)
        for lane in range(4):
            i = 4 * quad + lane
            u = draws[0] if lane == 0 else (draws[1] if lane == 1 else (draws[2] if lane == 2 else draws[3]))
            if i < lo or i >= hi or u >= called[p] or flags[i] & EMPLOYED == 0:
                continue
            live = called[p] * w.other_reach if flags[i] & NAMED == 0 else called[p]
            if u >= live or dismissed[i] == 1 or status[i] != HOME:
                continue
            plant = workplace[i]
            g = (flags[i] & ONLINE) >> 1
            if walks_out(
                u, live, hardship[i], fraud[i], feelings[i] & np.uint32(0xFFFF), vote[i], risk[i], strikers[plant],
                size[plant], reprisal[plant], street[p], discontent[p], stake[p, g], w,
            ):
                rows[lo + cuda.atomic.add(counts, b, 1)] = i


@kernel
def _dismiss(rows: np.ndarray, dismissed: np.ndarray) -> None:
    """What `respond` did to these people on the host."""
    for k in range(cuda.grid(1), rows.size, cuda.gridsize(1)):
        dismissed[rows[k]] = 1

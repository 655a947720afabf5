"""Which columns live on the device, how they get there and how they come home.

What everybody has and nothing changes goes up once and serves every replicate. Of what changes the device holds the
truth, but for `citizens_status` and `workplaces_job`: few change a day, in phases that the host plays, so the host's
are always right and the device is told who changed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from contested.engine.model import State
from contested.ground.blocks import BLOCK_ROWS
from contested.ground.device import cuda, kernel, refuse_unless_it_fits, room, upload
from contested.ground.errors import BrokenInvariant
from contested.ground.ties import COUNT

STATIC = (
    "flags", "hardship", "risk_aversion", "degree", "workplace", "ties", "block_start", "block_place", "station_start",
    "station_place", "workplace_size",
)
#: changed by the host
BY_HOST = ("citizens_status", "workplaces_job")
#: changed by the device
BY_DEVICE = ("citizens_fatigue", "citizens_fraud", "election_vote", "street_ties_last")
#: two columns of 16 bits that the device holds as one of 32: news adds to both in one atomic step
LOW, HIGH = "citizens_outrage", "citizens_fear"


class People:
    """Columns of one state's people on the device, each an attribute of its name.

    `feelings` holds outrage in its low 16 bits and fear in the high ones; `now` four people's counts of ties out in a
    word, person i's in byte i & 3; `rows` each block's list of those who act, from block_start[b] on.
    """

    def __init__(self, state: State) -> None:
        n, blocks = len(state["flags"]), len(state["block_place"])
        self.rows_in_all, self.blocks, self.stations = n, blocks, len(state["station_place"])
        columns = state["ties"].shape[1]
        if columns > COUNT:
            raise BrokenInvariant(f"a count of at most {COUNT} ties cannot hold {columns} of them on the device.")
        everybody = (*STATIC, *BY_HOST, *BY_DEVICE)
        refuse_unless_it_fits(sum(state[name].nbytes for name in everybody) + (4 + 1 + 4 + 4) * n)
        self._static = {name: state[name] for name in STATIC}
        self._columns = {name: upload(state[name]) for name in everybody}
        self.feelings = room(n, np.uint32)
        self.now = room((n + 3) // 4, np.uint32)
        self.rows, self.ordered = room(n, np.int32), room(n, np.int32)

    def __getattr__(self, name: str) -> Any:
        """A column on the device."""
        try:
            return self.__dict__["_columns"][name]
        except KeyError:
            raise AttributeError(name) from None

    def same(self, state: State) -> bool:
        """Whether a state has these static columns, the arrays themselves."""
        return all(state[name] is array for name, array in self._static.items())

    def enter(self, state: State) -> None:
        """Copy a state's changing columns to the device."""
        for name in (*BY_HOST, *BY_DEVICE):
            self._columns[name].copy_to_device(state[name])
        self.feelings.copy_to_device(state[LOW] | state[HIGH].astype(np.uint32) << np.uint32(16))

    def leave(self, state: State) -> None:
        """Copy the device's columns into the state's arrays."""
        for name in BY_DEVICE:
            self._columns[name].copy_to_host(state[name])
        felt = self.feelings.copy_to_host()
        state[LOW][:] = felt & np.uint32(0xFFFF)
        state[HIGH][:] = felt >> np.uint32(16)

    def send_status(self, rows: np.ndarray, status: np.ndarray) -> None:
        """Tell the device what these people are doing now."""
        if len(rows):
            _scatter.over(len(rows), upload(rows), upload(status[rows]), self.citizens_status)

    def lists(self) -> tuple[Any, Any]:
        """Lengths of the blocks' lists in `rows`, all empty, and how much of each was told to ties."""
        return upload(np.zeros(self.blocks, np.int64)), upload(np.zeros(self.blocks, np.int64))

    def in_order(self, counts: np.ndarray) -> Any:
        """The blocks' lists, of these lengths, as one list in the order of rows; on the device."""
        starts = np.cumsum(counts) - counts
        _put_in_order(self.blocks, self.block_start, self.rows, upload(counts), upload(starts), self.ordered)
        return self.ordered[: int(counts.sum())]


@kernel
def _scatter(rows: np.ndarray, values: np.ndarray, column: np.ndarray) -> None:
    for k in range(cuda.grid(1), rows.size, cuda.gridsize(1)):
        column[rows[k]] = values[k]


_WORDS = BLOCK_ROWS // 32


@kernel
def _put_in_order(
    block_start: np.ndarray, rows: np.ndarray, counts: np.ndarray, starts: np.ndarray, ordered: np.ndarray,
) -> None:
    """Mark a block's rows in a bitmap, then read it out: each thread a stretch, after counting what comes before."""
    b = cuda.blockIdx.x
    lo = block_start[b]
    marks = cuda.shared.array(_WORDS, np.uint32)
    for w in range(cuda.threadIdx.x, _WORDS, cuda.blockDim.x):
        marks[w] = np.uint32(0)
    cuda.syncthreads()
    for k in range(cuda.threadIdx.x, counts[b], cuda.blockDim.x):
        at = rows[lo + k] - lo
        cuda.atomic.or_(marks, at >> 5, np.uint32(1) << np.uint32(at & 31))
    cuda.syncthreads()
    stretch = (_WORDS + cuda.blockDim.x - 1) // cuda.blockDim.x
    first = cuda.threadIdx.x * stretch
    to = starts[b]
    for w in range(min(first, _WORDS)):
        to += cuda.popc(marks[w])
    for w in range(first, min(first + stretch, _WORDS)):
        for bit in range(32):
            if (marks[w] >> np.uint32(bit)) & np.uint32(1):
                ordered[to] = lo + 32 * w + bit
                to += 1

"""Blocks cover every row once and never cross a group's border."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.ground.blocks import cut, sums

SIZES = st.lists(st.integers(0, 50), min_size=1, max_size=12)


def _starts(sizes):
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


@given(SIZES, st.integers(1, 20))
@settings(deadline=None)
def test_blocks_cover_all_rows_in_order_and_stay_in_one_group(sizes, rows):
    starts = _starts(sizes)
    block_start, block_group = cut(starts, rows)
    lengths = np.diff(block_start)
    assert block_start[0] == 0
    assert block_start[-1] == starts[-1]
    assert len(lengths) == len(block_group)
    assert ((lengths > 0) & (lengths <= rows)).all()
    assert (block_start[:-1] >= starts[block_group]).all()
    assert (block_start[1:] <= starts[block_group + 1]).all()


@given(SIZES, st.integers(1, 20), st.data())
@settings(deadline=None)
def test_sums_by_block_are_sums_by_group(sizes, rows, data):
    starts = _starts(sizes)
    of_row = data.draw(st.lists(st.integers(-9, 9), min_size=int(starts[-1]), max_size=int(starts[-1])))
    block_start, block_group = cut(starts, rows)
    by_block = np.array([sum(of_row[a:b]) for a, b in pairwise(block_start)], np.int64)
    want = [sum(of_row[a:b]) for a, b in pairwise(starts)]
    assert sums(by_block, block_group, len(sizes)).tolist() == want

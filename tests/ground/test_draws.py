"""A draw belongs to (seed, stream, row, day, draw) and to nothing else."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from contested.ground import streams
from contested.ground.draws import TO_UNIT, below, fill, four, member_seed, normal, uniform, words_of
from tests.laws import assert_law, uniform_cdf

MANY = 500_000
SEEDS = st.integers(0, 2**63 - 1)
WORDS = st.integers(0, 2**32 - 1)


def _rows(seed: int, stream: int, day: int, rows: int = MANY) -> np.ndarray:
    """The uniforms of rows 0, 1, 2, ..."""
    words = np.empty((4, (rows + 3) // 4), np.uint32)
    fill(seed, stream, day, words)
    return words.T.reshape(-1)[:rows] * TO_UNIT


@given(SEEDS, st.integers(0, 200), st.integers(0, 3000), st.integers(1, 4 * 4096 + 9), st.data())
@settings(max_examples=60, deadline=None)
def test_filling_everyones_words_and_asking_for_one_agree(seed, stream, day, rows, data):
    filled = _rows(seed, stream, day, rows)
    row = data.draw(st.integers(0, rows - 1))
    assert filled[row] == uniform(seed, stream, row, day, 0)


@given(SEEDS, st.integers(0, 200), st.integers(0, 3000), st.integers(0, 50), st.integers(0, 5000), st.integers(1, 300))
@settings(deadline=None)
def test_a_stretchs_words_are_its_rows_words_wherever_it_begins(seed, stream, day, draw, lo, length):
    words = words_of(seed, stream, day, draw, lo, lo + length)
    assert words.shape == (length,)
    assert [w * TO_UNIT for w in words] == [uniform(seed, stream, row, day, draw) for row in range(lo, lo + length)]


@given(SEEDS, st.integers(0, 200), st.integers(0, 2**31 - 4), st.integers(0, 3000), st.integers(0, 50))
@settings(deadline=None)
def test_the_four_lanes_of_a_block_are_its_four_rows(seed, stream, quad, day, draw):
    lanes = four(seed, stream, quad, day, draw)
    assert lanes == tuple(uniform(seed, stream, 4 * quad + lane, day, draw) for lane in range(4))
    assert all(0.0 <= u < 1.0 for u in lanes)


@given(st.integers(0, 2**63 - 2), st.tuples(*[st.integers(0, 2**20)] * 4), st.integers(0, 4))
@settings(deadline=None)
def test_a_change_in_any_part_of_the_key_is_another_number(seed, rest, which):
    key = [seed, *rest]
    other = list(key)
    other[which] += 1
    assert four(*key) != four(*other)


def test_draws_over_people_are_uniform():
    assert_law(_rows(7, streams.MOBILISE, 3), uniform_cdf, detects=0.01)


def test_draws_over_days_are_uniform():
    over = np.fromiter((uniform(7, streams.MOBILISE, 5, day, 0) for day in range(MANY)), float, MANY)
    assert_law(over, uniform_cdf, detects=0.01)


@pytest.mark.parametrize(
    "other", [(8, 10, 3, 0), (7, 11, 3, 0), (7, 10, 4, 0), (7, 10, 3, 1)],
    ids=["seed", "stream", "day", "neighbour"],
)
def test_two_draws_of_a_person_are_independent(other):
    """Both fall into each of 16 x 16 cells alike, across seeds, streams, days and people."""
    seed, stream, day, shift = other
    one = _rows(7, streams.MOBILISE, 3, MANY + 8)
    two = _rows(seed, stream, day, MANY + 8)
    cell = np.floor(16 * one[:MANY]) * 16 + np.floor(16 * two[shift : MANY + shift])
    assert_law(cell, lambda x: np.clip(np.floor(x) + 1, 0, 256) / 256, detects=0.01)


def test_normals_are_normal():
    """Twelve uniforms less six differ from the normal law by 0.0023 at most, which this cannot see."""
    sample = np.fromiter((normal(7, streams.LOYALTY, row, 3, 0) for row in range(MANY)), float, MANY)
    assert_law(sample, norm.cdf, detects=0.012)


def test_successive_normals_of_a_row_share_no_uniform():
    a = np.array([normal(7, streams.STATION_REPORT, row, 0, 1) for row in range(4000)])
    b = np.array([normal(7, streams.STATION_REPORT, row, 0, 2) for row in range(4000)])
    assert abs(np.corrcoef(a, b)[0, 1]) < 6.2 / math.sqrt(4000)  # six sigma and a bit: one key in 10^9


@given(WORDS, st.floats(-0.5, 1.5))
@settings(deadline=None)
def test_a_word_is_below_a_chance_exactly_when_its_uniform_is(word, chance):
    assert (word < int(below(chance))) == (word * TO_UNIT < chance)


@given(WORDS, st.integers(-1, 1))
@settings(deadline=None)
def test_a_word_is_below_its_own_uniform_never_and_below_the_next_always(word, step):
    chance = word * TO_UNIT
    chance = math.nextafter(chance, math.inf) if step > 0 else chance
    assert (word < int(below(chance))) == (step > 0)


def test_the_first_replicate_keeps_the_seed_and_no_two_replicates_share_one():
    seeds = [member_seed(7, r) for r in range(2000)]
    assert seeds[0] == 7
    assert len(set(seeds)) == len(seeds)
    assert all(0 <= s < 2**63 for s in seeds)
    assert not set(seeds[1:]) & {member_seed(8, r) for r in range(2000)}

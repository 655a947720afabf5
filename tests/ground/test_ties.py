"""Matched ties are mutual, stay in their group, and nobody is tied to themselves."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.ground import ties

SIZES = st.lists(st.integers(0, 60), min_size=1, max_size=8)
SEED = st.integers(0, 2**63 - 1)


def _starts(sizes):
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _assert_matching(column, group):
    """One column of a table of ties: a matching inside groups with at most one left over in each."""
    row = np.arange(len(column))
    tied = column >= 0
    assert (column[tied] != row[tied]).all()
    assert (column[column[tied]] == row[tied]).all()
    assert (group[column[tied]] == group[tied]).all()
    for g in np.unique(group):
        assert (~tied & (group == g)).sum() == (group == g).sum() % 2


@given(SIZES, SEED, st.integers(0, 3))
@settings(deadline=None, max_examples=50)
def test_rows_are_matched_inside_their_group(sizes, seed, turn):
    starts = _starts(sizes)
    table = np.full((starts[-1], 2), -1, np.int32)
    ties.match_rows(table, 1, starts, seed, 106, turn)
    assert (table[:, 0] == -1).all()
    _assert_matching(table[:, 1], np.repeat(np.arange(len(sizes)), sizes))


@given(SIZES, SEED)
@settings(deadline=None, max_examples=50)
def test_members_are_matched_inside_their_list_and_nobody_else_is(sizes, seed):
    starts = _starts(sizes)
    n = 2 * int(starts[-1]) + 1
    members = np.random.default_rng(seed % 2**32).permutation(n)[: starts[-1]].astype(np.int32)
    table = np.full((n, 1), -1, np.int32)
    ties.match_members(table, 0, members, starts, seed, 107, 0)
    outside = np.setdiff1d(np.arange(n), members)
    assert (table[outside, 0] == -1).all()
    position = np.full(n, -1)
    position[members] = np.arange(len(members))
    column = table[members, 0]
    _assert_matching(np.where(column >= 0, position[column], -1), np.repeat(np.arange(len(sizes)), sizes))


@given(st.integers(1, 500), SEED)
@settings(deadline=None, max_examples=50)
def test_everyone_is_matched(n, seed):
    table = np.full((n, 1), -1, np.int32)
    ties.match_everyone(table, 0, seed, 108, 0)
    _assert_matching(table[:, 0], np.zeros(n, int))


@given(st.integers(1, 200), st.integers(0, 5), SEED)
@settings(deadline=None, max_examples=30)
def test_degree_is_the_number_of_ties(n, columns, seed):
    table = np.full((n, columns), -1, np.int32)
    for k in range(columns):
        ties.match_everyone(table, k, seed, 108, k)
    degree = np.empty(n, np.uint8)
    ties.count_ties(table, degree)
    assert (degree == (table >= 0).sum(axis=1)).all()
    assert degree.sum() == columns * (n - n % 2)


def test_pushing_adds_one_to_every_tie_of_the_newcomers_and_marks_it_fresh():
    """Two blocks: rows 0 to 1 with both listed and one of them new, rows 2 to 3 with one listed and new."""
    table = np.array([[1, 2], [0, -1], [0, 3], [2, -1]], np.int32)
    tally = np.array([0, 126, 127, 7], np.uint8)
    rows = np.array([1, 0, 2, 99], np.int32)
    counts, fresh = np.array([2, 1]), np.array([1, 1])  # rows 0 and 2 are new, row 1 is not
    ties.push_count(table, rows, np.array([0, 2, 4]), counts, fresh, tally)
    assert (tally & ties.COUNT).tolist() == [1, 127, 127, 8]
    assert (tally & ties.FRESH > 0).all()


def test_pushing_nobody_changes_nothing():
    tally = np.arange(4, dtype=np.uint8)
    ties.push_count(
        np.zeros((4, 2), np.int32), np.zeros(4, np.int32), np.array([0, 4]), np.array([3]), np.array([0]), tally
    )
    assert tally.tolist() == [0, 1, 2, 3]

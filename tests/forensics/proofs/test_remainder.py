"""What a total forces the unseen rest to be."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.forensics.proofs.remainder import find, implied
from contested.ground.errors import InputError
from tests.forensics import belarus_counts as b

#: ballots and votes cast in all, as the commission announced (percentages with two and one decimals)
ANNOUNCED = 5_818_955


def test_belarus_2020_rest():
    """Two thirds of the ballots, in three quarters of the stations, would have gone 89.2 to 2.6."""
    known = b.cast() >= 0
    seen = [int(b.column("officialVotes", who)[known].sum()) for who in ("Lukashenko", "Tikhanovskaya")]
    assert seen == [1_219_653, 487_496]
    found = find(("Lukashenko", "Tikhanovskaya"), seen, int(b.cast()[known].sum()), ANNOUNCED, (0.8010, 0.101),
                 rounding=0.0005)  # fmt: skip
    rest = found.tables["rest"]
    assert 100 * rest["share"].to_numpy() == pytest.approx([89.2, 2.6], abs=0.05)
    assert 1 - known.sum() / 5_767 == pytest.approx(0.76, abs=0.005)
    assert 1 - b.cast()[known].sum() / ANNOUNCED == pytest.approx(0.663, abs=0.001)
    assert not found.alarm


@given(st.data())
def test_an_honest_total_is_never_called_impossible(data):
    """Any count, any part of it in hand, the share announced rounded to two decimals of a percentage."""
    counts = data.draw(st.lists(st.integers(0, 5000), min_size=1, max_size=5))
    seen = [data.draw(st.integers(0, n)) for n in counts]
    total = sum(counts)
    if not total:
        return
    share = [round(n / total, 4) for n in counts]
    found = find(tuple("ABCDE"[: len(counts)]), seen, sum(seen), total, share, rounding=0.00005)
    assert not found.alarm
    for r, n, s in zip(found.tables["rest"].iter_rows(named=True), counts, seen, strict=True):
        assert r["low"] - 1e-6 <= n - s <= r["high"] + 1e-6


def test_a_total_below_what_is_in_hand_is_a_proof():
    assert not implied(600, 1000, 2000, 0.25).possible
    assert find(("A",), (600,), 1000, 2000, (0.25,)).alarm
    assert find(("A",), (10,), 1000, 2000, (0.9,)).alarm  # more votes than the rest has ballots
    assert find(("A",), (10,), 3000, 2000, (0.9,)).alarm  # more ballots in hand than in all


def test_rounding_can_save_a_total():
    assert not implied(505, 1000, 1000, 0.50).possible
    assert implied(505, 1000, 1000, 0.50, rounding=0.005).possible


def test_nothing_left_and_nothing_known_are_said():
    everything = find(("A",), (500,), 1000, 1000, (0.5,))
    assert everything.value is None and everything.alarm is False
    assert find((), (), 0, 100, ()).value is None
    assert math.isnan(implied(5, 10, 10, 0.5).share)
    assert find(("A",), (0,), 0, 100, (0.4,)).value == pytest.approx(0.4)
    with pytest.raises(InputError):
        implied(11, 10, 20, 0.5)

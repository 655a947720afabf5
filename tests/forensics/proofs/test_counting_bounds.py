"""More photographs than votes: known answers, and what cannot happen on honest counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.forensics.proofs.counting_bounds import excess, find
from contested.ground.errors import InputError
from tests.forensics import belarus_counts as b

COUNTS = st.lists(st.tuples(st.integers(-1, 50), st.integers(-1, 50)), max_size=12)


def official() -> dict[str, np.ndarray]:
    """Where the protocol's total is known as well."""
    return {who: np.where(b.cast() >= 0, b.column("officialVotes", who), -1) for who in b.NAMES}


def test_belarus_2020_photographs():
    photos = {who: b.column("photoVoices", who) for who in b.NAMES}
    found = find(official(), photos)
    hers = found.tables["excess"].filter(contestant="Tikhanovskaya").row(0, named=True)
    assert (hers["compared"], hers["stations"], hers["ballots"]) == (1_374, 438, 49_836)
    assert "438 of 1,374 stations (31.9 %)" in found.says and "49,836" in found.says
    assert found.tables["excess"].filter(contestant="Lukashenko")["ballots"].item() == 0
    assert found.alarm and found.kind == "proof"


def test_belarus_2020_registrations_are_only_an_estimate():
    registered = {"Tikhanovskaya": b.column("registered", "Tikhanovskaya")}
    found = find(official(), registered, "registrations")
    assert "649 of 1,374 stations (47.2 %)" in found.says and found.value == 128_304
    assert found.kind == "estimate" and found.alarm is None


@given(COUNTS)
def test_an_honest_count_never_alarms(pairs):
    """Photographs are a part of the votes cast: whatever part, nothing is in excess."""
    votes = np.array([max(a, b) for a, b in pairs], np.int64)
    shown = np.array([min(a, b) for a, b in pairs], np.int64)
    found = find({"A": votes}, {"A": shown})
    assert not found.alarm and not found.value


@given(COUNTS, st.randoms())
def test_order_and_empty_stations_change_nothing(pairs, rng):
    votes, shown = (np.array([p[k] for p in pairs], np.int64) for k in (0, 1))
    order = list(range(len(pairs)))
    rng.shuffle(order)
    whole = excess(votes, shown)
    turned = excess(votes[order], shown[order])
    assert whole == turned
    more = excess(np.append(votes, -1), np.append(shown, 7))
    assert more == whole
    half = len(pairs) // 2
    parts = [excess(votes[:half], shown[:half]), excess(votes[half:], shown[half:])]
    assert [sum(p[k] for p in parts) for k in range(3)] == list(whole)


def test_doubt_takes_photographs_away():
    assert excess(np.array([90]), np.array([100])).ballots == 10
    assert excess(np.array([90]), np.array([100]), doubted=10).ballots == 0
    assert not find({"A": np.array([90])}, {"A": np.array([100])}).alarm
    assert find({"A": np.array([80])}, {"A": np.array([100])}).alarm
    assert excess(np.array([0]), np.array([100]), doubted=100).ballots == 0


def test_nothing_to_compare_is_said():
    assert find({}, {}).value is None
    assert find({"A": np.array([-1])}, {"A": np.array([3])}).alarm is None
    assert find({}, {}, "registrations").value is None
    with pytest.raises(InputError, match="same stations"):
        excess(np.array([1]), np.array([1, 2]))

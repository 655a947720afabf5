"""Official counts beside parallel ones: both sides, net and gross, and which way they differ."""

from __future__ import annotations

import numpy as np
import pytest

from contested.forensics.proofs.parallel import differences, find
from contested.ground.errors import InputError


def counts(n: int = 400, seed: int = 1) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {"A": rng.integers(100, 500, n), "B": rng.integers(100, 500, n)}


def test_ballots_added_on_one_side_are_one_sided():
    true = counts()
    official = {"A": true["A"] + 60 * (np.arange(400) % 3 == 0), "B": true["B"]}
    table = differences(official, true)
    assert table.row(0)[:6] == ("A", 400, 134, 0, 134 * 60, 134 * 60) and table["chance"][0] < 1e-30
    assert table.row(1)[:6] == ("B", 400, 0, 0, 0, 0) and table["chance"][1] == 1
    found = find(official, true)
    assert found.alarm and found.value == 134 * 60
    for part in ("134 of 400 stations", "A +8,040 net", "one-sided", "No difference for B"):
        assert part in found.says


def test_votes_moved_are_seen_on_both_sides():
    true = counts()
    moved = np.where(np.arange(400) < 100, 20, 0)
    found = find({"A": true["A"] + moved, "B": true["B"] - moved}, true)
    table = found.tables["differences"]
    assert table["net"].to_list() == [2000, -2000] and found.alarm


def test_slips_go_both_ways_and_do_not_alarm():
    rng = np.random.default_rng(4)
    true = counts()
    slip = np.where(rng.random(400) < 0.3, rng.integers(-9, 10, 400), 0)
    found = find({"A": true["A"] + slip, "B": true["B"]}, true)
    assert not found.alarm and found.tables["differences"]["gross"][0] > abs(found.tables["differences"]["net"][0])


def test_counts_that_agree_and_those_that_are_not_known():
    true = counts()
    assert not find(true, true).alarm and "At 0 of 400" in find(true, true).says
    half = {who: np.where(np.arange(400) < 200, at, -1) for who, at in true.items()}
    assert find(half, true).tables["differences"]["compared"].to_list() == [200, 200]
    assert find({"A": -np.ones(3, int)}, {"A": np.ones(3, int)}).alarm is None
    assert find({}, {"A": np.ones(3, int)}).alarm is None
    with pytest.raises(InputError, match="same stations"):
        differences({"A": np.ones(3, int)}, {"A": np.ones(4, int)})

"""Two elections on the same stations: who matches, planted outliers and exchanges are seen, honest changes are not."""

import numpy as np
import pytest
from scipy.stats import binom

from contested.forensics.comparisons import change, spread, swaps
from contested.forensics.comparisons.every import Others, findings
from contested.forensics.comparisons.matching import match
from tests.forensics.comparisons.made import table, two


def pair(seed=1, alter=None, **more):
    registered, town, (cast_1, votes_1), (cast_2, votes_2), rng = two(seed, **more)
    if alter is not None:
        alter(cast_2, votes_2, rng)
    return table(registered, cast_2, votes_2, town), table(registered, cast_1, votes_1, town)


def switched(part):
    def alter(cast, votes, rng):
        hit = rng.random(cast.size) < part
        moved = np.where(hit, (0.8 * votes[1]).astype(int), 0)
        votes[0] += moved
        votes[1] -= moved

    return alter


def test_keys_match_as_people_spell_them_and_the_rest_is_listed():
    registered, town, (cast, votes), _, _ = two(n=60, towns=5)
    other = [f"s  {k}" for k in range(60)]
    other[3], other[4], other[7] = "s 900", "s 5", None
    now, before = table(registered, cast, votes, town), table(registered, cast, votes, town, stations=other)
    matched = match(now, before)
    # 3 has another name there; 4 is called 5 there, which then appears twice; 7 has none
    assert len(matched.station) == 60 - 4
    assert {"S 0003", "S 0004", "S 0005", "S 0007"} == set(matched.unmatched.filter(side="now")["station"])
    why = dict(matched.unmatched.filter(side="before").select("station", "why").iter_rows())
    assert why == {"s 900": "not in the other file", "s  5": "key stands several times",
                   "s 5": "key stands several times", None: "no key"}  # fmt: skip
    said = change.describe(matched, "A", "A").says
    assert "56 stations stand in both files" in said and "4 stations" in said


def test_a_row_that_grew_to_twice_its_size_is_no_longer_the_same_station():
    registered, town, (cast, votes), _, _ = two(n=60, towns=5)
    grown = registered.copy()
    grown[:3] *= 3
    matched = match(table(grown, cast, votes, town), table(registered, cast, votes, town))
    assert (~matched.same).sum() == 3
    says = change.describe(matched, "A", "A").says
    assert "3 have less than half or more than twice" in says and "numbered anew" not in says
    grown[:20] *= 3
    again = match(table(grown, cast, votes, town), table(registered, cast, votes, town))
    assert "numbered anew" in change.describe(again, "A", "A").says


def test_too_few_stations_in_common_are_not_compared():
    registered, town, (cast, votes), _, _ = two(n=60, towns=5)
    now = table(registered, cast, votes, town)
    before = table(registered, cast, votes, town, stations=[f"other {k}" for k in range(60)])
    found = findings(now, Others(earlier=before))
    assert [f.name for f in found] == ["matched-stations"] and "Nothing is compared" in found[0].says


def test_planted_stations_stand_out_on_one_side():
    now, before = pair(3, switched(0.05))
    found = change.outliers(match(now, before), "A", "A")
    assert found.alarm and 20 <= found.value <= 60
    assert found.tables["stations"]["z"][0] > 4
    assert {"station", "before", "now", "expected"} <= set(found.tables["stations"].columns)


def test_honest_changes_seldom_alarm():
    alarms = sum(bool(change.outliers(match(*pair(seed, n=400, towns=20)), "A", "A").alarm) for seed in range(40))
    assert alarms <= binom.ppf(1 - 1e-6, 40, change.ALARM_P)


def test_a_whole_region_that_turned_is_no_outlier():
    registered, town, (cast_1, votes_1), (cast_2, votes_2), _rng = two(5)
    turned = town < 10
    moved = np.where(turned, votes_2[1] // 2, 0)
    votes_2[0] += moved
    votes_2[1] -= moved
    found = change.outliers(
        match(table(registered, cast_2, votes_2, town), table(registered, cast_1, votes_1, town)), "A", "A"
    )
    assert not found.alarm


def test_exchanged_counts_are_found_by_station_and_pair():
    hit = []

    def alter(_cast, votes, _rng):
        hit.extend(np.argsort(votes[2] - votes[0])[:5])
        for k in hit:
            votes[0, k], votes[2, k] = votes[2, k], votes[0, k]

    now, before = pair(8, alter)
    found = swaps.find(match(now, before))
    assert found.alarm
    assert set(found.tables["stations"]["station"]) <= {f"S {k:04}" for k in hit}
    assert found.value >= 4
    assert set(found.tables["stations"]["contestant"]) == {"A"}
    assert set(found.tables["stations"]["exchanged with"]) == {"C"}


def test_honest_elections_have_no_exchanges():
    assert sum(bool(swaps.find(match(*pair(seed, n=400, towns=20))).alarm) for seed in range(40)) <= 1


def test_rounds_with_fewer_contestants_compare_those_of_both():
    registered, town, (cast_1, votes_1), (cast_2, votes_2), _ = two(2)
    runoff = np.array([votes_2[0] + votes_2[2] // 2, votes_2[1] + votes_2[2] - votes_2[2] // 2])
    now = table(registered, cast_2, runoff, town, names=("A", "B"))
    found = {f.name: f for f in findings(now, Others(earlier=table(registered, cast_1, votes_1, town)))}
    assert not found["swapped-contestants"].alarm
    assert "A went from" in found["matched-stations"].says


def test_another_leader_then_is_named():
    registered, town, (cast_1, votes_1), (cast_2, votes_2), _ = two(2)
    then = table(registered, cast_1, votes_1, town, names=("X", "Y", "Z"))
    found = {f.name: f for f in findings(table(registered, cast_2, votes_2, town), Others(earlier=then))}
    assert "A (before: X) went from" in found["matched-stations"].says
    assert found["change-outliers"].value is not None
    assert found["swapped-contestants"].says == "Fewer than two contestants ran both times."


def test_medians_leave_the_station_out():
    rng = np.random.default_rng(1)
    x, unit = rng.normal(size=60), rng.integers(0, 9, 60)
    unit[:1] = 20
    got = spread.medians(x, unit)
    assert got[0] == x[0]
    for k in range(1, 60):
        others = x[(unit == unit[k]) & (np.arange(60) != k)]
        assert got[k] == pytest.approx(np.median(others) if others.size else x[k])


def test_nearest_stations_may_share_a_house():
    place = np.repeat(np.random.default_rng(1).normal(size=(10, 2)), 30, axis=0)
    rows = spread.neighbours(place)
    assert rows.shape == (300, spread.NEAREST)
    assert (rows != np.arange(300)[:, None]).all()
    assert np.allclose(place[rows], place[:, None])


def test_coordinates_take_the_place_of_units():
    registered, town, (cast_1, votes_1), (cast_2, votes_2), rng = two(6, change=0.5)
    nowhere = np.zeros(town.size, int)  # all of one unit
    angle = town * 2 * np.pi / 40
    place = (30 + np.cos(angle) + rng.normal(0, 0.001, town.size), 50 + np.sin(angle) + rng.normal(0, 0.001, town.size))
    switched(0.05)(cast_2, votes_2, rng)
    by_unit, by_place = (
        change.outliers(match(table(registered, cast_2, votes_2, nowhere, place=p),
                              table(registered, cast_1, votes_1, nowhere)), "A", "A")
        for p in (None, place)
    )  # fmt: skip
    assert by_place.alarm and by_place.value > by_unit.value

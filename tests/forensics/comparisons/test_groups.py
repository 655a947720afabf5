"""Groups of stations: differences by hand, even chances under a lot, planted differences, places that differ."""

import numpy as np
import pytest
from scipy.stats import binom

from contested.forensics.comparisons import groups
from contested.forensics.table.circumstances import GROUP, LOT
from contested.forensics.verdict import strength
from tests.forensics.comparisons.made import table, two

BY_LOT = f"{LOT}station: observers"


def country(seed=1, n=400, towns=20):
    registered, town, (cast, votes), _, rng = two(seed, n=n, towns=towns)
    return registered, town, cast, votes, rng


def text(group):
    return ["yes" if g else "no" for g in group]


def test_the_difference_is_that_of_a_regression_with_places():
    rng = np.random.default_rng(1)
    place, group, y = rng.integers(0, 12, 200), rng.random(200) < 0.4, rng.normal(size=200)
    design = np.column_stack([group, *(place == k for k in range(12))]).astype(float)
    want = np.linalg.lstsq(design, y, rcond=None)[0][0]
    assert groups.difference(y, group, place).value == pytest.approx(want)


def test_dealing_and_the_normal_law_agree():
    rng = np.random.default_rng(2)
    place, group, y = rng.integers(0, 20, 300), rng.random(300) < 0.5, rng.normal(size=300)
    y = y + 0.2 * group
    one, other = (groups.difference(y, group, place, deal=deal).chance for deal in (True, False))
    assert one == pytest.approx(other, abs=0.02)


def test_places_with_one_group_only_say_nothing():
    assert groups.difference(np.arange(4.0), np.array([1, 1, 0, 0], bool), np.array([0, 0, 1, 1])) is None


def test_a_lot_that_changes_nothing_seldom_alarms_and_its_chances_are_even():
    chances = []
    for seed in range(60):
        registered, town, cast, votes, rng = country(seed, n=200, towns=10)
        group = rng.random(200) < 0.4
        y = votes[0] / cast
        chances.append(groups.difference(y, group, town).chance)
        if seed < 6:
            (found,) = groups.find(table(registered, cast, votes, town, **{BY_LOT: text(group)}))
            assert found.alarm is False
    assert abs(np.mean(np.array(chances) < 0.2) - 0.2) < 0.2  # four standard deviations
    assert sum(c < groups.ALARM_P for c in chances) <= binom.ppf(1 - 1e-6, 60, groups.ALARM_P)


def test_observers_drawn_by_lot_who_prevent_stuffing_are_evidence():
    registered, town, cast, votes, rng = country(3)
    seen = rng.random(400) < 0.4
    extra = np.where(seen, 0, np.minimum((0.2 * cast).astype(int), registered - cast))
    votes[0] += extra
    (found,) = groups.find(table(registered, cast + extra, votes, town, **{BY_LOT: text(seen)}))
    assert found.name == "randomised-groups" and found.alarm and found.high < 0
    assert "observers (yes)" in found.says and "lower" in found.says
    assert strength(found, ()) == "strong"
    rows = found.tables["differences"]
    assert set(rows["outcome"]) == {"A's share", "turnout", "registered voters"}


def test_the_same_groups_without_a_lot_describe_and_say_so():
    registered, town, cast, votes, rng = country(4)
    seen = rng.random(400) < 0.4
    votes[0], votes[1] = votes[0] + np.where(seen, 0, votes[1] // 2), votes[1] - np.where(seen, 0, votes[1] // 2)
    (found,) = groups.find(table(registered, cast, votes, town, **{f"{GROUP}observers": text(seen)}))
    assert found.name == "groups" and found.alarm is None
    assert found.says.endswith("only randomised groups are evidence.")


def test_groups_that_stand_for_places_that_differ_are_compared_within_places():
    registered, town, cast, votes, rng = country(5, n=800, towns=40)
    share = np.array([votes[0][town == t].sum() / cast[town == t].sum() for t in range(40)])
    likely = np.where(share[town] > np.median(share), 0.9, 0.1)
    (found,) = groups.find(table(registered, cast, votes, town, **{f"{GROUP}machine": text(rng.random(800) < likely)}))
    assert found.low < 0 < found.high  # though the raw difference is large


def test_a_lot_over_towns_compares_towns():
    registered, town, cast, votes, rng = country(6, n=800, towns=80)
    seen = (rng.permutation(80) < 30)[town]
    (honest,) = groups.find(table(registered, cast, votes, town, **{f"{LOT}town: observers": text(seen)}))
    assert honest.alarm is False
    assert honest.tables["differences"]["stations"][0] == 30
    votes[0] += np.where(seen, 0, votes[1])
    votes[1] = np.where(seen, votes[1], 0)
    (found,) = groups.find(table(registered, cast, votes, town, **{f"{LOT}town: observers": text(seen)}))
    assert found.alarm


def test_what_divides_nothing_is_said():
    registered, town, cast, votes, _ = country(7)
    for column, values, part in (
        (f"{GROUP}kind", ["a"] * 400, "have 1"),
        (f"{GROUP}kind", [str(k) for k in range(400)], "have 400"),
        (f"{GROUP}kind", [None] * 400, "have 0"),
        (f"{GROUP}kind", ["a" if t < 10 else "b" for t in town], "No place has stations of several groups"),
        (f"{LOT}village: kind", ["a", "b"] * 200, "no unit 'village'"),
    ):
        (found,) = groups.find(table(registered, cast, votes, town, **{column: values}))
        assert found.value is None and found.alarm is None and part in found.says


def test_several_groups_are_each_held_against_the_rest():
    registered, town, cast, votes, rng = country(8)
    kind = np.array(["paper", "scanner", "touch screen"])[rng.integers(0, 3, 400)]
    (found,) = groups.find(table(registered, cast, votes, town, **{f"{GROUP}machine": kind.tolist()}))
    assert set(found.tables["differences"]["group"]) == {"paper", "scanner", "touch screen"}


def test_numbers_of_voters_that_no_lot_gives_are_said():
    registered, town, cast, votes, _ = country(9)
    (found,) = groups.find(table(registered, cast, votes, town, **{BY_LOT: text(registered > np.median(registered))}))
    assert "which no lot does" in found.says


def arms(shares, n=60, seed=1):
    """Stations of one size in towns of ten, of as many arms as shares, dealt by lot; A has the share of the arm."""
    rng = np.random.default_rng(seed)
    arm = rng.permutation(n) % len(shares)
    cast = rng.binomial(1_000, 0.6, n)
    a = rng.binomial(cast, np.array(shares)[arm])
    b = rng.binomial(cast - a, 0.5)
    label = [f"arm {k}" for k in arm]
    (found,) = groups.find(
        table(np.full(n, 1_000), cast, (a, b, cast - a - b), np.arange(n) // 10, **{f"{LOT}station: arm": label})
    )
    return found


def chance_of(found):
    return float(found.says.split("the chance of such a difference is ")[1].split()[0])


@pytest.mark.parametrize("shares", [(0.2, 0.8), (0.2, 0.5, 0.8), tuple(np.linspace(0.2, 0.8, 6))])
def test_more_arms_can_alarm_as_well_as_two(shares):
    found = arms(shares)
    assert found.alarm and chance_of(found) <= groups.ALARM_P / 2
    assert found.tables["differences"].filter(outcome="turnout")["chance"].min() > 0.005


@pytest.mark.slow
def test_equal_arms_reach_a_chance_no_more_often_than_it_says(monkeypatch):
    """Differences of three arms depend on each other; one chance for all of them is neither too small nor wasted."""
    monkeypatch.setattr(groups, "TIMES", 199)
    chances = np.array([chance_of(arms((0.5, 0.5, 0.5), n=40, seed=s)) for s in range(200)])
    for level in (0.05, 0.2, 0.5):
        assert binom.ppf(1e-3, 200, level) <= (chances <= level).sum() <= binom.ppf(1 - 1e-3, 200, level)


def test_a_lot_that_can_fall_in_few_ways_says_that_it_cannot_alarm():
    found = arms((0.2, 0.8), n=6)
    assert not found.alarm and "Only 20 allocations are possible, too few for an alarm" in found.says
    assert chance_of(found) == pytest.approx(2 / 20, abs=0.02)  # the deal itself and its opposite

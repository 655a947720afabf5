"""The order of counting and turnout by the hour: honest ones left alone, planted trends, copies and jumps seen."""

import numpy as np
import pytest
from scipy.stats import binom, poisson

from contested.forensics.comparisons import hours, order
from contested.forensics.table.circumstances import HOUR, ORDER
from tests.forensics.comparisons.made import table, two


def country(seed=1, n=400, towns=20):
    registered, town, (cast, votes), _, rng = two(seed, n=n, towns=towns)
    return registered, town, cast, votes, rng


def test_towns_that_come_late_are_no_trend_within_places():
    registered, town, cast, votes, rng = country(2, n=800, towns=40)
    share = np.array([votes[0][town == t].sum() / cast[town == t].sum() for t in range(40)])
    when = share[town] + rng.normal(0, 0.01, 800)
    (found,) = order.find(table(registered, cast, votes, town, **{ORDER: when}))
    rows = dict(found.tables["differences"].select("compared", "late less early").iter_rows())
    assert rows["as counted"] > 0.1
    assert found.low < 0 < found.high and found.alarm is None


def test_a_trend_within_places_is_measured():
    registered, town, cast, votes, rng = country(3, n=800, towns=40)
    when = rng.permutation(800)
    moved = (votes[1] * 0.5 * when / 800).astype(int)
    votes[0], votes[1] = votes[0] + moved, votes[1] - moved
    (found,) = order.find(table(registered, cast, votes, town, **{ORDER: when.astype(float)}))
    assert found.low > 0
    assert found.value == pytest.approx(0.5 * votes[1].sum() / cast.sum() / 0.75, rel=0.5)


def test_large_stations_that_report_late_are_compared_with_large_ones():
    registered, town, cast, votes, rng = country(4, n=800, towns=40)
    large = np.log(registered) - np.log(registered).mean()
    moved = np.clip(votes[1] * 0.4 * large, -votes[0] * 0.3, votes[1] * 0.6).astype(int)
    votes[0], votes[1] = votes[0] + moved, votes[1] - moved
    (found,) = order.find(table(registered, cast, votes, town, **{ORDER: large + rng.normal(0, 0.1, 800)}))
    rows = dict(found.tables["differences"].select("compared", "late less early").iter_rows())
    assert abs(found.value) < abs(rows["within places"]) / 2


@pytest.mark.parametrize(("towns", "ranged"), [(1, False), (4, False), (16, True)])
def test_a_range_takes_ten_places(towns, ranged):
    """Resamples of one place are all alike: their range would have no width."""
    registered, town, cast, votes, rng = country(3, n=400, towns=towns)
    (found,) = order.find(table(registered, cast, votes, town, **{ORDER: rng.permutation(400).astype(float)}))
    assert np.isfinite(found.value)
    if ranged:
        assert found.low < found.value < found.high
    else:
        assert found.low is None and found.high is None and "no range" in found.says


def test_an_order_that_is_not_known_is_said():
    registered, town, cast, votes, _ = country()
    assert order.find(table(registered, cast, votes, town)) == []
    for when in ([None] * 400, [5.0] * 400):
        (found,) = order.find(table(registered, cast, votes, town, **{ORDER: np.array(when, float)}))
        assert "known place in the count" in found.says and found.value is None


def by_hour(seed=1, n=300, change=None):
    registered, town, cast, votes, rng = country(seed, n=n, towns=15)
    parts = np.array([rng.multinomial(c, p) for c, p in zip(cast, rng.dirichlet([8, 9, 7, 6, 5], n), strict=True)])
    voted = parts[:, :4].cumsum(axis=1)
    if change is not None:
        change(voted, town)
    columns = {f"{HOUR}{h}": voted[:, k] for k, h in enumerate(("10:00", "12:00", "15:00", "18:00"))}
    (found,) = hours.find(table(registered, cast, votes, town, **columns))
    return found


def test_honest_hours_seldom_alarm():
    assert sum(bool(by_hour(seed, n=150).alarm) for seed in range(8)) == 0


def test_copied_hours_are_seen():
    def copy(voted, town):
        for t in range(0, 15, 3):
            rows = np.flatnonzero(town == t)[:4]
            voted[rows] = np.minimum(voted[rows].min(axis=0), voted[rows].min())
            voted[rows] = [60, 110, 150, 180]

    found = by_hour(3, change=copy)
    assert found.alarm and found.value >= 15
    assert found.tables["alike"]["like stations"].max() == 3


def test_a_count_that_falls_is_listed_and_many_alarm():
    def one(voted, town):
        voted[5, 2] = voted[5, 1] - 4

    def many(voted, town):
        voted[:30, 2] = voted[:30, 1] - 4

    assert not by_hour(4, change=one).alarm
    assert by_hour(4, change=one).tables["hours"]["falls"].to_list() == [0, 0, 1, 0]
    assert by_hour(4, change=many).alarm


def test_a_jump_is_listed_with_its_hour():
    def jump(voted, town):
        voted[7, 2:] += 500

    found = by_hour(5, change=jump)
    assert found.tables["jumps"].row(0, named=True)["station"] == "S 0007"
    assert found.tables["jumps"]["hour"][0] == "15:00"


def test_too_few_hours_are_said():
    registered, town, cast, votes, _ = country()
    (found,) = hours.find(table(registered, cast, votes, town, **{f"{HOUR}10": cast // 2, f"{HOUR}12": cast}))
    assert "nothing is compared" in found.says


@pytest.mark.slow
def test_small_honest_stations_are_alike_in_pairs_and_reach_a_chance_no_more_often_than_it_says(monkeypatch):
    """300 stations of some hundred voters in one town: three of them repeat another on an honest day."""
    monkeypatch.setattr(hours, "TIMES", 20)
    chances, usual = [], []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        cast = rng.integers(100, 125, 300)
        voted = np.array([rng.multinomial(c, p) for c, p in zip(cast, rng.dirichlet([400, 450, 420], 300))])
        columns = {f"{HOUR}{h}": v for h, v in zip(("10:00", "14:00", "20:00"), voted.cumsum(axis=1).T)}
        a = cast // 2
        made = table(cast * 2, cast, (a, cast - a, cast * 0), np.zeros(300, int), **columns)
        (found,) = hours.find(made)
        chances.append(float(found.says.split("p = ")[1].split(")")[0]))
        usual.append(found.tables["alike"].height)
    assert np.mean(usual) > 4, "the world has the honest cause"
    for level in (0.1, 0.01, 0.001):
        assert (np.array(chances) <= level).sum() <= binom.ppf(0.999, 150, level), level


@pytest.mark.parametrize("rate", [0.002, 0.02, 0.2, 2.0])
def test_the_rate_of_false_alarms_is_below_that_of_the_alarm_however_rare_repeats_are(rate):
    wrong = 0.0
    mean = rate * hours.TIMES
    for dealt in range(int(poisson.ppf(1e-7, mean)), int(poisson.ppf(1 - 1e-7, mean)) + 1):
        fewest = next(k for k in range(60) if hours.chance(k, dealt) < hours.ALARM_P)
        wrong += poisson.pmf(dealt, mean) * poisson.sf(fewest - 1, rate)
    assert wrong <= hours.ALARM_P


def test_one_template_for_a_whole_town_is_many_repeats_and_a_pair_is_one():
    new = np.array([[50, 60, 70]] * 40 + [[1, 2, 3]] * 2 + [[9, 9, 9], [9, 9, 8]])
    assert hours.repeats(new, np.zeros(44, int)) == 39 + 1
    assert hours.repeats(new, np.arange(44)) == 0
    assert hours.chance(0, 0) == 1.0 and hours.chance(1, 0) == pytest.approx(1 / (1 + hours.TIMES))

"""False alarms are counted rightly, and tests of the count are quiet where nobody cheats."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from contested.forensics import controls, suite
from contested.forensics.controls import control
from contested.forensics.finding import Finding
from contested.forensics.models.synthetic import honest_election

SLOW = ("klimek", "mixture", "coarse-shares")
COUNTS = ("registered", "issued", "cast", "leader", "region", "territory", "row")


def saying(rule, name="rigged"):
    """A test that says of a case what a rule says."""

    def find(case, *, seed=1):
        alarm, value = rule(case, seed)
        return Finding(name=name, title=name, kind="estimate", says="so", value=value, alarm=alarm, rule="by rule",
                       assumes="nothing")  # fmt: skip

    return find


@pytest.mark.parametrize("wanted", [0, 1, 7, 19, 20])
def test_alarms_and_their_bounds_are_those_of_a_binomial(wanted):
    asked = iter(range(10_000))
    find = saying(lambda c, s: (next(asked) % 20 < wanted, 1.0))
    found = control(honest_election(120, territories=6, seed=1), [find], elections=20)
    assert [c.world for c in found] == ["territories", "core"]
    exact = binomtest(wanted, 20).proportion_ci(0.95, method="exact")
    for c in found:
        assert (c.name, c.elections, c.alarms, c.rate) == ("rigged", 20, wanted, wanted / 20)
        assert (c.low, c.high) == pytest.approx((exact.low, exact.high), abs=1e-9)
        assert c.values.tolist() == [1.0] * 20


def test_what_has_no_alarm_is_not_counted():
    case = honest_election(120, territories=6, seed=1)
    half = saying(lambda c, s: (None, None) if c.leader.sum() % 2 else (True, None), "half")
    found = control(case, [saying(lambda c, s: (None, 2.0), "never"), half], elections=16)
    assert {c.name for c in found} == {"half"}
    for c in found:
        assert 0 < c.elections < 16 and c.alarms == c.elections  # of those it spoke about
        assert np.isnan(c.values).all()


def test_elections_differ_and_the_seed_decides_them():
    case = honest_election(200, territories=8, seed=2)
    see = [saying(lambda c, s: (False, float(c.leader.sum())))]
    one, again, other = (control(case, see, elections=6, seed=s) for s in (1, 1, 2))
    values = [v for c in one for v in c.values]
    assert len(set(values)) == 12
    assert [c.values.tolist() for c in one] == [c.values.tolist() for c in again]
    assert not set(values) & {v for c in other for v in c.values}
    longer = control(case, see, elections=8, seed=1)
    assert [c.values[:6].tolist() for c in longer] == [c.values.tolist() for c in one]


def test_progress_is_reported_before_every_election():
    words = []
    control(honest_election(120, territories=6), [], elections=3, progress=lambda at: words.append(at.text))
    assert len(words) == 6 and "3 of 3" in words[-1]


def test_without_a_single_core_there_is_one_world():
    a = honest_election(600, turnout=0.4, result=0.3, between_sd=0.1, seed=1)
    b = honest_election(600, turnout=0.8, result=0.7, between_sd=0.1, seed=2)
    both = replace(a, **{n: np.append(getattr(a, n), getattr(b, n)) for n in COUNTS})
    assert [c.world for c in control(both, [saying(lambda c, s: (False, 0.0))], elections=2)] == ["territories"]


def test_order_of_rows_and_empty_stations_change_no_false_alarm():
    case = honest_election(300, territories=12, seed=3)
    other = case.where(np.random.default_rng(1).permutation(case.stations))
    extra = dict(zip(COUNTS, (700, 0, 0, 0, 0, 0, 10_000), strict=True))
    other = replace(other, **{n: np.append(getattr(other, n), v) for n, v in extra.items()})
    finds = [f for name, f in suite.INDICATORS.items() if name not in SLOW]
    want, found = (control(c, finds, elections=2) for c in (case, other))
    assert [(c.name, c.world, c.alarms) for c in found] == [(c.name, c.world, c.alarms) for c in want]
    for a, b in zip(found, want, strict=True):
        assert a.values == pytest.approx(b.values, rel=1e-9, nan_ok=True), a.name


def test_slow_tests_are_asked_about_whole_territories(monkeypatch):
    monkeypatch.setattr(controls, "MOST", 150)
    case, seen = honest_election(600, territories=20, seed=4), []

    def look(c, seed):
        seen.append(c)
        return False, 0.0

    control(case, [], slow=[saying(look)], elections=3)
    size = np.bincount(case.territory)
    for c in seen:
        assert 0 < c.stations <= 150
        present, count = np.unique(c.territory, return_counts=True)
        assert count == pytest.approx(size[present], abs=1)  # a station where nobody voted may be missing
    assert len({tuple(np.unique(c.territory)) for c in seen}) > 1


#: how often each may alarm on one honest bell curve: what its rule allows for
ALLOWED = {"turnout-curve": 0.025, "mixture": 0.025}


@pytest.mark.parametrize("name", [
    # both are held to less in the tests of their own: eight honest elections and no alarm, or two
    pytest.param(name, marks=pytest.mark.slow) if name in ("klimek", "mixture") else name
    for name in suite.INDICATORS if name not in ("core", "fingerprint")
])  # fmt: skip
def test_nothing_alarms_where_all_vote_alike_and_nobody_cheats(name):
    """Right code fails once in 10,000; a rate of a quarter (a half, for the slow ones) is seen in 95 of 100 keys."""
    n, stations = (16, 400) if name in SLOW else (60, 600)
    alarms = []
    for k in range(n):
        case = honest_election(stations, regions=3, territories=12, between_sd=0.0, seed=1000 + k)
        alarms.append(suite.INDICATORS[name](case, seed=k).alarm)
    if alarms[0] is None:
        assert set(alarms) == {None}  # a description
        return
    allowed = int(binom.ppf(1 - 1e-4, n, ALLOWED.get(name, 0.01)))
    assert binom.cdf(allowed, n, 0.5 if name in SLOW else 0.25) < 0.05  # else this would show nothing
    assert sum(map(bool, alarms)) <= allowed, f"{sum(map(bool, alarms))} of {n}"


@pytest.mark.parametrize("seed", range(12))
def test_a_sample_of_stations_is_never_of_none(seed):
    """Two territories of more stations than the sample may have, and one without any."""
    case = honest_election(1_200, regions=1, territories=3, seed=6)
    case = replace(case, territory=np.minimum(case.territory, 1))
    few = controls.sample(case, 300, seed)
    assert few.stations == np.bincount(case.territory)[few.territory[0]]

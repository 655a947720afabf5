"""The mixture: exact on small counts, slopes that are slopes, planted fraud covered by its intervals, honesty kept."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from contested.forensics.models import mixture, mixture_grid
from contested.forensics.models.mixture_grid import COMPONENTS, Side, gathered, likely, masses, nodes, side
from contested.forensics.models.synthetic import falsify, honest_election
from contested.forensics.table.case import ordered
from tests.forensics import files

HONEST = np.array([0.2, np.log(0.4), -0.4, np.log(0.45), 0.3])


def seen_of(case):
    return mixture.Seen(side(case.cast, case.registered), side(case.leader, case.cast), case.leader.astype(float))


def dense(one: Side, i):
    out = np.zeros(mixture_grid.NODES)
    out[one.first[i] :][: one.start[i + 1] - one.start[i]] = one.chance[one.start[i] : one.start[i + 1]]
    return out


@pytest.mark.parametrize(("k", "n"), [(0, 150), (150, 150), (60, 150), (700, 1300), (3900, 4000)])
def test_rows_integrate_smooth_laws_like_the_binomial_chance_itself(k, n):
    row = dense(side(np.array([k]), np.array([n])), 0)
    u, fine = nodes(), np.linspace(-5, 7, 24_001)
    chance = binom.pmf(k, n, 1 / (1 + np.exp(-fine)))
    chance /= chance.max()
    for middle, sd in ((0.2, 0.4), (2.5, 0.8)):
        law = lambda x: np.exp(-(((x - middle) / sd) ** 2) / 2)  # noqa: B023, E731
        want = (chance * law(fine)).sum() * (fine[1] - fine[0]) / mixture_grid.STEP
        # straight lines between nodes widen a law of spread 0.4 by 1.6 % of its variance: 3 % three spreads out
        assert row @ law(u) == pytest.approx(want, rel=0.03, abs=1e-6)


def test_likelihood_and_its_slope_are_sums_over_the_grid():
    case = honest_election(60, seed=2)
    a, r = side(case.cast, case.registered), side(case.leader, case.cast)
    mass = np.random.default_rng(1).random((97, 97))
    want = [dense(a, i) @ mass @ dense(r, i) for i in range(case.stations)]
    assert likely(a, r, mass) == pytest.approx(want)
    weight = np.random.default_rng(2).random(case.stations)
    back = gathered(a, r, weight)
    assert (back * mass).sum() == pytest.approx(weight @ want)


def test_every_component_has_the_mass_of_one_station():
    made = masses(HONEST, np.full(COMPONENTS, 1 / COMPONENTS))
    total = made.component.sum((1, 2))
    assert total[:-1] == pytest.approx(np.ones(COMPONENTS - 1), abs=1e-3)
    assert total[-1] == pytest.approx(1, abs=0.02)  # some lies above 99.9 %


def test_masses_lie_where_stations_made_one_by_one_do():
    rng = np.random.default_rng(3)
    z = rng.multivariate_normal([0, 0], [[1, np.tanh(0.3)], [np.tanh(0.3), 1]], 200_000)
    p, q = 1 / (1 + np.exp(-(0.2 + 0.4 * z[:, 0]))), 1 / (1 + np.exp(-(-0.4 + 0.45 * z[:, 1])))
    x, y = rng.uniform(0.2, 0.4, p.size), rng.uniform(0.4, 0.6, p.size)
    a, others = 1 - (1 - p) * (1 - x), p * (1 - q) * (1 - y)
    weight = np.zeros(COMPONENTS)
    weight[5 * 2 + 3] = 1
    made = masses(HONEST, weight)
    mass = made.component[5 * 2 + 3]
    share = 1 / (1 + np.exp(-nodes()))
    # 200,000 draws give means to 0.0003; three intensities stand for a bin of them
    assert mass.sum(1) @ share == pytest.approx(a.mean(), abs=0.002)
    assert mass.sum(0) @ share == pytest.approx((1 - others / a).mean(), abs=0.002)
    leader = a - others
    assert made.moment[0].sum() == pytest.approx(((1 - p) * x / leader).mean(), abs=0.003)
    assert made.moment[1].sum() == pytest.approx((p * (1 - q) * y / leader).mean(), abs=0.003)


def test_the_slope_is_the_slope():
    case = ordered(falsify(honest_election(400, seed=4), stuffing=0.3, switching=0.2, extreme=0.05, seed=4).case, 100)
    seen = seen_of(case)
    params = mixture._start(case, (0.55, 0.4)) + np.linspace(-0.2, 0.3, 15)
    value, slope = mixture._score(params, seen)
    for k in range(15):
        step = 1e-5 * np.eye(15)[k]
        rise = (mixture._score(params + step, seen)[0] - mixture._score(params - step, seen)[0]) / 2e-5
        assert slope[k] == pytest.approx(rise, rel=1e-5, abs=1e-8), k
    assert np.isfinite(value)


def fit_of(seed, **fraud):
    honest = honest_election(600, regions=4, territories=40, seed=100 + seed)
    planted = falsify(honest, seed=500 + seed, **fraud)
    big = planted.case.registered >= 100
    return mixture.find(planted.case), int((planted.stuffed + planted.switched)[big].sum())


@pytest.mark.parametrize("elections", [10, pytest.param(40, marks=pytest.mark.slow)])
def test_intervals_cover_planted_fraud_as_often_as_they_say(elections):
    # of 40 elections, intervals of 95 % miss more than 8 once in 10,000; of 10, more than 4; their middles lie within
    # 10 % of the truth on average, give or take what 10 of them are known to
    misses, off = 0, []
    for seed in range(elections):
        found, truth = fit_of(seed, stuffing=0.3, switching=0.2, extreme=0.04)
        misses += not found.low <= truth <= found.high
        off.append(found.value / truth - 1)
    assert misses <= binom.ppf(1 - 1e-4, elections, 0.05), f"{misses} of {elections} missed"
    assert abs(np.mean(off)) < 0.1 * (40 / elections) ** 0.5
    assert np.std(off) < 0.35


def test_honest_countries_are_said_to_be_about_honest():
    found = [fit_of(seed)[0] for seed in range(8)]
    # the rule allows for 2.5 %; more than 2 of 8 come once in 1,000
    assert sum(f.alarm for f in found) <= 2
    assert sum(f.low <= 100 for f in found) >= 6
    assert np.median([f.value for f in found]) < 5000  # of 150,000


def test_stuffing_and_switching_are_told_apart():
    honest = honest_election(2500, seed=11)
    for name, other in (("stuffing", "switched"), ("switching", "stuffed")):
        planted = falsify(honest, seed=11, **{name: 0.4, name.replace("ing", "ed") + "_part": 0.4})
        rows = mixture.find(planted.case).tables["amounts"].rows_by_key(["of", "kind"], named=True, unique=True)
        mine = rows["ballots", name.replace("ing", "ed")]
        truth = int((planted.stuffed + planted.switched).sum())
        assert mine["low"] <= truth <= mine["high"]
        assert rows["ballots", other]["estimate"] < 0.2 * truth


def test_classes_share_out_the_stations():
    found, _ = fit_of(3, stuffing=0.3, extreme=0.1)
    rows = found.tables["amounts"].rows_by_key(["of", "kind"], named=True, unique=True)
    total = found.tables["stations"].height
    assert sum(rows["stations", c]["estimate"] for c in mixture.CLASSES) == pytest.approx(total, rel=1e-5)
    extreme = rows["stations", "extreme"]
    assert extreme["estimate"] == pytest.approx(0.1 * total, abs=6 * np.sqrt(0.09 * total))
    assert found.tables["regions"]["false"].sum() == pytest.approx(found.value)


def test_regions_of_two_minds_are_called_fraud_and_the_assumption_says_so():
    # nobody cheats; two kinds of country are no bell curve
    a = honest_election(600, turnout=0.5, result=0.3, between_sd=0.1, within_sd=0.2, seed=1)
    b = honest_election(300, turnout=0.75, result=0.6, between_sd=0.1, within_sd=0.2, territories=60, seed=2)
    counts = ("registered", "issued", "cast", "leader", "region", "territory", "row")
    found = mixture.find(replace(a, **{n: np.append(getattr(a, n), getattr(b, n)) for n in counts}))
    assert found.alarm
    assert "one bell curve" in found.assumes
    assert "capital and a countryside" in found.fails_when


def test_russia_2011_around_its_core_agrees_with_votes_that_grow_with_turnout():
    found = mixture.find(files.case_2011().where(slice(None, None, 16)))
    rows = found.tables["amounts"].rows_by_key(["of", "kind"], named=True, unique=True)
    total = files.case_2011().leader[::16].sum()
    # Shpilkin: 15.28 of 32.37 million. Left free, fraud passes for honest voting and less than half is found.
    assert rows["ballots", "both"]["around_core"] / total == pytest.approx(15.28 / 32.37, abs=0.05)
    assert found.value < 0.6 * rows["ballots", "both"]["around_core"]
    assert found.alarm


def test_order_of_rows_and_empty_stations_change_nothing_and_odd_cases_say_why():
    case = falsify(honest_election(400, seed=8), stuffing=0.3, seed=8).case
    other = case.where(np.random.default_rng(1).permutation(case.stations))
    names = {"registered": 500, "issued": 0, "cast": 0, "leader": 0, "region": 0, "territory": 0, "row": 10_000}
    other = replace(other, **{n: np.append(getattr(other, n), v) for n, v in names.items()})
    want, found = mixture.find(case), mixture.find(other)
    assert (found.value, found.low, found.high, found.says) == (want.value, want.low, want.high, want.says)
    for odd in (case.where(np.arange(0)), case.where(np.arange(1)), case.where(np.arange(150))):
        assert mixture.find(odd).value is None
    same = np.full(case.stations, 100)
    alike = replace(case, registered=2 * same, issued=same, cast=same, leader=same // 2)
    assert mixture.find(alike).alarm is None

"""Honest elections look like the case: its medians, its spreads, its units; and nothing in them is made."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.audits.elections import Country, voted
from scipy.special import logit

from contested.forensics.indicators import digits, integers
from contested.forensics.models import honest
from contested.forensics.models.core import find_core
from contested.forensics.models.synthetic import falsify, honest_election
from tests.forensics.odd_cases import ODD

COUNTS = ("registered", "issued", "cast", "leader", "region", "territory", "row")


@pytest.fixture(scope="module")
def country():
    return honest_election(4000, regions=3, territories=10, correlation=0.5, seed=3)


def middles(case, share):
    """Median and quartile spread of a share's logit in each territory."""
    x = logit(np.clip(share, 0.001, 0.999))
    per = [x[case.territory == k] for k in range(len(case.territories))]
    return np.array([[np.median(p), np.subtract(*np.percentile(p, (75, 25))) / 1.349] for p in per]).T


def test_territories_keep_their_medians_and_spreads(country):
    drawn = honest.draw(country, honest.by_territory(country), 7)
    for name in ("turnout", "result"):
        (want, spread), (got, got_spread) = (middles(c, getattr(c, name)) for c in (country, drawn))
        # a median of 400 has a standard error of 1.25 sd / 20, a quartile spread of 1.17 sd / 20; here are two of each
        # draw, so a difference has sqrt(2) of that; 20 comparisons at 5 errors fail once in 90,000 keys
        assert np.abs(got - want).max() < 5 * 2**0.5 * 1.25 * spread.max() / 20
        assert np.abs(got_spread - spread).max() < 5 * 2**0.5 * 1.17 * spread.max() / 20
        assert np.mean(got_spread / spread) == pytest.approx(1, abs=5 * 2**0.5 * 1.17 / 4000**0.5)
    assert np.ptp(middles(country, country.turnout)[0]) > 0.4  # they did differ


def test_turnout_and_result_hang_together_as_in_the_case(country):
    def together(case):
        inside = case.territory == 4
        return np.corrcoef(case.turnout[inside], case.result[inside])[0, 1]

    drawn = honest.draw(country, honest.by_territory(country), 8)
    # of 400 stations a correlation has a standard error of about 0.04
    assert together(drawn) == pytest.approx(together(country), abs=5 * 2**0.5 * 0.04)
    assert together(drawn) > 0.15


def test_fraud_leaves_the_drawn_election_without_made_numbers():
    """Rounded results of a territory are part of what the case looks like in the large, and not of what is drawn."""
    case = honest_election(3000, seed=4)
    made = replace(case, leader=np.where(case.row % 3 == 0, (case.cast * 7 + 5) // 10, case.leader))
    assert integers.find(made).alarm and digits.find(case).alarm is False
    drawn = [honest.draw(made, honest.by_territory(made), seed) for seed in range(10)]
    for find in (integers.find, digits.find):
        # the rules are to alarm on 1 in 1,000 at most: two of ten come once in 20,000
        assert sum(find(c, seed=k).alarm for k, c in enumerate(drawn)) <= 1, find.__module__


def test_the_core_world_is_one_and_lies_at_the_core():
    case = falsify(honest_election(3000, between_sd=0.4, seed=5), stuffing=0.2, seed=5).case
    core = find_core(case)
    drawn = honest.draw(case, honest.by_core(case), 9)
    n = case.stations
    assert np.median(drawn.turnout) == pytest.approx(core.turnout, abs=5 * 1.25 * drawn.turnout.std() / n**0.5)
    assert np.median(drawn.result) == pytest.approx(core.result, abs=5 * 1.25 * drawn.result.std() / n**0.5)
    assert np.ptp(middles(drawn, drawn.turnout)[0]) < 0.5 * np.ptp(middles(case, case.turnout)[0])


def test_there_is_no_core_world_without_a_single_core():
    a = honest_election(600, turnout=0.4, result=0.3, between_sd=0.1, seed=1)
    b = honest_election(600, turnout=0.8, result=0.7, between_sd=0.1, seed=2)
    both = replace(a, **{n: np.append(getattr(a, n), getattr(b, n)) for n in COUNTS})
    assert not find_core(both).single
    assert honest.by_core(both) is None
    assert honest.by_core(a) is not None


def test_the_seed_and_nothing_else_decides(country):
    model = honest.by_territory(country)
    one, again, other = (honest.draw(country, model, seed) for seed in (1, 1, 2))
    assert (one.leader == again.leader).all() and (one.issued == again.issued).all()
    assert (one.issued != other.issued).mean() > 0.9
    assert (one.registered == country.registered).all() and (one.territory == country.territory).all()
    # everybody votes, and all stations of a territory alike: only the leader's ballots are drawn
    still = replace(model, turnout=np.full(country.stations, 40.0), turnout_sd=0 * model.turnout,
                    result_sd=0 * model.turnout)  # fmt: skip
    a, b = (honest.draw(country, still, seed).result[country.territory == 0] for seed in (1, 2))
    assert abs(np.corrcoef(a, b)[0, 1]) < 5 / a.size**0.5


def test_what_a_territory_looks_like_does_not_depend_on_the_order_of_rows(country):
    turn = np.random.default_rng(1).permutation(country.stations)
    straight, turned = honest.by_territory(country), honest.by_territory(country.where(turn))
    for name in ("turnout", "result", "turnout_sd", "result_sd", "correlation"):
        assert getattr(turned, name) == pytest.approx(getattr(straight, name)[turn], rel=1e-12), name


def test_small_territories_of_a_region_speak_together():
    case = honest_election(600, regions=2, territories=60, voters=5000, seed=2)  # ten stations each: too few
    model = honest.by_territory(case)
    assert np.unique(model.turnout).size == 2
    assert (model.turnout[case.region == 0] == np.median(honest._logits(case.issued, case.registered)[0][:300])).all()


@pytest.mark.parametrize("name", ODD)
def test_odd_cases_can_be_drawn(name):
    case = ODD[name]()
    drawn = honest.draw(case, honest.by_territory(case), 1)
    assert drawn.stations <= case.stations
    assert ((drawn.leader >= 0) & (drawn.leader <= drawn.cast) & (drawn.cast <= drawn.registered)).all()
    model = honest.by_core(case)
    assert model is None or np.isfinite(model.turnout).all()


def test_special_stations_stay_where_they_are_and_feigned_ones_leave_others_as_many_ballots():
    rng = np.random.default_rng(6)
    case = honest_election(3000, regions=3, territories=30, turnout=0.5, result=0.4, between_sd=0.1, seed=6)
    here = rng.random(case.stations) < 0.2
    add = rng.binomial(case.registered - case.issued, np.where(here, 0.7, 0.0))
    stuffed = replace(case, issued=case.issued + add, cast=case.cast + add, leader=case.leader + add)
    fits = honest.causes(stuffed)
    assert np.mean(fits.special.here == here) > 0.97
    assert fits.special.place == pytest.approx(float(np.median(logit(stuffed.turnout[here]))), abs=0.1)
    # others are described as they are without the special ones
    assert np.median(fits.special.ordinary.turnout) == pytest.approx(float(np.median(logit(case.turnout))), abs=0.05)
    assert np.median(fits.special.ordinary.turnout_sd) == pytest.approx(0.3, abs=0.05)
    gained = {}
    for world in ("special", "feigned"):
        gained[world] = []
        for seed in range(20):
            drawn = honest.draw(stuffed, honest.by_cause(stuffed, fits, world, seed), seed)
            special = fits.special.here[: drawn.stations]
            by_voter = (drawn.cast - drawn.leader) / drawn.registered
            assert np.median(drawn.turnout[special]) == pytest.approx(float(np.median(stuffed.turnout[here])), abs=0.03)
            gained[world].append(float(np.median(by_voter[special]) / np.median(by_voter[~special])))
    assert gained["feigned"] == pytest.approx([1.0] * 20, abs=0.06)
    assert np.std(gained["special"]) > 0.15


def test_two_electorates_are_found_where_there_are_two():
    rng = np.random.default_rng(7)
    n, second = 3000, np.random.default_rng(8).random(3000) < 0.3
    country = Country(np.where(second, 1.2, 0.0) + rng.normal(0, 0.2, n), np.where(second, 1.0, -0.5)
                      + rng.normal(0, 0.2, n), rng.integers(400, 1500, n), np.arange(n) // 60, 5)  # fmt: skip
    case = voted(rng, country)
    fits = honest.causes(case)
    found = fits.electorates
    assert np.mean((found.second > 0.5) == second) > 0.98
    assert found.middle[1] - found.middle[0] == pytest.approx([1.2, 1.5], abs=0.08)
    assert found.sd == pytest.approx(np.full((2, 2), 0.2), abs=0.06)  # territories' medians are blurred as well
    drawn = honest.draw(case, honest.by_cause(case, fits, "electorates", 1), 1)
    for one in (second, ~second):
        assert drawn.turnout[one].mean() == pytest.approx(case.turnout[one].mean(), abs=0.02)
        assert drawn.result[one].mean() == pytest.approx(case.result[one].mean(), abs=0.02)

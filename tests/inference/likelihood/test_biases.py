"""How far parties bend their numbers: known answers, and biases that are found again as often as they should be."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from contested.ground.errors import InputError
from contested.inference import ClaimModel, ClaimParams, biases, simulate_figures, to_claims
from contested.inference.likelihood.bias_groups import bias_groups
from contested.inference.likelihood.claim_simulator import possible
from tests.inference.saying import ready, say
from tests.laws import assert_chance, assert_law, uniform_cdf


def of(found, name, indicator=""):
    """The bias of a party in one indicator, or in everything."""
    return next(b for b in found if name in (b.group.name, *b.group.parties) and b.indicator == indicator)


def chance_below(bias, b):
    """Chance that a bias is at most `b`."""
    return np.interp(b, bias.b + (bias.b[1] - bias.b[0]) / 2, np.cumsum(bias.mass))


def test_the_ministry_says_a_fifth_of_it():
    """Forty counts of a fifth of the truth leave little doubt; the other indicator is suspected of the same."""
    claims = [say(200 + d, day=d) for d in range(40)] + [say(900, what="strikers")]
    found = biases(np.array([[1000.0 + 5 * d for d in range(40)] + [1000.0]]), ready(*claims))
    crowd, strikers = of(found, "Ministry", "crowd"), of(found, "Ministry", "strikers")
    assert math.exp(crowd.quantile(0.5)) == pytest.approx(0.2, rel=0.03)
    assert crowd.quantile(0.95) - crowd.quantile(0.05) < 0.3
    alone = biases(np.array([[1000.0]]), ready(claims[-1]), ClaimModel(ClaimParams(own=1)))
    alone = of(alone, "Ministry", "strikers")
    assert strikers.quantile(0.5) < alone.quantile(0.5) - 0.1
    row = found[0].row()
    assert (row["party"], row["side"], row["indicator"], row["witnesses"]) == ("Ministry", "incumbent", "crowd", 40)
    assert row["low"] < row["factor"] < row["high"]


def test_one_claim_is_shared_out_by_variances():
    """With a narrow t all is normal: of a gap of log 2, each part takes what its variance is of the whole."""
    law = ClaimParams(error=0.01, witness_spread=0.3, indicator_spread=0.4, bias_spread=0.8, own=1)
    found = biases(np.array([[500.0]]), ready(say(1000.0, low=1000, high=1000)), ClaimModel(law))
    gap, whole = math.log(2.0), 0.3**2 + 0.4**2 + 0.8**2 + 2 * 0.01**2
    own, crowd = of(found, "Ministry"), of(found, "Ministry", "crowd")
    assert own.mean[0] == pytest.approx(gap * 0.64 / whole, abs=2e-3)
    assert crowd.mean[0] == pytest.approx(gap * 0.80 / whole, abs=2e-3)
    spread = math.sqrt(0.80 * (whole - 0.80) / whole)
    for chance in (0.05, 0.5, 0.95):
        expected = crowd.mean[0] + spread * stats.norm.ppf(chance)
        assert crowd.quantile(chance) == pytest.approx(expected, abs=5e-3)
        assert chance_below(crowd, expected) == pytest.approx(chance, abs=5e-3)


def test_truths_that_cannot_have_been_spoken_of_count_for_nothing():
    claims = ready(*(say(1000, day=d) for d in range(6)))
    X = np.repeat([[1000.0], [2000.0], [np.nan]], 6, axis=1)
    both = of(biases(X, claims), "Ministry")
    assert both.mass == pytest.approx(of(biases(X[:2], claims), "Ministry").mass)
    assert both.mean[0] > both.mean[1] and np.isnan(both.mean[2])
    with pytest.raises(InputError, match="at least one truth"):
        biases(X[2:], claims)


PARTIES = 12


def plan():
    """Twelve parties with a bias each: four large counts, a bound, two small counts, and a copy of one."""
    claims = []
    for p in range(PARTIES):
        by = f"Party {'ABCDEFGHIJKL'[p]}"
        claims += [say(3100 + p, by=by, day=d) for d in range(3)]
        claims += [say(2000, by=by, day=3), say(800, low=800, by=by, day=4)]
        claims += [say(17, by=by, what="injured", day=d) for d in range(2)]
        claims += [say(3100 + p, by=f"Paper {p} citing {by}", side="media", day=0)]
    return ready(*claims)


def simulate(claims, X, law, rng):
    """Figures by numpy's own generator, and the biases they were made with."""
    _, group = bias_groups(claims, ClaimModel(law))
    own = rng.normal(law.bias_mean, law.bias_spread, PARTIES)
    by = own[:, None] + rng.normal(0, law.indicator_spread, (PARTIES, len(claims.cells.indicators)))
    shared = rng.normal(0, law.witness_spread, claims.witness.max() + 1)
    u = np.log(X[claims.cell]) + by[group, claims.indicator]
    figures = np.exp(u + shared[claims.witness] + law.error * rng.standard_t(4, len(claims)))
    small = claims.reference < law.small
    r = 1 / law.dispersion
    figures[small] = rng.negative_binomial(r, r / (r + np.exp(u[small])))
    return figures, own, by


def test_biases_are_found_again_as_often_as_they_should_be():
    """25 crises of 12 parties: where the true bias lies in its posterior is uniform, and 90 % intervals hold 90 %.

    Given the truth parties are independent, so these are 300 independent trials: DKW at 1e-9 each way, exact binomial.
    """
    claims, law, rng = plan(), ClaimParams(own=1), np.random.default_rng(5)
    X = np.exp(rng.normal(6.0, 1.0, len(claims.cells)))
    X[claims.cell[claims.reference < law.small]] = 15.0
    places = {"": [], "crowd": [], "injured": []}
    for _ in range(25):
        figures, own, by = simulate(claims, X, law, rng)
        found = biases(X[None, :], to_claims(claims, figures), ClaimModel(law))
        names = [b.name for b in bias_groups(claims, ClaimModel(law))[0]]
        for p, name in enumerate(names):
            places[""].append(chance_below(of(found, name), own[p]))
            for i, indicator in enumerate(claims.cells.indicators):
                places[indicator].append(chance_below(of(found, name, indicator), by[p, i]))
    for sample in places.values():
        sample = np.array(sample)
        assert_law(sample, uniform_cdf, detects=0.38)
        assert_chance(int(((sample > 0.05) & (sample < 0.95)).sum()), len(sample), 0.9, detects=0.3)


def test_drawn_claims_follow_the_law():
    """Of a large count, log figure - log truth is two normals of bias, one of the witness and t; PIT by convolution."""
    law = ClaimParams(own=1)
    claims = ready(say(3000), say(3000, by="Wire citing Ministry", side="media"), say(4, what="dead"),
                   say(90, what="detained", note="by name"))  # fmt: skip
    m = 40_000
    X = np.tile([500.0, 6.0, 100.0], (m, 1))
    figures = simulate_figures(X, claims, ClaimModel(law), seed=11)
    assert figures.shape == (m, 4)
    normal = math.sqrt(law.bias_spread**2 + law.indicator_spread**2 + law.witness_spread**2)
    e = np.linspace(-12, 12, 4801)
    weight = stats.t.pdf(e / law.error, 4)
    grid = np.linspace(-8, 8, 801)
    cdf = (stats.norm.cdf((grid[:, None] - e) / normal) * weight).sum(axis=1) / weight.sum()
    assert_law(np.log(figures[:, 0] / 500.0), lambda x: np.interp(x, grid, cdf), detects=0.04)
    # what copies do not share is the difference of two t
    apart = np.log(figures[:, 0] / figures[:, 1])
    assert apart.var() == pytest.approx(4 * law.error**2, rel=0.15)
    # a small count: mean of the lognormal bias times the truth
    expected = 6.0 * math.exp((law.bias_spread**2 + law.indicator_spread**2) / 2)
    assert figures[:, 2].mean() == pytest.approx(expected, rel=0.06)
    assert (figures[:, 2] == np.floor(figures[:, 2])).all()
    assert np.median(figures[:, 3]) == pytest.approx(100, rel=0.01) and np.log(figures[:, 3]).std() < 0.1


def test_a_draw_is_keyed_and_grows_without_changing():
    claims = ready(say(3000), say(7, what="dead"))
    X = np.full((50, 2), 20.0)
    few = simulate_figures(X[:10], claims, seed=3)
    assert simulate_figures(X, claims, seed=3)[:10] == pytest.approx(few, rel=1e-12)
    assert (simulate_figures(X, claims, seed=3) != simulate_figures(X, claims, seed=4)).mean() > 0.5
    out = simulate_figures(np.where(np.arange(2) == 1, np.nan, X), claims, ClaimModel())
    assert np.isnan(out[:, 1]).all() and np.isfinite(out[:, 0]).all()
    assert np.isnan(simulate_figures(X, claims, ClaimModel().doubting("Ministry", spread=math.inf))).all()


def test_other_figures_are_put_into_words_as_finely():
    claims = ready(say(3000), say(300, low=300, day=1), say(low=200, high=999, day=2), say(50, high=50, day=3))
    low = to_claims(claims, np.array([4400.0, 120.0, 1500.0, 20.0]))
    assert list(zip(low.low, low.high)) == [(3500, 4500), (0, 299.5), (999.5, np.inf), (0, 50.5)]
    high = to_claims(claims, np.array([20.0, 500.0, 20.0, 80.0]))
    assert list(zip(high.low, high.high)) == [(15, 25), (299.5, np.inf), (0, 199.5), (50.5, np.inf)]
    with pytest.raises(InputError, match="figures"):
        to_claims(claims, np.array([1.0, 2, 3, np.nan]))


def test_nobody_is_predicted_to_report_a_share_above_a_hundred_percent():
    cells = [SimpleNamespace(observables=(name,)) for name in ("official_turnout", "crowd", "true_share_challenger")]
    claims = SimpleNamespace(cells=SimpleNamespace(each=cells), cell=np.array([0, 1, 2, 0]))
    figures = np.array([[99.0, 250.0, 180.0, 101.0], [np.nan, np.nan, 100.0, 3.0]])
    found = possible(figures, claims)
    assert found[0].tolist() == [99.0, 250.0, 100.0, 100.0] and found[1, 2:].tolist() == [100.0, 3.0]
    assert np.isnan(found[1, :2]).all()

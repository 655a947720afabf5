import math

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from contested.ground.draws import normals, uniforms
from contested.ground.errors import InputError
from contested.inference.forecast import scores
from tests.laws import assert_law

INF = math.inf


def grid(law, n=20_000):
    """Draws that are the law's quantiles at the middles of n equal parts."""
    return law.ppf((np.arange(n) + 0.5) / n)[None, :]


def test_crps_of_a_standard_normal_at_its_middle():
    assert scores.crps(grid(stats.norm), np.zeros((1, 2)))[0] == pytest.approx(0.2336949773, abs=1e-4)


def test_crps_of_numbers_is_that_of_scoringrules():
    import scoringrules  # compiles when imported: only the process that compares with it should wait

    rng = np.random.default_rng(12)
    draws, said = np.round(rng.lognormal(3, 1, (200, 30))), np.round(rng.lognormal(3, 1, 200))
    other = scoringrules.crps_ensemble(said, draws, estimator="qd", backend="numpy")
    apart = np.abs(draws[:, :, None] - draws[:, None]).mean(axis=(1, 2))
    fair = other - apart / (2 * 29)
    assert scores.crps(draws, np.stack([said, said], axis=1)) == pytest.approx(fair, rel=1e-12, abs=1e-12)


def test_crps_of_one_draw_is_its_distance():
    assert scores.crps(np.array([[3.0]]), np.array([[5.0, 5.0]])) == [2.0]


@pytest.mark.parametrize(
    "said", [(4.0, 4.0), (3.0, INF), (0.0, 5.0), (2.0, 6.0)], ids=["number", "at least", "at most", "between"]
)
def test_crps_is_on_average_the_same_for_ten_draws_and_for_a_thousand(said):
    """Fair: the mean over forecasts of ten draws is that of the law itself, within four standard errors."""
    law, n = stats.gamma(4.0), 20_000
    few = law.ppf(uniforms(n * 10, 11, 7).reshape(n, 10))
    many = law.ppf(uniforms(200 * 1000, 12, 7).reshape(200, 1000))
    of = {k: scores.crps(draws, np.tile(said, (len(draws), 1))) for k, draws in (("few", few), ("many", many))}
    off = 4 * sum(s.std() / math.sqrt(len(s)) for s in of.values())
    assert of["few"].mean() == pytest.approx(of["many"].mean(), abs=off)
    assert of["few"].mean() == pytest.approx(scores.crps(grid(law), np.array([said]), INF)[0], abs=off)
    apart = few.std() / math.sqrt(np.pi) / 10  # about what the score of the draws' own distribution would charge
    assert off < apart / 3, "so that the test can see the difference"


def test_quantiles_of_few_draws_score_as_the_draws_do():
    """A ledger keeps quantiles, and says how many draws they are of."""
    law, n, said = stats.gamma(4.0), 4000, np.array([4.0, 4.0])
    draws = law.ppf(uniforms(n * 10, 11, 7).reshape(n, 10))
    kept = np.quantile(draws, (np.arange(199) + 0.5) / 199, axis=1, method="inverted_cdf").T
    bounds = np.tile(said, (n, 1))
    assert scores.crps(kept, bounds, 10).mean() == pytest.approx(scores.crps(draws, bounds).mean(), rel=0.02)
    assert scores.crps(kept, bounds, INF).mean() > 1.05 * scores.crps(draws, bounds).mean()


@pytest.mark.parametrize("bounds", [(0.0, 2.0), (3.0, INF), (1.0, 4.0), (0.5, 0.5)])
def test_crps_of_bounds_is_the_integral_over_what_they_settle(bounds):
    law = stats.gamma(2.0)
    low, high = bounds
    below = quad(lambda z: law.cdf(z) ** 2, 0, low)[0]
    above = 0.0 if high == INF else quad(lambda z: law.sf(z) ** 2, high, 60)[0]
    assert scores.crps(grid(law), np.array([bounds]))[0] == pytest.approx(below + above, abs=1e-3)


def test_at_least_costs_nothing_to_a_forecast_of_more_and_everything_to_one_of_less():
    told = np.array([[100.0, INF]] * 3)
    draws = np.array([[500.0, 700.0, 900.0], [20.0, 30.0, 40.0], [50.0, 60.0, 900.0]])
    got = scores.crps(draws, told)
    assert got[0] == 0 < got[2] < got[1]
    assert got[1] == pytest.approx(scores.crps(draws[1:2], np.array([[100.0, 100.0]]))[0]), "no draw is above"


def test_interval_score_by_hand():
    """Width 10; outside by 5, and 2 / 0.1 times that; bounds only where no number they allow lies inside."""
    lower, upper = np.full(4, 20.0), np.full(4, 30.0)
    told = np.array([[25.0, 25.0], [35.0, 35.0], [15.0, INF], [0.0, 15.0]])
    assert scores.interval_score(lower, upper, told, 0.9) == pytest.approx([10.0, 110.0, 10.0, 110.0])


def test_log_score_is_that_of_the_law_drawn_from():
    """Log-normal draws: a normal density in log(1 + number); "hundreds" by the normal's own areas."""
    law = stats.norm(6.0, 0.8)
    draws = np.expm1(grid(law, 5000))
    told = np.array([[600.0, 600.0], [200.0, 999.0], [1000.0, INF], [0.0, 200.0]])
    point, two, ten, top = (math.log1p(x) for x in (600, 200, 1000, 999))
    hundreds = law.cdf(top) - law.cdf(two)
    want = [-law.logpdf(point), -math.log(hundreds), -law.logsf(ten), -law.logcdf(two)]
    assert scores.log_score(np.repeat(draws, 4, 0), told) == pytest.approx(want, abs=0.03)


def test_what_no_draw_came_near_is_unlikely_and_not_impossible():
    far, near = scores.log_score(np.full((2, 400), 10.0), np.array([[1e6, 1e6], [10.0, 10.0]]))
    assert 8 < far < 30
    assert near < 0


def counts(n, mean, seed):
    """Poisson draws and one Poisson claim in each of n rows; the claim's mean is given."""
    u = uniforms(n * 100, seed, 7).reshape(n, 100)
    return stats.poisson.ppf(u, 4.0), stats.poisson.ppf(uniforms(n, seed, 8), mean)


def test_pit_is_uniform_for_the_true_law_also_of_small_counts_and_not_for_a_shifted_one():
    n = 4000
    u = uniforms(n, 1, 9)
    draws, told = counts(n, 4.0, 1)
    assert_law(scores.pit(draws, np.column_stack([told, told]), u), stats.uniform.cdf, detects=0.11)
    draws, told = counts(n, 6.0, 2)
    shifted = scores.pit(draws, np.column_stack([told, told]), u)
    with pytest.raises(AssertionError, match="differs from the law"):
        assert_law(shifted, stats.uniform.cdf, detects=0.11)
    assert shifted.mean() > 0.6, "claims lie high in a forecast that is too low"


def test_pit_stays_uniform_when_numbers_are_told_in_words():
    """Fixed pieces of the scale, as "dozens" and "hundreds" are."""
    n, edges = 4000, np.array([0.0, 3.0, 5.0, INF])
    draws, told = counts(n, 4.0, 3)
    piece = np.searchsorted(edges, told, side="right") - 1
    bounds = np.column_stack([edges[piece], edges[piece + 1] - 1])
    assert_law(scores.pit(draws, bounds, uniforms(n, 3, 9)), stats.uniform.cdf, detects=0.11)


def test_the_true_law_scores_better_than_narrower_wider_and_shifted_ones():
    n = 3000
    truth = np.exp(5 + normals(n, 4, 1))
    told = np.column_stack([truth, truth])
    z = normals(n * 200, 4, 2).reshape(n, 200)

    def loss(mean, sd):
        got = scores.scores(np.exp(mean + sd * z), told, np.full(n, 0.5))
        return got.crps_log.mean(), got.log_score.mean()

    right = loss(5, 1)
    for other in (loss(5, 0.4), loss(5, 2.0), loss(6, 1)):
        assert right[0] < other[0]
        assert right[1] < other[1]


def test_ninety_percent_intervals_hold_ninety_percent():
    n = 4000
    truth = np.exp(normals(n, 5, 1))
    draws = np.exp(normals(n * 400, 5, 2).reshape(n, 400))
    covered = scores.scores(draws, np.column_stack([truth, truth]), np.full(n, 0.5)).covered
    assert abs(covered.mean() - 0.9) < 0.03  # six standard errors, and the ends' own
    everything = scores.scores(draws, np.tile([0.0, INF], (n, 1)), np.full(n, 0.5)).covered
    assert everything.all()


def test_lengths_that_differ_are_refused():
    with pytest.raises(InputError, match="expected draws"):
        scores.scores(np.ones((2, 5)), np.ones((3, 2)), np.ones(2))

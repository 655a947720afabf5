"""Claims about riots that spread from town to town, beyond the model's targets."""

import numpy as np
import pytest

from contested import zoo
from contested.ground.errors import ParameterError
from contested.zoo.bonnasse_gahot_2018.model import Country, init, weights
from contested.zoo.bonnasse_gahot_2018.theory import left_in_the_end, reproduction
from contested.zoo.kit.trajectories import settled, trajectory
from tests.laws import assert_law

RIOTS = zoo.load("bonnasse-gahot-2018")
FEW = {"sites": 12, "width": 40}


def over(state):
    return state["activity"].max() <= 1e-12


def test_one_town_is_burbecks_city():
    """lambda = omega I, with reservoir S counted in people: the same two equations."""
    town = trajectory(RIOTS.model({"sites": 1, "unevenness": 0, "reservoir": 100, "contagion": 0.005, "spark": 0.25}),
                  steps=60)  # fmt: skip
    # d I/dt = b S I - omega I and lambda in place of I: rescaling lambda alone leaves it as it is
    city = trajectory(zoo.load("burbeck-1978").model(
        {"people": 100.25, "first": 0.25, "infection": 0.005 * 100.25, "recovery": 0.25}), steps=60)
    assert town["activity"][:, 0] == pytest.approx(city["rioting"], rel=1e-8)
    assert town["left"][:, 0] == pytest.approx(city["waiting"], rel=1e-8)


def test_weights_are_one_at_home_fall_with_distance_and_stop_at_media():
    w = weights(Country(media=0.2, reach=2, fading=3))
    assert np.diag(w) == pytest.approx(np.ones(60))
    assert (w == w.T).all() and w.min() > 0.2
    x, y = RIOTS.model().init(Country(), 1)["x"], RIOTS.model().init(Country(), 1)["y"]
    apart = np.hypot(x[0] - x, y[0] - y)
    assert (np.diff(w[0][np.argsort(apart)]) <= 0).all()
    assert weights(Country(media=1)) == pytest.approx(np.ones((60, 60)))


def test_the_first_town_lies_in_the_middle_and_alone_is_lit():
    state = init(Country(), 3)
    assert state["x"][0] == state["y"][0] == 50
    assert state["activity"][0] == 2 and not state["activity"][1:].any()


def test_reservoirs_have_the_mean_they_are_said_to_have():
    filled = np.concatenate([init(Country(sites=2000, unevenness=0.5), s)["filled"] for s in range(10)])
    assert filled.mean() == pytest.approx(50, rel=0.03)
    assert np.log(filled).std() == pytest.approx(0.5, rel=0.05)
    assert (init(Country(unevenness=0), 1)["filled"] == 50).all()


@pytest.mark.parametrize("response", ["linear", "saturating"])
def test_reservoirs_only_empty_and_nobody_is_lost(response):
    path = trajectory(RIOTS.model({**FEW, "response": response}), steps=80)
    assert (np.diff(path["left"], axis=0) <= 1e-12).all() and (path["left"] >= 0).all()
    assert path["activity"].min() >= 0
    assert path["spent"][-1] == pytest.approx(1 - path["left"][-1].sum() / init(Country(**FEW), 1)["filled"].sum())


def test_saturation_slows_and_a_high_ceiling_does_nothing():
    linear = trajectory(RIOTS.model(FEW), steps=50)["total"]
    low = trajectory(RIOTS.model({**FEW, "response": "saturating", "ceiling": 0.1}), steps=50)["total"]
    high = trajectory(RIOTS.model({**FEW, "response": "saturating", "ceiling": 1e6}), steps=50)["total"]
    assert high == pytest.approx(linear, rel=1e-5)
    assert low.max() < 0.9 * linear.max()


def test_it_ends_where_the_map_of_sizes_says_in_uneven_countries():
    for seed in (1, 2, 3):
        params = Country(sites=12, width=40, unevenness=1.0, contagion=0.006)
        end = settled(RIOTS.make(params), seed=seed, until=over)
        assert end["left"] == pytest.approx(left_in_the_end(params, seed), rel=1e-7)


def test_below_the_threshold_of_the_whole_country_it_dies_out():
    below = RIOTS.choose({"contagion": 0.0018, "spark": 1e-6})
    above = RIOTS.choose({"contagion": 0.004, "spark": 1e-6})
    assert reproduction(below) < 1 < reproduction(above)
    spent = [RIOTS.make(p).observe(settled(RIOTS.make(p), until=over))["spent"] for p in (below, above)]
    assert spent[0] < 1e-6 and spent[1] > 0.01


def test_nearness_makes_a_wave_and_media_none():
    near = {"unevenness": 0, "media": 0}
    peaks = trajectory(RIOTS.model(near), steps=100)["activity"].argmax(0)
    distance = init(RIOTS.choose(near), 1)["distance"]
    assert np.corrcoef(distance, peaks)[0, 1] > 0.9
    alike = trajectory(RIOTS.model({"unevenness": 0, "media": 0.01, "fading": 20}), steps=60)["activity"].argmax(0)
    assert len(set(alike[1:])) == 1, "towns alike that hear of all alike peak on one day"


def test_counts_are_poisson_about_the_days_end():
    model = RIOTS.model({"sites": 200, "contagion": 0, "spark": 0, "background": 3.5})
    events = np.concatenate([trajectory(model, steps=20, seed=s)["events"].ravel() for s in range(3)])
    from scipy.stats import poisson

    assert_law(events, lambda x: poisson.cdf(x, 3.5), detects=0.07)
    loud = RIOTS.model({"sites": 200, "contagion": 0, "spark": 0, "background": 1000})
    many = trajectory(loud, steps=10)["events"].ravel()
    assert many.mean() == pytest.approx(1000, abs=5) and many.var() == pytest.approx(1000, rel=0.15)


def test_chance_touches_counts_and_reservoirs_only():
    one, two = (trajectory(RIOTS.model({**FEW, "unevenness": 0}), steps=20, seed=s) for s in (1, 2))
    assert (one["activity"] == two["activity"]).all()
    assert (one["events"] != two["events"]).any()


def test_rates_that_would_take_for_ever_are_refused():
    with pytest.raises(ParameterError, match="contagion"):
        RIOTS.model({"contagion": 1000, "reservoir": 1000})
    with pytest.raises(ParameterError, match="sites"):
        RIOTS.model({"sites": 0})

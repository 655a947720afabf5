"""Forest fires of strikes: clusters, incidents, and the fits of their sizes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import label

from contested import zoo
from contested.engine.check import check_model
from contested.ground.errors import ParameterError
from contested.zoo.biggs_2005 import model as biggs
from contested.zoo.kit.event_tails import lognormal_lead, power_law
from contested.zoo.kit.trajectories import trajectory

TOWN = zoo.load("biggs-2005")


def test_the_contract():
    check_model(TOWN.model())


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([4, 9, 64, 400]), st.sampled_from(["torus", "ring"]), st.integers(1, 300), st.integers(0, 2**62))
def test_what_becomes_ready_strikes_or_stays_ready(n, lattice, theta, seed):
    seen = trajectory(TOWN.model({"lattice": lattice, "establishments": n, "gathering": theta}), steps=40, seed=seed)
    assert np.array_equal(np.round(n * (seen["ready"] - seen["left"])), seen["size"])
    assert np.array_equal(np.round(n * (seen["ready"][1:] - seen["left"][:-1])), seen["gathered"][1:])
    assert (seen["gathered"] <= theta).all() and (seen["ready"] <= 1).all()


def _clusters(ready):
    """The cluster number of every site, on a torus: labels on the plane, joined over its edges."""
    names, count = label(ready)
    same = np.arange(count + 1)
    for a, b in [*zip(names[0], names[-1]), *zip(names[:, 0], names[:, -1])]:
        if a and b:
            same[same == same[a]] = same[b]
    return same[names]


def test_an_incident_takes_its_whole_cluster_and_no_more():
    rng = np.random.default_rng(3)
    for _ in range(60):
        ready = (rng.random((12, 12)) < 0.55).astype(np.uint8)
        at = int(rng.integers(144))
        names = _clusters(ready)
        mine = (names == names.ravel()[at]) & (ready == 1) & bool(ready.ravel()[at])
        after = ready.ravel().copy()
        assert biggs._spread(after, 12, at) == mine.sum()
        assert np.array_equal(after.reshape(12, 12), np.where(mine, 0, ready))


def test_neighbours_touch_at_sides_and_not_at_corners():
    ready = np.zeros((5, 5), np.uint8)
    ready[1, 1] = ready[2, 2] = 1
    assert biggs._spread(ready.ravel(), 5, 6) == 1
    ready[1, 1] = ready[1, 2] = 1
    assert biggs._spread(ready.ravel(), 5, 6) == 3


def test_the_ring_closes():
    ready = np.zeros(10, np.uint8)
    ready[[8, 9, 0, 1, 5]] = 1
    assert biggs._spread(ready, 0, 0) == 4
    assert ready.sum() == 1
    assert biggs._spread(ready, 0, 0) == 0  # nothing there any more


def test_slower_incidents_mean_readier_towns_and_larger_waves():
    seen = [trajectory(TOWN.model({"establishments": 10_000, "gathering": g}), steps=3000) for g in (20, 100, 500)]
    ready = [s["ready"][1500:].mean() for s in seen]
    size = [s["size"][1500:].mean() for s in seen]
    assert ready == sorted(ready) and size == sorted(size)


def test_a_torus_is_a_square():
    with pytest.raises(ParameterError, match="establishments") as error:
        TOWN.model({"establishments": 1000})
    assert "31 x 31" in error.value.hint
    TOWN.model({"establishments": 1000, "lattice": "ring"})


@pytest.mark.parametrize(("exponent", "smallest"), [(1.6, 1), (2.5, 1), (2.2, 5)])
def test_a_power_law_is_found_again(exponent, smallest):
    from scipy.special import zeta

    s = np.arange(smallest, 2_000_000)
    law = np.cumsum(s**-exponent) / zeta(exponent, smallest)
    sizes = s[np.minimum(np.searchsorted(law, np.random.default_rng(1).random(20_000)), s.size - 1)]
    found = power_law(sizes, smallest)
    assert abs(found.exponent - exponent) < 4 * found.error < 0.1
    assert found.events == 20_000
    assert abs(power_law(sizes, smallest, 1000).exponent - exponent) < 0.1
    assert lognormal_lead(sizes, smallest) < 2


def test_a_log_normal_is_not_taken_for_a_power_law():
    sizes = np.round(np.exp(np.random.default_rng(2).normal(3.0, 0.7, 5000)))
    assert lognormal_lead(sizes[sizes >= 1]) > 10


@pytest.mark.parametrize("sizes", [[1, 2, np.nan], [1.5, 2, 3], [], [4, 4, 4], [1, 2]])
def test_sizes_that_no_law_can_be_fitted_to(sizes):
    with pytest.raises(ParameterError, match="sizes") as error:
        power_law(np.array(sizes, float), 4)
    assert error.value.hint
    with pytest.raises(ParameterError, match="smallest"):
        power_law(np.array([1, 2]), 0)

"""Siegel 2009: the zoo's version against one written from the rules by somebody who had not seen it.

Rules and networks apart: on one network with the same motivations both must take the same course to the last person;
and networks of a family must be alike in law. Means may differ by six standard errors, which right code exceeds twice
in 10^9; each statistic says which difference would surely be seen.
"""

import numpy as np
import pytest
from scipy.special import ndtri

from contested import zoo
from contested.ground.draws import member_seed
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_same_mean
from tests.second import siegel_2009 as second

SIEGEL = zoo.load("siegel-2009")
PEOPLE = 300
#: setting of the first, of the second; differences surely seen in mean degree, its variance and triangles a person
NETWORKS = {
    "small-world": (
        {"radius": 4, "rewired": 0.2}, lambda rng: second.small_world(PEOPLE, 4, 0.2, rng), (1e-9, 0.3, 0.3)
    ),
    "village": (
        {"village_size": 12, "far": 0.004}, lambda rng: second.villages(PEOPLE, 12, 0.004, rng), (0.2, 0.3, 0.1)
    ),
    "opinion-leader": ({"attached": 3}, lambda rng: second.attachment(PEOPLE, 3, rng), (1e-9, 10.0, 0.2)),
    "hierarchy": (
        {"expansion": 4, "in_level": 0.03}, lambda rng: second.hierarchy(PEOPLE, 4, 0.03, rng), (0.4, 1.2, 0.1)
    ),
}  # fmt: skip


def ties_of(state: dict[str, np.ndarray]) -> np.ndarray:
    """Every tie of a state of the first once, as two columns."""
    looker = np.repeat(np.arange(len(state["offsets"]) - 1), np.diff(state["offsets"]))
    once = looker < state["ends"]
    assert 2 * once.sum() == looker.size, "a tie is seen from one side only, or to oneself"
    return np.column_stack([looker[once], state["ends"][once]])


def shape_of(ties: np.ndarray) -> tuple[float, float, float]:
    """Mean degree, variance of degrees, triangles a person."""
    seen = np.zeros((PEOPLE, PEOPLE))
    seen[ties[:, 0], ties[:, 1]] = seen[ties[:, 1], ties[:, 0]] = 1
    degree = seen.sum(1)
    assert degree.sum() == 2 * len(ties), "a tie is there twice"
    both = (seen[ties[:, 0]] * seen[ties[:, 1]]).sum()  # every triangle once for each of its ties
    return degree.mean(), degree.var(), float(both / 3 / PEOPLE)


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(("sd", "memory"), [(0.25, 0.6), (0.35, 0.0), (0.35, 0.9)])
def test_on_the_same_ties_the_same_people_do_the_same(network, sd, memory):
    model = SIEGEL.model(
        {"people": PEOPLE, "network": network, "motivation_sd": sd, "memory": memory, **NETWORKS[network][0]}
    )
    for seed in range(5):
        state = model.init(model.params, seed)
        again, _ = second.history(state["motivation"], ties_of(state), memory, "none", 5000)
        assert model.observe(state)["share"] == again[0]
        first = trajectory(model, steps=len(again) + 5, seed=seed)["share"]
        assert first[: len(again) - 1] == pytest.approx(again[1:], abs=1e-12)
        assert (first[len(again) - 2 :] == first[-1]).all(), "the second thought it at rest, the first moved on"


@pytest.mark.parametrize("network", NETWORKS)
def test_networks_of_a_family_are_alike(network):
    ours, make, seen = NETWORKS[network]
    model = SIEGEL.model({"people": PEOPLE, "network": network, **ours})
    rng = np.random.default_rng(5)
    first = np.array([shape_of(ties_of(model.init(model.params, member_seed(11, r)))) for r in range(120)])
    again = np.array([shape_of(make(rng)) for _ in range(120)])
    for k, detects in enumerate(seen):
        assert_same_mean(first[:, k], again[:, k], detects=detects)


@pytest.mark.parametrize(("mean", "sd"), [(0.6, 0.2), (0.6, 0.24), (0.6, 0.3), (0.4, 0.5), (0.7, 0.15)])
def test_the_same_people_on_a_complete_network_do_the_same(mean, sd):
    model = SIEGEL.model(
        {"people": 1000, "network": "complete", "motivations": "quantiles", "motivation_mean": mean,
         "motivation_sd": sd}
    )  # fmt: skip
    b = mean + sd * ndtri((np.arange(1000) + 0.5) / 1000)
    again, _ = second.history(b, None, 0.6, "none", 5000)
    first = trajectory(model, steps=len(again) - 1)["share"]
    assert first == pytest.approx(again[1:], abs=1e-12)
    # a thousand people settle near the endless crowd; less near where its curve almost touches the line
    assert first[-1] == pytest.approx(second.exact_share(mean, sd), abs=0.02)


def test_drawn_motivations_end_alike_on_a_complete_network():
    model = SIEGEL.model({"people": PEOPLE, "network": "complete", "motivation_sd": 0.35})
    first = np.array([trajectory(model, steps=60, seed=member_seed(3, r))["share"] for r in range(250)])
    again = second.sample(250, 4, n=PEOPLE, b_sd=0.35)
    assert_same_mean(first[:, 0], again["share_1"], detects=0.03)
    assert_same_mean(first[:, -1], again["final"], detects=0.06)

"""Watts 2002: the zoo's version against one written from the rules by somebody who had not seen it.

On one graph with the same thresholds and seed both must switch on the same nodes, wave by wave; graphs, courses and
final sizes must follow one law; closed forms must give one number.
"""

import numpy as np
import pytest

from contested import zoo
from contested.engine.clock import Tick
from contested.ground.draws import member_seed, normals
from contested.zoo.kit.trajectories import settled, trajectory
from contested.zoo.watts_2002 import theory
from contested.zoo.watts_2002.model import THRESHOLD
from tests.laws import assert_same_law
from tests.second import watts_2002 as second
from tests.slow import all_but

WATTS = zoo.load("watts-2002")
NODES, RUNS = 300, 3000
#: what so many runs of each tell apart, as a difference of distribution functions
SEEN = 0.25


def again(model, seed):
    """What the second version reads off a state of the first: neighbour lists, what each needs, the seed."""
    params = model.params
    state = model.init(params, seed)
    threshold = np.full(params.nodes, params.threshold)
    if params.threshold_sd > 0:
        threshold = threshold + params.threshold_sd * normals(params.nodes, seed, THRESHOLD)
    need = second.needed(threshold, np.diff(state["offsets"]))
    return state["offsets"], state["ends"], need, state["order"][: params.seeds].astype(np.int64)


@pytest.mark.parametrize(("z", "phi"), [(1.3, 0.18), (3.0, 0.2), (5.0, 0.18), (2.0, 0.25), (6.0, 0.1), (2.5, 1 / 3)])
@pytest.mark.parametrize("seeds", [1, 12])
def test_on_the_same_graph_the_same_nodes_switch_on_in_the_same_wave(z, phi, seeds):
    model = WATTS.model({"nodes": 2000, "degree": z, "threshold": phi, "seeds": seeds, "order": "together"})
    for seed in range(8):
        on, course = second.waves(*again(model, seed))
        first = trajectory(model, steps=len(course) + 2, seed=seed)["on"]
        assert first[: len(course) - 1].tolist() == course[1:].tolist()
        assert (first[len(course) - 1 :] == course[-1]).all()
        assert (settled(model, seed=seed)["active"] == on).all()


@pytest.mark.parametrize("sd", [0.0, 0.05, 0.3])
def test_one_at_a_time_the_same_nodes_are_on_in_the_end(sd):
    model = WATTS.model({"nodes": 400, "degree": 4.0, "threshold": 0.2, "threshold_sd": sd, "seeds": 2})
    rng = np.random.default_rng(4)
    for seed in range(12):
        on = second.one_at_a_time(*again(model, seed), rng)
        assert (settled(model, seed=seed)["active"] == on).all()


def test_a_sweep_in_random_order_goes_as_far():
    """One graph, one seed: how many are on after everybody has looked once, over orders."""
    model = WATTS.model({"nodes": 200, "degree": 3.0, "threshold": 0.18, "seeds": 3})
    start, ends, need, first = again(model, 5)
    rng = np.random.default_rng(6)

    def sweep():
        on = np.zeros(200, bool)
        on[first] = True
        for i in rng.permutation(200):
            on[i] |= on[ends[start[i] : start[i + 1]]].sum() >= need[i]
        return on.sum()

    def ours(key):  # the order's key alone differs
        return model.step(model.init(model.params, 5), model.params, Tick(0, key))["reached"][0]

    a, b = [sweep() for _ in range(RUNS)], [ours(member_seed(6, r)) for r in range(RUNS)]
    assert np.std(a) > 5  # orders matter here
    assert_same_law(np.array(a), np.array(b), detects=SEEN)


CELLS = {
    "lower": {"degree": 1.2},
    "middle": {"degree": 3.0},
    "upper": {"degree": 5.76},
    "past": {"degree": 6.5},
    "fixed": {"degree": 2.0, "ties": "fixed"},
    "fifth": {"degree": 3.0, "threshold": 0.2},
    "seeds": {"degree": 6.0, "seeds": 4},
    "varied": {"degree": 4.0, "threshold": 0.3, "threshold_sd": 0.1},
}


@pytest.mark.parametrize("cell", all_but(("middle", "fixed", "varied"), CELLS))
def test_graphs_courses_and_sizes_follow_one_law(cell):
    chosen = {"threshold": 0.18, "threshold_sd": 0.0, "seeds": 1, "ties": "drawn", **CELLS[cell]}
    model = WATTS.model({"nodes": NODES, "order": "together", **chosen})
    ties = {"drawn": "binomial", "fixed": "fixed"}[chosen["ties"]]
    b = second.sample(RUNS, 9, n=NODES, z=chosen["degree"], phi=chosen["threshold"], sd=chosen["threshold_sd"],
                      seeds=chosen["seeds"], ties=ties)  # fmt: skip
    names = ("seed_degree", "mean_degree", "vulnerable", "on_1", "on_2", "on_3", "size")
    a = {name: np.empty(RUNS) for name in names}
    for r in range(RUNS):
        seed = member_seed(9, r)
        start, _, need, first = again(model, seed)
        degree = np.diff(start)
        on = trajectory(model, steps=40, seed=seed)["on"]
        assert on[-1] == on[-2], "not at rest"
        a["seed_degree"][r], a["mean_degree"][r] = degree[first[0]], degree.mean()
        a["vulnerable"][r] = ((degree > 0) & (need <= 1)).mean()
        a["on_1"][r], a["on_2"][r], a["on_3"][r] = on[:3]
        a["size"][r] = on[-1] / NODES
    for name in names if chosen["threshold_sd"] == 0 else ("seed_degree", "mean_degree", "vulnerable", "size"):
        assert_same_law(a[name], b[name], detects=SEEN)


@pytest.mark.parametrize("phi", all_but((0.2,), (0.13, 0.2, 0.25, 0.26)))
def test_windows_are_the_same(phi):
    exact = second.exact_window(phi)
    if phi > 0.25:
        assert exact is theory.window(phi) is None
    else:
        assert theory.window(phi) == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize(
    ("z", "phi"), [(1.1, 0.18), (2.0, 0.25), (3.0, 0.18), (5.5, 0.18), (5.76, 0.18), (7.0, 0.15)]
)
def test_closed_forms_give_one_number(z, phi):
    assert theory.chance(z, phi) == pytest.approx(second.exact_chance(z, phi), abs=1e-9)
    # the second's seed is a ten-millionth of the nodes
    assert theory.size(z, phi) == pytest.approx(second.exact_size(z, phi), abs=1e-5)

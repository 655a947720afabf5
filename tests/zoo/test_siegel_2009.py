"""Participation comes and goes with what is seen, and each family of networks is tied as it says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from contested import zoo
from contested.engine.clock import Tick
from contested.ground.errors import ParameterError
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.siegel_2009 import model as families
from contested.zoo.siegel_2009.model import NETWORKS
from tests.laws import assert_chance, assert_law

SIEGEL = zoo.load("siegel-2009")
EXACT = {"network": "complete", "motivations": "quantiles"}


def paths(steps, seed=1, **chosen):
    return trajectory(SIEGEL.model(chosen), steps=steps, seed=seed)["participants"]


def followed(steps, share, **chosen):
    """Participants from a start in which the most motivated `share` take part and everybody has seen them."""
    model = SIEGEL.model({"people": 2000, **EXACT, **chosen})
    state = model.init(model.params, 1)
    n = 2000
    state["takes_part"][:] = np.arange(n) >= n - round(share * n)
    state["external"][:] = share - 1.0
    out = [round(share * n)]
    for step in range(steps):
        model.step(state, model.params, Tick(step, 1))
        out.append(model.observe(state)["participants"])
    return np.array(out)


def pairs(ties):
    """Ties as a set of (smaller, larger); refuses loops, doubles and ties seen from one side."""
    looker = np.repeat(np.arange(ties.degrees.size), ties.degrees)
    both = list(zip(looker.tolist(), ties.ends.tolist(), strict=True))
    found = set(both)
    assert len(found) == len(both) and all(a != b and (b, a) in found for a, b in found)
    return {(a, b) for a, b in found if a < b}


# rules ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("network", NETWORKS)
def test_in_the_beginning_only_those_take_part_who_need_nobody(network):
    model = SIEGEL.model({"network": network, "motivation_sd": 0.4})
    state = model.init(model.params, 3)
    assert (state["external"] == -1.0).all()
    assert (state["takes_part"] == (state["motivation"] > 1.0)).all() and state["takes_part"].any()


def test_participation_is_reversible():
    falling = followed(80, 0.4, motivation_mean=0.4, motivation_sd=0.1)
    assert falling[0] == 800 and (np.diff(falling) <= 0).all() and falling[-1] == 0
    rising = followed(80, 0.8, motivation_mean=0.4, motivation_sd=0.1)
    assert (np.diff(rising) >= 0).all() and rising[-1] == 2000


@given(
    network=st.sampled_from(NETWORKS), mean=st.floats(0.2, 0.9), sd=st.floats(0.05, 0.6), memory=st.floats(0, 0.95),
    seed=st.integers(0, 2**40),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_one_step_is_the_formula_with_what_each_sees(network, mean, sd, memory, seed):
    n = 60
    model = SIEGEL.model({"people": n, "network": network, "motivation_mean": mean, "motivation_sd": sd,
                          "memory": memory, "far": 0.02, "in_level": 0.1})  # fmt: skip
    state = model.init(model.params, seed)
    square = 1 - np.eye(n)
    if network != "complete":
        square = np.zeros((n, n))
        square[np.repeat(np.arange(n), np.diff(state["offsets"])), state["ends"]] = 1
    c, out = np.full(n, -1.0), state["motivation"] > 1
    for step in range(12):
        before = out.sum()
        c = memory * c - (1 - memory) * (1 - square @ out / np.maximum(1, square.sum(1)))
        out = state["motivation"] + c > 0
        model.step(state, model.params, Tick(step, seed))
        assert state["external"] == pytest.approx(c, abs=1e-12)
        assert (state["takes_part"] == out).all()
        assert out.sum() >= before, "from c = -1 nobody ever leaves"


def test_everybody_alike_moves_only_where_nobody_needs_anybody():
    alike = {"motivation_sd": 0.0, "network": "village"}
    assert set(paths(20, motivation_mean=0.99, **alike)) == {0}
    assert set(paths(20, motivation_mean=1.01, **alike)) == {1000}


def test_who_sees_nobody_never_finds_company():
    alone = {"network": "village", "village_size": 1, "far": 0.0, "motivations": "quantiles", "motivation_sd": 0.5}
    assert set(paths(30, **alone)) == {212}  # b > 1 is 0.8 standard deviations above the mean: 0.2119


# the complete network ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mean", "sd"), [(0.4, 0.3), (0.4, 0.5), (0.5, 0.35), (0.6, 0.15), (0.6, 0.3), (0.7, 0.2)])
def test_everybody_seeing_everybody_ends_at_the_smallest_share_that_the_map_keeps(mean, sd):
    n = 20_000
    end = paths(300, people=n, motivation_mean=mean, motivation_sd=sd, **EXACT)[-1] / n

    def rises_to(r):
        return 1 - ndtr((1 - r - mean) / sd)

    assert rises_to(end) == pytest.approx(end, abs=3 / n)
    below = np.linspace(0, end - 5e-3, 500) if end > 5e-3 else np.zeros(1)
    assert (rises_to(below) > below).all(), "an earlier share stops it"


def test_without_memory_the_complete_network_is_the_map_itself():
    n, mean, sd = 200_000, 0.6, 0.25
    path = paths(40, people=n, motivation_mean=mean, motivation_sd=sd, memory=0.0, **EXACT) / n
    r = 1 - ndtr((1 - mean) / sd)
    for now in path:
        r = 1 - ndtr((1 - r - mean) / sd)
        assert now == pytest.approx(r, abs=1e-3)


def test_the_jump_lies_where_the_curve_touches_the_line():
    below, above = (paths(2000, people=20_000, motivation_sd=sd, **EXACT)[-1] / 20_000 for sd in (0.240, 0.243))
    assert below < 0.158 < 0.9 < above


@pytest.mark.parametrize("network", NETWORKS)
def test_memory_changes_when_and_not_where(network):
    runs = [paths(1500, seed=5, people=400, network=network, motivation_sd=0.35, memory=m) for m in (0.0, 0.5, 0.95)]
    assert len({run[-1] for run in runs}) == 1
    first = [int((run == run[-1]).argmax()) for run in runs]
    assert first[0] < first[1] < first[2]


# motivations ---------------------------------------------------------------------------------------------------------


def test_drawn_motivations_are_normal_and_quantiles_are_their_law_without_chance():
    drawn, placed = (
        SIEGEL.model({"people": 20_000, "motivation_mean": 0.3, "motivation_sd": 0.2, "motivations": way})
        for way in ("drawn", "quantiles")
    )

    def law(b):
        return ndtr((b - 0.3) / 0.2)

    assert_law(drawn.init(drawn.params, 2)["motivation"], law, detects=0.05)
    ranks = law(placed.init(placed.params, 2)["motivation"])
    assert ranks == pytest.approx((np.arange(20_000) + 0.5) / 20_000, abs=1e-12)
    assert (placed.init(placed.params, 3)["motivation"] == placed.init(placed.params, 2)["motivation"]).all()


# networks ------------------------------------------------------------------------------------------------------------


def test_a_small_world_is_a_ring_with_ties_moved():
    ring = pairs(families.small_world(50, 3, 0.0, 1))
    assert ring == {(min(i, j), max(i, j)) for i in range(50) for d in (1, 2, 3) for j in ((i + d) % 50,)}
    moved = families.small_world(5000, 3, 0.3, 1)
    assert len(pairs(moved)) == 15_000 and moved.degrees.min() >= 3
    far = sum(min(b - a, 5000 - b + a) > 3 for a, b in pairs(moved))
    assert_chance(far, 15_000, 0.3, detects=0.06)


def test_a_village_is_all_tied_and_the_last_is_smaller():
    ties = pairs(families.village(23, 5, 0.0, 1))
    assert ties == {(a, b) for b in range(23) for a in range(b) if a // 5 == b // 5}
    assert len(pairs(families.village(23, 5, 1.0, 1))) == 23 * 22 // 2


def test_strangers_know_one_another_with_the_chance_given():
    within, elsewhere = 60 * 45, 600 * 599 // 2 - 60 * 45
    ties = pairs(families.village(600, 10, 0.05, 9))
    far = sum(a // 10 != b // 10 for a, b in ties)
    assert len(ties) - far == within
    assert_chance(far, elsewhere, 0.05, detects=0.01)


@given(people=st.integers(2, 200), ties=st.integers(1, 12), seed=st.integers(0, 2**40))
@settings(max_examples=40, deadline=None)
def test_a_newcomer_ties_to_so_many_who_are_there(people, ties, seed):
    found = pairs(families.opinion_leader(people, ties, seed))
    earlier = np.bincount([b for _, b in found], minlength=people)  # ties of each to people before them
    assert list(earlier) == [min(i, ties) for i in range(people)]


def test_who_has_more_ties_gets_more():
    """Of the first three, one has two ties and two have one: the fourth meets that one half of the time."""
    hits = 0
    for seed in range(2000):
        ties = families.opinion_leader(4, 1, seed)
        (new,) = (a for a, b in pairs(ties) if b == 3)
        hits += ties.degrees[new] == 3
    assert_chance(hits, 2000, 0.5, detects=0.15)
    # the most of n goes with the root of n; were all alike it would go with log n, about 12
    assert families.opinion_leader(3000, 1, 5).degrees.max() > 30


@pytest.mark.parametrize("expansion", [1, 2, 5])
def test_in_a_hierarchy_everybody_has_one_above_and_so_many_below(expansion):
    ties = pairs(families.hierarchy(100, expansion, 0.0, 1))
    above = {b: a for a, b in ties}
    assert len(above) == len(ties) == 99
    below = np.bincount(list(above.values()), minlength=100)
    assert set(below) <= {0, expansion, 99 % expansion}
    assert (np.diff([above[b] for b in range(1, 100)]) >= 0).all(), "levels fill from the top"


def test_levels_of_a_hierarchy_are_tied_among_themselves():
    level = np.repeat(np.arange(4), [1, 3, 9, 7])
    ties = pairs(families.hierarchy(20, 3, 1.0, 1))
    same = {(a, b) for b in range(20) for a in range(b) if level[a] == level[b]}
    assert same <= ties and len(ties) == len(same) + 19
    assert all(level[b] - level[a] == 1 for a, b in ties - same)


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"people": 10, "radius": 5}, "^radius"),
        ({"network": "opinion-leader", "people": 5, "attached": 5}, "^attached"),
        ({"network": "village", "people": 8, "village_size": 9}, "^village_size"),
        ({"network": "star"}, "network"),
        ({"rewired": 1.2}, "rewired"),
        ({"far": -0.1}, "far"),
        ({"in_level": float("nan")}, "in_level"),
        ({"motivation_mean": float("nan")}, "motivation_mean"),
        ({"motivation_sd": -0.1}, "motivation_sd"),
        ({"memory": 1.0}, "memory"),
        ({"people": 1}, "people"),
        ({"radius": 2.5}, "radius"),
    ],
)
def test_what_cannot_be_is_refused_by_name(asked, word):
    with pytest.raises(ParameterError, match=word):
        SIEGEL.model(asked)

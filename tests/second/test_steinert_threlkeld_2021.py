"""Repression on a network, by two writers: every course a protest can take has the chance that the second finds."""

from collections import Counter

import numpy as np
import pytest
from scipy import stats

from contested import zoo
from contested.engine.clock import Tick
from contested.zoo.steinert_threlkeld_2021.model import Streets, init, make, ties_of
from tests.laws import assert_chance, assert_law, assert_same_law, assert_same_mean, uniform_cdf
from tests.second import steinert_threlkeld_2021 as second

FIRST = zoo.load("steinert-threlkeld-2021")
NETWORKS = ("scale-free", "small-world", "clustered", "complete")


def bits_of(state):
    """The second version's network: for each person the bits of their neighbours."""
    return [sum(1 << int(j) for j in friends) for friends in np.split(state["ends"], state["offsets"][1:-1])]


def starter_of(state, ties):
    """Who is tied to everybody else who began."""
    core = sum(1 << int(i) for i in np.flatnonzero(state["first"]))
    return next(i for i in second.people(core) if ties[i] | 1 << i == core)


def by_second(state, rate):
    ties = bits_of(state)
    return second.law(ties, state["threshold"].tolist(), starter_of(state, ties), rate)


def by_first(start, params, seed):
    """One history of the first version, from a state that is left as it is."""
    state, model, seen = {k: v.copy() for k, v in start.items()}, make(params), []
    while not state["resting"][0]:
        assert len(seen) < 500, "it does not end"
        model.step(state, params, Tick(len(seen), seed))
        now = model.observe(state)
        seen.append((int(now["active"]), int(now["removed"]), int(now["joined"])))
    return tuple(seen)


@pytest.mark.parametrize("thresholds", ["uniform", "fixed"])
@pytest.mark.parametrize("network", NETWORKS)
def test_without_repression_the_only_history_is_the_same(network, thresholds):
    """At 0.5 many see exactly their threshold."""
    for seed in range(12):
        params = Streets(
            people=120, network=network, repression=0.0, degree=6, thresholds=thresholds, threshold=0.5
        )  # fmt: skip
        state = init(params, seed)
        assert by_second(state, 0.0) == {by_first(state, params, seed): 1}


#: few people, so that every course can be found: settings, and seed of the network
SMALL = {
    "clustered": ({"people": 12, "network": "clustered", "attached": 2, "repression": 0.4}, 2),
    "small-world": ({"people": 13, "network": "small-world", "degree": 4, "rewired": 0.3, "repression": 0.25,
                     "thresholds": "fixed", "threshold": 0.3}, 2),
    "scale-free": ({"people": 11, "exponent": 1.8, "repression": 0.35, "thresholds": "normal"}, 3),
}  # fmt: skip


@pytest.mark.parametrize("case", SMALL)
def test_every_history_has_its_chance(case):
    chosen, seed = SMALL[case]
    params, runs = Streets(**chosen), 1500
    start = init(params, seed)
    law = by_second(start, params.repression)
    assert sum(law.values()) == pytest.approx(1) and len(law) >= 4, law
    seen = Counter(by_first(start, params, 1000 + r) for r in range(runs))
    assert seen.keys() <= law.keys()
    for history, chance in law.items():
        if chance > 0.01:
            assert_chance(seen[history], runs, float(chance), detects=0.18)
    ends = {history: history[-1][0] for history in law}
    mean = sum(ends[h] * chance for h, chance in law.items())
    spread = sum((ends[h] - mean) ** 2 * chance for h, chance in law.items()) ** 0.5
    ours = sum(ends[h] * count for h, count in seen.items()) / runs
    assert abs(ours - mean) < 6 * spread / runs**0.5


def matrix(params, seed):
    ties = ties_of(params, seed)
    tied = np.zeros((params.people, params.people), bool)
    tied[np.repeat(np.arange(params.people), ties.degrees), ties.ends] = True
    return tied


def best_tied(tied):
    return tied.sum(0).max()


def first_five(tied):
    return tied[:5].sum()


def untied(tied):
    return (tied.sum(0) == 0).sum()


#: settings of a network, the same by the second version, and what has one mean in both; ties by a power law vary too
#: much for means of more than how many have none
MADE = {
    "scale-free": ({"people": 60, "exponent": 2.5}, lambda rng: second.power_law(60, 2.5, rng), (untied,)),
    "small-world": (
        {"people": 60, "network": "small-world", "degree": 6, "rewired": 0.4},
        lambda rng: second.small_world(60, 6, 0.4, rng), (second.triangles, best_tied),
    ),
    "clustered": (
        {"people": 60, "network": "clustered", "attached": 3, "closing": 0.7},
        lambda rng: second.clustered(60, 3, 0.7, rng), (second.triangles, best_tied, first_five),
    ),
}  # fmt: skip


@pytest.mark.parametrize("network", MADE)
def test_networks_have_one_law(network):
    """Ties of somebody drawn by lot follow one law; of all of a network, one mean."""
    chosen, make_one, measures = MADE[network]
    rng, params, runs = np.random.default_rng(20), Streets(**chosen), 500
    ours, theirs = [matrix(params, seed) for seed in range(runs)], [make_one(rng) for _ in range(runs)]
    who = rng.integers(params.people, size=(2, runs))
    assert_same_law(*([t[i].sum() for t, i in zip(made, row)] for made, row in zip((ours, theirs), who)), detects=0.6)
    for measure in measures:
        means = [np.array([measure(tied) for tied in made]) for made in (ours, theirs)]
        assert_same_mean(*means, detects=0.35 * means[1].mean())


@pytest.mark.parametrize("seed", range(8))
def test_the_largest_part_is_kept(seed):
    state = init(Streets(people=150, exponent=2.8), seed)
    tied = matrix(Streets(people=150, exponent=2.8), seed)
    sizes = second.parts([sum(1 << int(j) for j in np.flatnonzero(row)) for row in tied])
    outside = FIRST.model({"people": 150, "exponent": 2.8}).observe(state)
    assert round(outside["active"] / outside["share"]) == sizes[0] < 150


@pytest.mark.parametrize(
    ("chosen", "law"),
    [
        ({"thresholds": "uniform"}, uniform_cdf),
        ({"thresholds": "normal"}, stats.truncnorm(-0.25 / 0.122, np.inf, 0.25, 0.122).cdf),
    ],
    ids=["uniform", "normal"],
)
def test_thresholds_follow_their_law(chosen, law):
    assert_law(init(Streets(people=20_000, network="small-world", **chosen), 9)["threshold"], law, detects=0.05)

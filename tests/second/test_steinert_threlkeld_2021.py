"""Two versions of repression on a network agree: exactly without repression, in law with it."""

import numpy as np
import pytest

from contested import zoo
from contested.engine.clock import Tick
from contested.zoo.steinert_threlkeld_2021.model import ACTIVE, Streets, init, make, ties_of, weights_of
from tests.laws import assert_same_law
from tests.second import steinert_threlkeld_2021 as second

FIRST = zoo.load("steinert-threlkeld-2021")
NETWORKS = ("scale-free", "small-world", "clustered", "complete")


def graph_of(state):
    cut = np.split(state["ends"], state["offsets"][1:-1])
    return [set(friends.tolist()) for friends in cut]


def first(state, params, seed):
    """Numbers of every step until the end, from a state."""
    model, out, step = make(params), {"active": [], "removed": [], "joined": []}, 0
    while not state["resting"][0]:
        model.step(state, params, Tick(step, seed))
        seen = model.observe(state)
        for name in out:
            out[name].append(seen[name])
        step += 1
    return out


def starter_of(state):
    """Who is tied to everybody else who began."""
    here = set(np.flatnonzero(state["first"]).tolist())
    graph = graph_of(state)
    return next(i for i in here if graph[i] | {i} == here)


@pytest.mark.parametrize("network", NETWORKS)
def test_without_repression_step_by_step(network):
    for seed in range(12):
        params = Streets(people=120, network=network, repression=0.0, degree=6)
        state = init(params, seed)
        theirs = second.protest(graph_of(state), state["threshold"].tolist(), starter_of(state), 0.0, None)
        assert first(state, params, seed) == theirs


@pytest.mark.parametrize("rate", [0.15, 0.5])
def test_under_repression_on_one_network_in_law(rate):
    params = Streets(people=60, network="clustered", repression=rate, thresholds="fixed", threshold=0.3)
    start = init(params, 4)
    graph, thresholds, starter = graph_of(start), start["threshold"].tolist(), starter_of(start)
    rng = np.random.default_rng(8)
    theirs = [second.protest(graph, thresholds, starter, rate, rng) for _ in range(1500)]
    ours = [first({k: v.copy() for k, v in start.items()}, params, 1000 + r) for r in range(1500)]
    for name in ("active", "removed"):
        assert_same_law(np.array([o[name][-1] for o in ours]), np.array([t[name][-1] for t in theirs]), detects=0.35)
    lasted = [np.array([len(run["active"]) for run in runs]) for runs in (ours, theirs)]
    assert_same_law(*lasted, detects=0.35)


def test_whom_repression_takes_first():
    params = Streets(people=80, network="clustered", repression=0.34)
    start = init(params, 11)
    graph, rows = graph_of(start), np.flatnonzero(start["status"] == ACTIVE)
    rng = np.random.default_rng(3)
    degree, thresholds = [len(g) for g in graph], start["threshold"].tolist()
    theirs = np.zeros(80)
    for _ in range(3000):
        theirs[second.victims(rows.tolist(), degree, thresholds, 0.34, rng)] += 1
    ours = np.zeros(80)
    for r in range(3000):
        state = {k: v.copy() for k, v in start.items()}
        make(params).step(state, params, Tick(0, r))
        ours += state["status"] == 2
    assert ours.sum() == theirs.sum() == 3000 * int(0.34 * rows.size) > 0
    spread = np.sqrt(2 * 3000 * 0.25)
    assert np.abs(ours - theirs).max() < 4.5 * spread
    found, weight = weights_of(start)
    assert (found == rows).all() and np.corrcoef(weight, ours[rows])[0, 1] > 0.9


def test_expected_degrees_in_law():
    params = Streets(people=150, exponent=2.5)
    ours = np.concatenate([ties_of(params, seed).degrees for seed in range(125)])
    rng = np.random.default_rng(5)
    draws = [second.expected_degrees((1 - rng.random(150)) ** (-1 / 1.5), rng) for _ in range(125)]
    assert_same_law(ours, np.concatenate(draws), detects=0.1)

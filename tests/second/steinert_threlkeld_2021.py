"""Steinert-Threlkeld & Steinert-Threlkeld 2021, a second time: a protest under repression, by sets and loops.

Rules as read from the card
1. A graph given as a set of neighbours for each person; a threshold for each.
2. One person and all their neighbours are active at the start; they are the core.
3. A step: int(rate x active) of the active are removed for good, one after another, the chance of each in proportion to
   degree / largest degree + 1 - threshold / largest threshold, the largest among the active as the removal begins and
   degrees of the graph as it was. Then active people outside the core who see a smaller share active among their
   remaining neighbours than their threshold stop, all at once. Then quiet people with an active neighbour who see at
   least their threshold begin, all at once.
4. The end is the first step in which nobody begins.
Readings: a share of no neighbours is 0; core members count and are seen until they are removed.
Written by the same hand as the first version.
"""

from __future__ import annotations

import numpy as np


def protest(
    graph: list[set[int]], thresholds: list[float], starter: int, rate: float, rng: np.random.Generator
) -> dict[str, list[int]]:
    """Numbers active, removed and joined after each step until the end."""
    degree = [len(friends) for friends in graph]
    there = [set(friends) for friends in graph]
    core = {starter} | graph[starter]
    active, gone = set(core), 0
    out: dict[str, list[int]] = {"active": [], "removed": [], "joined": []}
    while True:
        for who in victims(sorted(active), degree, thresholds, rate, rng):
            active.discard(who)
            gone += 1
            for friend in there[who]:
                there[friend].discard(who)
            there[who] = set()
            core.discard(who)
            degree[who] = -1  # marks that who is gone
        stopping = {i for i in active - core if seen(there[i], active) < thresholds[i]}
        active -= stopping
        beginning = set()
        for i in range(len(graph)):
            if degree[i] >= 0 and i not in active and there[i] & active and seen(there[i], active) >= thresholds[i]:
                beginning.add(i)
        active |= beginning
        out["active"].append(len(active))
        out["removed"].append(gone)
        out["joined"].append(len(beginning))
        if not beginning:
            return out


def seen(friends: set[int], active: set[int]) -> float:
    """Share of active people among friends who remain."""
    return len(friends & active) / len(friends) if friends else 0.0


def victims(
    active: list[int], degree: list[int], thresholds: list[float], rate: float, rng: np.random.Generator
) -> list[int]:
    """Whom repression takes in one step."""
    if not active:
        return []
    most, high = max(degree[i] for i in active), max(thresholds[i] for i in active)
    weight = {i: degree[i] / most + 1.0 - (thresholds[i] / high if high else 0.0) for i in active}
    found: list[int] = []
    for _ in range(int(rate * len(active))):
        left = [i for i in active if i not in found]
        w = np.array([weight[i] for i in left])
        found.append(int(rng.choice(left, p=w / w.sum())))
    return found


def erdos(people: int, chance: float, rng: np.random.Generator) -> list[set[int]]:
    """A random graph, for comparing."""
    graph: list[set[int]] = [set() for _ in range(people)]
    for i in range(people):
        for j in range(i):
            if rng.random() < chance:
                graph[i].add(j)
                graph[j].add(i)
    return graph


def expected_degrees(weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Degrees of a graph in which a pair is tied with chance w_i w_j / sum w, at most 1."""
    chance = np.minimum(1.0, np.outer(weights, weights) / weights.sum())
    tied = np.triu(rng.random(chance.shape) < chance, 1)
    return tied.sum(0) + tied.sum(1)

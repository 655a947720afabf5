"""Worker protest (Kim & Hanneman 2011), written a second time, agent by agent.

Rules as read, from a statement of the rules in words and nothing else:
1. side x side torus, at most one agent a cell; round(0.70 side^2) workers and round(0.04 side^2) cops,
   placed at random.
2. Vision: cells within Euclidean distance `vision` on the torus, one's own left out.
3. Wage 1 + inequality z, z standard normal; risk aversion uniform; both fixed.
4. Tags: a group 0..groups-1 (similarity 1 or 0), or a place on a circle of length 1 (similarity 1 - 2 distance).
5. A worker's turn: move to a uniform empty cell in vision, then look round the new cell. W: workers seen, itself left
   out. Grievance min(1, max(0, mean wage of W - own)). Cops C; A = 1 + protesting workers seen. Ratio floor(C/A) or
   C/A; P = 1 - exp(-2.3 ratio). Similarity s: mean over W (1/2 without W). Risk aversion min(1, max(0, R (1 +
   identity (1 - 2 s)))). Net risk N = that times P. "chance": protests with chance max(0, G - N); "threshold": iff
   G - N > 0.1.
6. A cop's turn: move likewise, look round, jail a uniform one of the protesting workers seen and move to its cell.
   The jailed leave the lattice, quiet, for 1..jail_max steps, all terms equally likely.
7. A step: everybody once, in a fresh uniform order, workers and cops together, the jailed left out. Then every term
   falls by one, also those begun this step, and workers at 0 return, quiet, to a uniform empty cell, in order of
   number.
8. Counted at the end of a step.
9. Outburst: consecutive steps with more than floor(0.05 workers) protesting; open ones at either end are dropped.

Readings chosen: a worker jailed before its turn has none, also if nobody else is jailed; an outburst that is under way
in the first kept step is "open when the settling ends" only if the last settling step was above the line too.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit


@njit(cache=True)
def _history(
    rng, side, vision, workers, cops, inequality, identity, groups, graded, exact_ratio, threshold, jail_max, steps
):
    cells = side * side
    agents = workers + cops
    # who stands where: workers 0..workers-1, then cops
    who = np.full(cells, -1)
    cell = rng.permutation(cells)[:agents].copy()
    for a in range(agents):
        who[cell[a]] = a
    wage = np.empty(workers)
    risk = np.empty(workers)
    tag = np.empty(workers)
    for w in range(workers):
        wage[w] = 1.0 + inequality * rng.standard_normal()
        risk[w] = rng.random()
        tag[w] = rng.random() if graded else float(rng.integers(0, groups))
    active = np.zeros(workers, np.bool_)
    term = np.zeros(workers, np.int64)
    protesting = np.zeros(steps)
    jailed = np.zeros(steps)
    seen = np.empty(cells, np.int64)
    free = np.empty(cells, np.int64)
    for t in range(steps):
        for a in rng.permutation(agents):
            if a < workers and term[a] > 0:
                continue
            # move, then look
            for look in range(2):
                y, x = cell[a] // side, cell[a] % side
                n_seen = 0
                n_free = 0
                for dy in range(-vision, vision + 1):
                    for dx in range(-vision, vision + 1):
                        if (dy == 0 and dx == 0) or dy * dy + dx * dx > vision * vision:
                            continue
                        c = (y + dy) % side * side + (x + dx) % side
                        if who[c] < 0:
                            free[n_free] = c
                            n_free += 1
                        else:
                            seen[n_seen] = who[c]
                            n_seen += 1
                if look == 0 and n_free > 0:
                    who[cell[a]] = -1
                    cell[a] = free[rng.integers(0, n_free)]
                    who[cell[a]] = a
            if a < workers:
                around = 0
                wages = 0.0
                alike = 0.0
                officers = 0
                others = 0
                for k in range(n_seen):
                    b = seen[k]
                    if b >= workers:
                        officers += 1
                        continue
                    around += 1
                    wages += wage[b]
                    if graded:
                        d = abs(tag[a] - tag[b])
                        alike += 1.0 - 2.0 * min(d, 1.0 - d)
                    elif tag[a] == tag[b]:
                        alike += 1.0
                    if active[b]:
                        others += 1
                grievance = 0.0
                s = 0.5
                if around > 0:
                    grievance = min(1.0, max(0.0, wages / around - wage[a]))
                    s = alike / around
                ratio = officers / (1.0 + others)
                if not exact_ratio:
                    ratio = math.floor(ratio)
                arrest = 1.0 - math.exp(-2.3 * ratio)
                averse = min(1.0, max(0.0, risk[a] * (1.0 + identity * (1.0 - 2.0 * s))))
                gain = grievance - averse * arrest
                if threshold:
                    active[a] = gain > 0.1
                else:
                    active[a] = rng.random() < gain
            else:
                n_suspects = 0
                for k in range(n_seen):
                    if seen[k] < workers and active[seen[k]]:
                        seen[n_suspects] = seen[k]
                        n_suspects += 1
                if n_suspects > 0:
                    b = seen[rng.integers(0, n_suspects)]
                    active[b] = False
                    term[b] = 1 + rng.integers(0, jail_max)
                    who[cell[a]] = -1
                    cell[a] = cell[b]
                    who[cell[a]] = a
        for w in range(workers):
            if term[w] > 0:
                term[w] -= 1
                if term[w] == 0:
                    n_free = 0
                    for c in range(cells):
                        if who[c] < 0:
                            free[n_free] = c
                            n_free += 1
                    cell[w] = free[rng.integers(0, n_free)]
                    who[cell[w]] = w
        protesting[t] = active.sum()
        jailed[t] = (term > 0).sum()
    return protesting, jailed


def outbursts(protesting: np.ndarray, settle: int, over: int) -> list[tuple[int, float, float]]:
    """(duration, strength, size) of every whole outburst after the first `settle` steps."""
    found, run = [], []
    open_at_start = settle > 0 and protesting[settle - 1] > over
    for value in protesting[settle:]:
        if value > over:
            run.append(value)
        else:
            if run and not open_at_start:
                found.append((len(run), max(run), sum(run)))
            run, open_at_start = [], False
    return found


def sample(
    runs: int,
    seed: int,
    *,
    side: int = 40,
    vision: int = 7,
    worker_density: float = 0.70,
    cop_density: float = 0.04,
    inequality: float = 0.3,
    identity: float = 0.0,
    groups: int = 4,
    similarity: str = "binary",
    ratio: str = "floor",
    decision: str = "chance",
    jail_max: int = 30,
    steps: int = 150,
    settle: int = 50,
    outburst_over: float = 0.05,
) -> dict[str, np.ndarray]:
    """One entry a run; shares are of all workers."""
    workers, cops = round(worker_density * side * side), round(cop_density * side * side)
    over = math.floor(outburst_over * workers)
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(runs):
        protesting, jailed = _history(
            rng, side, vision, workers, cops, inequality, identity, groups, similarity == "graded",
            ratio == "exact", decision == "threshold", jail_max, steps,
        )  # fmt: skip
        bursts = outbursts(protesting, settle, over)
        row = {
            "protesting": protesting[settle:].mean() / workers,
            "jailed": jailed[settle:].mean() / workers,
            "outbursts_per_100": 100 * len(bursts) / (steps - settle),
            "duration": np.mean([b[0] for b in bursts]) if bursts else np.nan,
            "strength": np.mean([b[1] for b in bursts]) if bursts else np.nan,
        }
        for k in (1, 2, 5, 20):
            row[f"protesting_{k}"] = protesting[k - 1] / workers
            row[f"jailed_{k}"] = jailed[k - 1] / workers
        rows.append(row)
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def exact(inequality: float, decision: str) -> float:
    """Share protesting without cops when everybody sees everybody: wages are compared with their mean, 1."""
    z = np.linspace(-12, 12, 2_400_001)
    weight = np.exp(-z * z / 2)
    grievance = np.clip(-inequality * z, 0, 1)
    return float(np.average(grievance if decision == "chance" else grievance > 0.1, weights=weight))

"""Strikes as forest fires (Biggs 2005; the forest-fire model of Drossel & Schwabl 1992), written a second time.

Rules as read, from a statement of the rules in words and nothing else:
1. A ring of n sites (2 neighbours) or an L x L torus (4 neighbours); all empty at first. Empty: not ready to strike.
2. A round is theta growth tries and then one spark. A try picks any site, occupied or not; an empty one becomes ready.
3. A spark picks any site. Empty: an event of size 0. Ready: its whole connected cluster of ready sites is emptied at
   once, and the event's size is the number of those sites.
4. `settle` rounds are dropped, `rounds` rounds kept. "Density before the spark" is read between growth and spark.

Readings chosen: neighbours that coincide (a torus of side 2) count once, which changes nothing for clusters; a round's
takes are its tries that met an empty site, so a site picked twice within a round is taken once.
"""

from __future__ import annotations

import numpy as np


def neighbours(lattice: str, n: int) -> list[list[int]]:
    """Of every site; `n` is the number of sites."""
    if lattice == "ring":
        return [[(i - 1) % n, (i + 1) % n] for i in range(n)]
    side = round(n**0.5)
    assert side * side == n
    return [
        [(y - 1) % side * side + x, (y + 1) % side * side + x, y * side + (x - 1) % side, y * side + (x + 1) % side]
        for y in range(side)
        for x in range(side)
    ]


def play(rng, near, theta: int, rounds: int):
    """Takes, density before the spark, event size and density after it, of every round from the empty lattice on."""
    n = len(near)
    ready = bytearray(n)
    standing = 0
    takes, before, sizes, after = (np.zeros(rounds) for _ in range(4))
    for r in range(rounds):
        tries = rng.integers(n, size=theta).tolist()
        took = 0
        for site in tries:
            if not ready[site]:
                ready[site] = 1
                took += 1
        standing += took
        takes[r], before[r] = took, standing / n
        spark = int(rng.integers(n))
        size = 0
        if ready[spark]:
            ready[spark] = 0
            burning = [spark]
            while burning:
                site = burning.pop()
                size += 1
                for other in near[site]:
                    if ready[other]:
                        ready[other] = 0
                        burning.append(other)
        standing -= size
        sizes[r], after[r] = size, standing / n
    return takes, before, sizes, after


def sample(
    runs: int,
    seed: int,
    *,
    lattice: str = "torus",
    n: int = 4096,
    theta: int = 200,
    settle: int = 400,
    rounds: int = 400,
) -> dict[str, np.ndarray]:
    """One entry a run; means over the kept rounds, and the first rounds' own time course."""
    rng = np.random.default_rng(seed)
    near = neighbours(lattice, n)
    rows = []
    for _ in range(runs):
        takes, before, sizes, after = play(rng, near, theta, settle + rounds)
        kept = sizes[settle:]
        happened = kept[kept > 0]
        rows.append(
            {
                "density_before": before[settle:].mean(),
                "density_after": after[settle:].mean(),
                "struck": (kept > 0).mean(),
                "size_given_event": happened.mean() if happened.size else np.nan,
                "size_10": (kept >= 10).mean(),
                "size_100": (kept >= 100).mean(),
                "largest": kept.max(),
                "takes": takes[settle:].mean(),
                "all_takes": takes.sum(),
                "all_burnt": sizes.sum(),
                "left": after[-1] * n,
                "density_first": before[0],
                "density_5": before[min(4, before.size - 1)],
                "last_size": sizes[-1],
            }
        )
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def exact(lattice: str, n: int, theta: int):
    """Stationary law of a tiny system by brute force over its 2^n states.

    Returns (density before the spark, chances of event sizes 0..n, mean takes a round).
    """
    near = neighbours(lattice, n)
    states = 2**n
    grow, spark = np.zeros((states, states)), np.zeros((states, states))
    size = np.zeros((states, n), int)
    for s in range(states):
        for i in range(n):
            grow[s, s | 1 << i] += 1 / n
            cluster: set[int] = set()
            if s >> i & 1:
                cluster = {i}
                while True:
                    wider = cluster | {j for k in cluster for j in near[k] if s >> j & 1}
                    if wider == cluster:
                        break
                    cluster = wider
            size[s, i] = len(cluster)
            spark[s, s & ~sum(1 << k for k in cluster)] += 1 / n
    one_round = spark @ np.linalg.matrix_power(grow, theta)  # from just before a spark to just before the next
    values = np.linalg.solve(
        np.vstack([(one_round.T - np.eye(states))[:-1], np.ones(states)]), np.r_[np.zeros(states - 1), 1.0]
    )
    density = sum(values[s] * bin(s).count("1") / n for s in range(states))
    law = np.zeros(n + 1)
    for s in range(states):
        for i in range(n):
            law[size[s, i]] += values[s] / n
    return float(density), law, float(law @ np.arange(n + 1))  # what burns a round is what grows a round


def ring_clusters(rho: float, s: np.ndarray) -> np.ndarray:
    """Clusters of s sites per site of a long ring at large theta: (1 - rho) / ((s+1)(s+2))."""
    return (1 - rho) / ((s + 1) * (s + 2))

"""Centralised institutions and preference falsification (Makowsky & Rubin 2013), written a second time.

Rules as read, from a statement of the rules in words and nothing else:
1. Citizens on a side x side torus, in square provinces of edge `province`.
2. Private b = regional B + (1 - regional) U: B one uniform a province, U one a citizen.
3. Central authority A, at `seat` first; a local institution I a province, at the province's mean b first. A citizen
   faces a = c A + (1 - c) I.
4. Network: all citizens within `reach` rows and columns, wrapped, itself left out.
5. Defies: |x - a| > tolerance. D: how many in one's network do.
6. Sanction f = sanction e / (1 + relief D); e uniform on 0..2 ("varied") or 1 ("alike").
7. x <- (b + conformity mean of the network's x + f a) / (1 + conformity + f), all at once; x = a first.
8. From step shock_at + 1 on those with u < shock say b.
9. After every step whose number is a multiple of term: the centre falls iff more than half of all defy, a local
   institution iff more than half of its province do, judged together; the fallen take the mean x of those they rule.
10. Falsification: mean |x - b|; defiance: share; change: mean |a - a at first|. Steps count from 1.

Readings chosen: D in rule 7 and the defiance of rule 10 are against the a in force, so after a sitting yesterday's
positions are held against today's authority; a sitting is judged by the a before it.
"""

from __future__ import annotations

import numpy as np


def box_sum(x: np.ndarray, reach: int) -> np.ndarray:
    """Sum over everybody within `reach` rows and columns, itself left out, by a 0-1 matrix from each side."""
    side = x.shape[-1]
    apart = np.abs(np.arange(side)[:, None] - np.arange(side))
    near = (np.minimum(apart, side - apart) <= reach).astype(float)
    return near @ x @ near - x


def play(
    rng,
    *,
    side: int = 40,
    province: int = 8,
    regional: float = 0.3,
    seat: float = 0.0,
    centralisation: float = 0.5,
    reach: int = 1,
    tolerance: float = 0.25,
    sanction: float = 8.0,
    relief: float = 0.15,
    exposure: str = "varied",
    conformity: float = 1.0,
    shock: float = 0.2,
    shock_at: int = 100,
    term: int = 20,
    steps: int = 300,
) -> dict[str, np.ndarray]:
    """Every measure after every step; `fallen` counts institutions overthrown in it."""
    c, blocks = centralisation, side // province
    network = (2 * reach + 1) ** 2 - 1

    def spread(local: np.ndarray) -> np.ndarray:
        return np.kron(local, np.ones((province, province)))

    def by_province(x: np.ndarray) -> np.ndarray:
        return x.reshape(blocks, province, blocks, province).mean(axis=(1, 3))

    b = regional * spread(rng.random((blocks, blocks))) + (1 - regional) * rng.random((side, side))
    e = 2 * rng.random((side, side)) if exposure == "varied" else np.ones((side, side))
    outspoken = rng.random((side, side)) < shock
    centre, local = seat, by_province(b)
    a = c * centre + (1 - c) * spread(local)
    first = a.copy()
    x = a.copy()
    out = {name: np.zeros(steps) for name in ("falsification", "defiance", "expressed", "change", "fallen")}
    for t in range(1, steps + 1):
        defying = box_sum((np.abs(x - a) > tolerance).astype(float), reach).round()
        f = sanction * e / (1 + relief * defying)
        x = (b + conformity * box_sum(x, reach) / network + f * a) / (1 + conformity + f)
        if t > shock_at:
            x = np.where(outspoken, b, x)
        if t % term == 0:
            defies = (np.abs(x - a) > tolerance).astype(float)
            out["fallen"][t - 1] = (defies.mean() > 0.5) + (by_province(defies) > 0.5).sum()
            if defies.mean() > 0.5:
                centre = x.mean()
            local = np.where(by_province(defies) > 0.5, by_province(x), local)
            a = c * centre + (1 - c) * spread(local)
        out["falsification"][t - 1] = np.abs(x - b).mean()
        out["defiance"][t - 1] = (np.abs(x - a) > tolerance).mean()
        out["change"][t - 1] = np.abs(a - first).mean()
        out["expressed"][t - 1] = x.mean()
    return out


def sample(runs: int, seed: int, **parameters) -> dict[str, np.ndarray]:
    """Every measure after every step: arrays of shape (runs, steps)."""
    rng = np.random.default_rng(seed)
    rows = [play(rng, **parameters) for _ in range(runs)]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def exact_mean(mean_b: float, mean_a: float, sanction: float) -> float:
    """Mean position where nobody is relieved, all are alike, and nothing is shaken."""
    return (mean_b + sanction * mean_a) / (1 + sanction)


def exact_positions(b: np.ndarray, a: np.ndarray, sanction: float, conformity: float, reach: int) -> np.ndarray:
    """The fixed point of rule 7 in that case, by one dense linear solve."""
    n = b.size
    network = (2 * reach + 1) ** 2 - 1
    average = np.stack([box_sum(row.reshape(b.shape), reach).ravel() / network for row in np.eye(n)])
    left = (1 + conformity + sanction) * np.eye(n) - conformity * average
    return np.linalg.solve(left, (b + sanction * a).ravel()).reshape(b.shape)

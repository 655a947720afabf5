"""Epstein 2002, Model II (two groups), written a second time from a neutral statement of the rules.

The rules as read. What is said of one's own free choice there is marked "chosen"; the rest is recalled of the paper.

1. Torus of 40 x 40, one person or cop to a site; 70 % of the sites hold people, half of each group (an odd one belongs
   to the first), and a share holds cops. Vision 1.7 on the diamond (the four sites around).
2. H, R uniform on (0, 1); active if H (1 - L) - R P > 0.1, P = 1 - exp(-2.3 C / A), A = 1 + other actives of both
   groups in vision (chosen).
3. In random order everybody who was there at the start of the step takes one turn, if alive and free by then. A person
   moves to a random empty site in vision; decides; if active kills one random free member of the other group in
   vision; then, active or not, clones with chance 0.05 onto a random empty one of the four adjoining sites (chosen).
   A cop moves and arrests one random active person in vision, staying where it is.
4. Offspring has the parent's group, H and R (chosen), starts quiet and aged 0 and takes no turn in its first step.
5. A lifespan is uniform on 1 .. 200; founders start at an age uniform below theirs (chosen). After all turns everybody
   ages by one, in jail as well, and dies on reaching the lifespan.
6. Terms are uniform on 0 .. 15 and spent off the torus. At the end of a step, after the deaths, each falls by one; who
   has none left returns quiet to a random empty site. Where the torus is full the freed wait (a reading of our own).
"""
# ruff: noqa: NPY002  numba knows only the old generator; it is seeded at the start of each run

from __future__ import annotations

import numba
import numpy as np

from tests.second.epstein_2002 import offsets, sites_in_vision

AWAY, DEAD = -1, -2
COP = 2


@numba.njit(cache=True)
def _draw_empty(view, who, start, empty):
    m = 0
    for k in range(start, view.size):
        if who[view[k]] < 0:
            empty[m] = view[k]
            m += 1
    return empty[np.random.randint(m)] if m else -1


@numba.njit(cache=True)
def _run(seed, steps, people, cops, legitimacy, seen, cop_seen, next_to, k, threshold, jail_max, birth, max_age, out):
    np.random.seed(seed)
    sites = seen.shape[0]
    room = 4 * sites
    everywhere = np.arange(sites).astype(np.int32)
    empty = np.empty(sites, np.int64)
    who = np.full(sites, -1)
    group = np.full(room, -1)
    where = np.full(room, DEAD)
    hardship, aversion = np.zeros(room), np.zeros(room)
    active = np.zeros(room, np.bool_)
    term, age, lifespan = np.zeros(room, np.int64), np.zeros(room, np.int64), np.zeros(room, np.int64)
    spots = np.random.permutation(sites)
    for i in range(people + cops):
        group[i] = COP if i >= people else (0 if i < (people + 1) // 2 else 1)
        where[i] = spots[i]
        who[spots[i]] = i
        hardship[i], aversion[i] = np.random.random(), np.random.random()
        lifespan[i] = 1 + np.random.randint(max_age)
        age[i] = np.random.randint(lifespan[i])
    top = people + cops
    for t in range(steps):
        killed, born, died = 0, 0, 0
        order = np.random.permutation(top)
        newborn = np.zeros(room, np.bool_)
        for i in order:
            if where[i] < 0 or newborn[i]:
                continue
            view = cop_seen if group[i] == COP else seen
            site = _draw_empty(view[where[i]], who, 0, empty)
            if site >= 0:
                who[where[i]] = -1
                where[i] = site
                who[site] = i
            around = view[where[i]]
            if group[i] == COP:
                total = 0
                for s in around:
                    total += who[s] >= 0 and active[who[s]]
                if total:
                    pick = np.random.randint(total)
                    for s in around:
                        if who[s] >= 0 and active[who[s]]:
                            if pick == 0:
                                j = who[s]
                                active[j] = False
                                where[j] = AWAY
                                who[s] = -1
                                term[j] = np.random.randint(jail_max + 1)
                                break
                            pick -= 1
                continue
            c, a, others = 0, 1, 0
            for s in around:
                j = who[s]
                if j >= 0 and j != i:
                    c += group[j] == COP
                    a += active[j]
                    others += group[j] == 1 - group[i]
            p = 1 - np.exp(-k * c / a)
            active[i] = hardship[i] * (1 - legitimacy) - aversion[i] * p > threshold
            if active[i] and others:
                pick = np.random.randint(others)
                for s in around:
                    j = who[s]
                    if j >= 0 and group[j] == 1 - group[i]:
                        if pick == 0:
                            who[s] = -1
                            where[j] = DEAD
                            active[j] = False
                            killed += 1
                            break
                        pick -= 1
            if np.random.random() < birth:
                site = _draw_empty(next_to[where[i]], who, 1, empty)
                if site >= 0:
                    j = 0
                    while where[j] != DEAD:
                        j += 1
                    top = max(top, j + 1)
                    newborn[j] = True
                    group[j], hardship[j], aversion[j] = group[i], hardship[i], aversion[i]
                    active[j], age[j], term[j], lifespan[j] = False, 0, 0, 1 + np.random.randint(max_age)
                    where[j] = site
                    who[site] = j
                    born += 1
        for i in range(top):
            if where[i] != DEAD and group[i] != COP:
                age[i] += 1
                if age[i] >= lifespan[i]:
                    if where[i] >= 0:
                        who[where[i]] = -1
                    where[i] = DEAD
                    active[i] = False
                    died += 1
        for i in range(top):
            if where[i] == AWAY:
                term[i] -= 1
                if term[i] <= 0:
                    site = _draw_empty(everywhere, who, 0, empty)
                    if site >= 0:
                        where[i] = site
                        who[site] = i
        for i in range(top):
            if where[i] != DEAD and group[i] != COP:
                out[t, group[i]] += 1
                out[t, 2] += active[i]
                out[t, 3] += where[i] == AWAY
        out[t, 4], out[t, 5], out[t, 6] = killed, born, died
        if out[t, 0] == 0 or out[t, 1] == 0:
            return t + 1
    return steps


NAMES = ("group_0", "group_1", "active", "jailed", "killed", "born", "died")


def path(
    seed: int, *, steps: int = 200, side: int = 40, density: float = 0.7, cop_density: float = 0.0,
    vision: float = 1.7, cop_vision: float = 1.7, legitimacy: float = 0.8, jail_max: int = 15, k: float = 2.3,
    threshold: float = 0.1, birth: float = 0.05, max_age: int = 200, neighbourhood: str = "diamond",
) -> np.ndarray:  # fmt: skip
    """One run to the horizon or the end of one group: the columns NAMES after each step that was played."""
    out = np.zeros((steps, len(NAMES)), np.int64)
    played = _run(
        seed, steps, round(density * side * side), round(cop_density * side * side), legitimacy,
        sites_in_vision(side, offsets(neighbourhood, vision)),
        sites_in_vision(side, offsets(neighbourhood, cop_vision)), sites_in_vision(side, offsets("diamond", 1)),
        k, threshold, jail_max, birth, max_age, out,
    )  # fmt: skip
    return out[:played]


def sample(runs: int, seed: int, *, at: tuple[int, ...] = (1, 2, 5, 20, 60, 150), steps: int = 200, **parameters):
    """Independent runs; a course that ended early keeps its last populations and has no acts after its end."""
    rows = []
    for r in range(runs):
        out = path(seed * 100_003 + r, steps=steps, **parameters)
        row = {"time": out.shape[0], "extinct": min(out[-1, :2]) == 0}
        for t in at:
            if t > steps:
                continue
            low, high = sorted(out[min(t, len(out)) - 1, :2])
            row |= {f"smaller_{t}": low, f"larger_{t}": high}
            row |= {f"{name}_{t}": out[:t, NAMES.index(name)].sum() for name in ("killed", "born", "died")}
            now = out[t - 1] if t <= len(out) else np.zeros(len(NAMES))
            row |= {f"{name}_{t}": now[NAMES.index(name)] for name in ("active", "jailed")}
        rows.append(row)
    return {name: np.array([row[name] for row in rows], float) for name in rows[0]}

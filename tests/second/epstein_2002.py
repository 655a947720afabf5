"""Epstein 2002, Model I, written a second time from the rules alone.

The rules as read (shared/design zoo notes, sections 4.1 to 4.5; the paper's text itself was not at hand):

1. A torus of 40 x 40 sites; a citizen or a cop to a site. Densities are shares of all sites, rounded to whole units.
2. Hardship H and risk aversion R are uniform on (0, 1), fixed for life. Grievance G = H (1 - L).
3. A citizen who decides counts C cops and A actives in vision, A with the citizen himself, and expects arrest with
   chance P = 1 - exp(-k ratio(C / A)), k = 2.3. Active if G - R P > T, T = 0.1, and quiet otherwise.
4. A cop arrests one active citizen drawn evenly from those in vision.
5. A unit moves to a site drawn evenly from the empty ones in vision, and stays where there is none.
6. A term in jail is drawn evenly from the whole numbers 0 .. J ("draw_top" 1) or 0 .. J - 1 ("draw_top" 0).
7. A step activates everybody once in random order ("shuffled"), or as many times as there are units, each time one
   drawn anew ("drawn").

Readings chosen where the text is silent, each a word so that another can be put in its place:

a. neighbourhood within radius r: diamond |dx| + |dy| <= r, disc dx^2 + dy^2 <= r^2, moore max <= r, cross dx dy = 0
   and the longer <= r. The own site belongs to what is seen, never to where one may move (it is not empty).
b. ratio: exact C / A; floor; round to the nearest whole number, halves to the even one (as Python's round does).
c. order: move_act or act_move.
d. self_count: once (A = 1 + other actives) or twice (A = 1 + actives in vision, oneself among them if active already).
e. jailed: off_grid (return to an empty site drawn from the whole torus), blocking (stay and fill their site), or free
   (stay, and their site counts as empty).
f. jail_clock: step_end, at the end of every step, that of the arrest included; or own_turn, one at each activation of
   the jailed citizen, who is free again in the activation after the clock has run out. Under step_end a term of 0
   ends with the step of the arrest, as a term of 1 does; where the jailed stay on a free site it is no jail at all.
g. cop_takes_site: the cop moves onto the site of the person arrested, or not.
h. counts: fixed numbers, or drawn site by site.
i. An outburst begins in the first step that ends with more than 50 active, and ends with the first that does not. Its
   wait runs from the end of the one before to its beginning; its size is the actives summed over its steps.
"""
# ruff: noqa: NPY002  numba knows only the old generator; it is seeded at the start of each run

from __future__ import annotations

import numba
import numpy as np

NEIGHBOURHOODS = ("diamond", "disc", "moore", "cross")
RATIOS = ("exact", "round", "floor")
ORDERS = ("move_act", "act_move")
ACTIVATIONS = ("shuffled", "drawn")
SELF_COUNTS = ("once", "twice")
JAILED = ("off_grid", "blocking", "free")
JAIL_CLOCKS = ("step_end", "own_turn")
MOVEMENTS = ("all", "none", "cops")
COUNTS = ("fixed", "drawn")

PRESETS = {
    "paper": {},
    "netlogo": {"neighbourhood": "disc", "ratio": "floor", "self_count": "twice", "draw_top": 0, "jailed": "free"},
    "mesa": {
        "neighbourhood": "diamond", "ratio": "round", "order": "act_move", "jailed": "blocking",
        "jail_clock": "own_turn", "cop_takes_site": False, "counts": "drawn", "legitimacy": 0.8,
        "cop_density": 0.074, "jail_max": 1000,
    },
}


def offsets(neighbourhood: str, radius: float) -> np.ndarray:
    """Steps (dy, dx) to the sites in vision, the own site first."""
    reach = int(radius)
    inside = {
        "diamond": lambda y, x: abs(y) + abs(x) <= radius,
        "disc": lambda y, x: y * y + x * x <= radius * radius,
        "moore": lambda y, x: max(abs(y), abs(x)) <= radius,
        "cross": lambda y, x: x * y == 0,
    }[neighbourhood]
    span = range(-reach, reach + 1)
    steps = [(y, x) for y in span for x in span if inside(y, x) and (y, x) != (0, 0)]
    return np.array([(0, 0), *steps], dtype=np.int64)


def sites_in_vision(side: int, steps: np.ndarray) -> np.ndarray:
    """For every site the sites seen from it, on the torus."""
    y, x = np.divmod(np.arange(side * side), side)
    return ((y[:, None] + steps[:, 0]) % side * side + (x[:, None] + steps[:, 1]) % side).astype(np.int32)


@numba.njit(cache=True)
def _run(
    seed, legitimacy, citizens, cops, drawn_counts, citizen_density, cop_density, seen, cop_seen, k, threshold,
    jail_max, draw_top, ratio, act_first, redraw, twice, jailed_mode, own_turn, takes_site, movement, out,
):  # fmt: skip
    np.random.seed(seed)
    sites = seen.shape[0]
    where_shuffled = np.random.permutation(sites)
    if drawn_counts:  # every site asks once: a cop, a citizen or nobody
        citizens, cops = 0, 0
        for _ in range(sites):
            u = np.random.random()
            if u < cop_density:
                cops += 1
            elif u < cop_density + citizen_density:
                citizens += 1
    n = citizens + cops
    is_cop = np.zeros(n, np.bool_)
    is_cop[citizens:] = True
    where = where_shuffled[:n].copy()
    hardship = np.random.random(n)
    aversion = np.random.random(n)
    active = np.zeros(n, np.bool_)
    jailed = np.zeros(n, np.bool_)
    term = np.zeros(n)
    # what stands on each site
    cops_on = np.zeros(sites, np.int64)
    actives_on = np.zeros(sites, np.int64)
    filled = np.zeros(sites, np.int64)
    for i in range(n):
        filled[where[i]] += 1
        if is_cop[i]:
            cops_on[where[i]] += 1
    empty = np.empty(sites, np.int64)

    for t in range(legitimacy.size):
        order = np.random.permutation(n)
        arrests = 0
        for turn in range(n):
            i = np.random.randint(n) if redraw else order[turn]
            if jailed[i]:
                if own_turn:
                    if term[i] > 0:
                        term[i] -= 1
                        continue
                    jailed[i] = False  # free, and acts now
                else:
                    continue
            view = cop_seen if is_cop[i] else seen
            for part in range(2):
                if (part == 0) == act_first:
                    if is_cop[i]:
                        total = 0
                        for s in view[where[i]]:
                            total += actives_on[s]
                        if total == 0:
                            continue
                        pick = np.random.randint(total)
                        site = -1
                        for s in view[where[i]]:
                            if pick < actives_on[s]:
                                site = s
                                break
                            pick -= actives_on[s]
                        suspect = -1
                        for j in range(citizens):
                            if active[j] and where[j] == site:
                                if pick == 0:
                                    suspect = j
                                    break
                                pick -= 1
                        arrests += 1
                        active[suspect] = False
                        actives_on[site] -= 1
                        if np.isinf(jail_max):
                            term[suspect] = np.inf
                        else:
                            term[suspect] = np.random.randint(int(jail_max) + draw_top)
                        jailed[suspect] = jailed_mode != 2 or term[suspect] > 0
                        if jailed_mode != 1 and jailed[suspect]:
                            filled[site] -= 1
                        if jailed_mode == 0:
                            where[suspect] = -1
                        if takes_site:
                            filled[where[i]] -= 1
                            cops_on[where[i]] -= 1
                            where[i] = site
                            filled[site] += 1
                            cops_on[site] += 1
                    else:
                        c = 0
                        a = 1
                        for s in view[where[i]]:
                            c += cops_on[s]
                            a += actives_on[s]
                        if active[i] and not twice:
                            a -= 1
                        quotient = c / a
                        if ratio == 1:
                            quotient = np.rint(quotient)
                        elif ratio == 2:
                            quotient = float(c // a)
                        p = 1 - np.exp(-k * quotient)
                        now = hardship[i] * (1 - legitimacy[t]) - aversion[i] * p > threshold
                        actives_on[where[i]] += int(now) - int(active[i])
                        active[i] = now
                elif movement == 0 or (movement == 2 and is_cop[i]):
                    m = 0
                    for s in view[where[i]]:
                        if filled[s] == 0:
                            empty[m] = s
                            m += 1
                    if m > 0:
                        old, new = where[i], empty[np.random.randint(m)]
                        where[i] = new
                        filled[old] -= 1
                        filled[new] += 1
                        if is_cop[i]:
                            cops_on[old] -= 1
                            cops_on[new] += 1
                        elif active[i]:
                            actives_on[old] -= 1
                            actives_on[new] += 1
        if not own_turn:
            for i in range(citizens):
                if jailed[i]:
                    term[i] -= 1
                    if term[i] <= 0:
                        jailed[i] = False
                        if jailed_mode == 0:
                            m = 0
                            for s in range(sites):
                                if filled[s] == 0:
                                    empty[m] = s
                                    m += 1
                            where[i] = empty[np.random.randint(m)]
                        if jailed_mode != 1:
                            filled[where[i]] += 1
        out[t, 0] = active.sum()
        out[t, 1] = jailed.sum()
        out[t, 2] = arrests


def path(
    seed: int, *, steps: int = 200, side: int = 40, density: float = 0.7, cop_density: float = 0.04,
    vision: float = 7.0, cop_vision: float = 7.0, legitimacy: float | np.ndarray = 0.82, jail_max: float = 30,
    k: float = 2.3, threshold: float = 0.1, neighbourhood: str = "diamond", ratio: str = "exact",
    order: str = "move_act", activation: str = "shuffled", self_count: str = "once", jailed: str = "off_grid",
    jail_clock: str = "step_end", draw_top: int = 1, cop_takes_site: bool = True, movement: str = "all",
    counts: str = "fixed",
) -> np.ndarray:  # fmt: skip
    """One run: active, jailed and arrests at the end of each step; an array of shape (steps, 3)."""
    steps_of_l = np.full(steps, legitimacy) if np.isscalar(legitimacy) else np.asarray(legitimacy, float)
    out = np.zeros((steps_of_l.size, 3), np.int64)
    if jailed == "off_grid" and jail_clock == "own_turn":
        raise ValueError("a citizen off the torus has no turn of his own here")
    _run(
        seed, steps_of_l, round(density * side * side), round(cop_density * side * side), counts == "drawn",
        density, cop_density, sites_in_vision(side, offsets(neighbourhood, vision)),
        sites_in_vision(side, offsets(neighbourhood, cop_vision)), k, threshold, float(jail_max), draw_top,
        RATIOS.index(ratio), order == "act_move", activation == "drawn", self_count == "twice", JAILED.index(jailed),
        jail_clock == "own_turn", cop_takes_site, MOVEMENTS.index(movement), out,
    )  # fmt: skip
    return out


def outbursts(active: np.ndarray, above: int = 50) -> dict[str, np.ndarray]:
    """Waits, durations, sizes and peaks of the whole outbursts in a course of actives (reading i)."""
    wait, duration, size, peak = [], [], [], []
    ended, begun = None, None
    for t, a in enumerate(active):
        if a > above and begun is None and (ended is not None or t > 0):
            begun = t
        elif a <= above and begun is not None:
            if ended is not None:
                wait.append(begun - ended)
            duration.append(t - begun)
            size.append(active[begun:t].sum())
            peak.append(active[begun:t].max())
            ended, begun = t, None
    return {"wait": np.array(wait), "duration": np.array(duration), "size": np.array(size), "peak": np.array(peak)}


def sample(runs: int, seed: int, *, preset: str = "paper", steps: int = 400, burn_in: int = 100, **parameters):
    """Independent runs: the course of actives and jailed, and the outbursts after `burn_in` steps."""
    settings = {**PRESETS[preset], **parameters}
    rows = []
    for r in range(runs):
        out = path(seed * 100_003 + r, steps=steps, **settings)
        active, jail, arrests = out.T
        late = outbursts(active[burn_in:])
        row = {f"active_{t}": active[t - 1] for t in (1, 2, 3, 5, 10, 20, 50, 100) if t <= steps}
        row |= {f"jailed_{t}": jail[t - 1] for t in (1, 2, 5, 20, 100) if t <= steps}
        row |= {
            "active_mean": active[burn_in:].mean(), "active_sd": active[burn_in:].std(), "active_max": active.max(),
            "jailed_mean": jail[burn_in:].mean(), "arrests": arrests.sum(), "above_50": (active[burn_in:] > 50).mean(),
            "outbursts": late["size"].size,
        }  # fmt: skip
        for name, values in late.items():
            row[f"{name}_mean"] = values.mean() if values.size else np.nan
        row["wait_sd"] = late["wait"].std() if late["wait"].size else np.nan
        rows.append(row)
    return {name: np.array([row[name] for row in rows], float) for name in rows[0]}


def salami(steps: int = 250, first: float = 0.9, last: float = 0.2) -> np.ndarray:
    """Legitimacy that falls in even slices."""
    return np.linspace(first, last, steps)


def jump(steps: int = 250, at: int = 77, first: float = 0.9, last: float = 0.7) -> np.ndarray:
    """Legitimacy that falls once."""
    return np.where(np.arange(steps) < at, first, last)


def exact(legitimacy: float, arrest_chance: float, threshold: float = 0.1, cells: int = 200_000) -> float:
    """Share active when everyone expects the same chance of arrest: the area of H (1 - L) - R P > T.

    Integrated over risk aversion by the midpoint rule, the hardship a person of risk aversion r needs being
    (T + r P) / (1 - L).
    """
    r = (np.arange(cells) + 0.5) / cells
    return float(np.clip(1 - (threshold + r * arrest_chance) / (1 - legitimacy), 0, 1).mean())

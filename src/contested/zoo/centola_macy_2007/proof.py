"""Exact travel on lattices, and what long ties do to it.

Pictures: the paper's point in two curves: what long ties do to a simple contagion, and to one that needs two contacts.
"""

from __future__ import annotations

import math
from functools import cache, partial

import numpy as np

from contested.engine.model import State
from contested.engine.params import override
from contested.engine.run import run
from contested.ground.draws import member_seed
from contested.zoo.centola_macy_2007.model import Contagion, make
from contested.zoo.kit.trajectories import Unrecorded, trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target

#: adoption that counts as success
REACHED = 0.9
RUNS = 60
#: runs behind the regression values
THEIRS = 20
#: p -> (steps to 90 % at a = 1, at a = 2, success at a = 2, at a = 3), each for one-end rewiring and for swaps
TABLE: dict[float, tuple[tuple[float, float], ...]] = {
    0.001: ((109, 204), (1498, 1498), (1, 1), (1, 1)),
    0.01: ((21, 31), (1185, 1310), (1, 1), (1, 1)),
    0.03: ((12, 15), (398, 436), (1, 1), (0.55, 0.75)),
    0.05: ((9.6, 11), (225, 287), (1, 1), (0, 0.10)),
    0.1: ((7.1, 8.3), (113, 139), (1, 1), (0, 0)),
    0.2: ((6.0, 6.3), (69, 84), (1, 0.95), (0, 0)),
    0.3: ((5.1, 5.8), (68, 76), (0.85, 0.80), (0, 0)),
    0.5: ((4.9, 5.0), (math.nan, math.nan), (0, 0.05), (0, 0)),
}
#: the same at a = 2 with 40,000 people, and runs behind that and behind ours
LARGE: dict[float, tuple[float, float]] = {0.15: (1, 1), 0.25: (0.92, 0.92), 0.3: (0.08, 0.42), 0.4: (0, 0.17)}
THEIRS_LARGE, RUNS_LARGE = 12, 100
#: why the first value was not right, where so many runs show it
MISSES = {
    (0.25, "one-end"): "the value comes from 12 runs, of which 11 succeeded. 400 other runs give 0.56, and 100 runs of "
    "the second implementation 0.51. With such a probability of success, 11 or more of 12 runs succeed in about one "
    "sample of a hundred: as far as we know, the value is an accident of a small sample",
    (0.25, "swaps"): "the value comes from 12 runs, of which 11 succeeded. 400 other runs give 0.50, and 100 runs of "
    "the second implementation 0.47. If pairs of ties are drawn with replacement, so that some ties are chosen twice "
    "and others never, 0.74 of 200 runs succeed, which agrees with 11 of 12. Here a tie is chosen at most once",
}
WAYS = ("one-end", "swaps")


def steps_to(seed: int, **settings: object) -> float:
    """Steps until `REACHED` of all are active; infinity where it stops before."""
    model = make(override(Contagion(), settings))
    taken = math.inf
    before = 0

    def after(step: int, state: State) -> bool:
        nonlocal taken, before
        now = int(state["reached"][0])
        if now >= REACHED * state["active"].size:
            taken = step + 1
            return True
        stands, before = now == before, now
        return stands

    run(model, model.params, seed, steps=1_000_000, recorder=Unrecorded(), after=after)
    return taken


@cache
def times(runs: int, **settings: object) -> np.ndarray:
    """`steps_to` of many runs."""
    return np.array([steps_to(member_seed(2007, r), **settings) for r in range(runs)])


def mean_time(runs: int, **settings: object) -> float:
    """Mean steps of the runs that succeeded."""
    found = times(runs, **settings)
    return float(found[np.isfinite(found)].mean()) if np.isfinite(found).any() else math.nan


def success(runs: int, **settings: object) -> float:
    """Share of runs that reached `REACHED`."""
    return float(np.isfinite(times(runs, **settings)).mean())


def exact_steps(nodes: int, degree: int, threshold: int) -> int:
    """On a ring without long ties both fronts move z/2 - a + 1 a step."""
    return math.ceil((REACHED * nodes - (degree + 1)) / (2 * (degree // 2 - threshold + 1)))


def _moore(threshold: int) -> float:
    return success(1, lattice="moore", threshold=threshold)


def _within(q: float, theirs: int, runs: int) -> float:
    """Three standard errors of a difference of two proportions; for 0 and 1 the rule of three."""
    return max(3 * math.sqrt(q * (1 - q) * (1 / theirs + 1 / runs)), 3 / theirs)


def targets() -> tuple[Target, ...]:
    """Lattices exactly, then the table of long ties."""
    front = "both fronts move z/2 - a + 1 places per step"
    found = [
        *(Target(f"steps to 90 %, ring of 10,000, z 8, p 0, a {a}", steps, 0, "derived",
                 partial(steps_to, 1, threshold=a), where=front, runs=1)
          for a, steps in ((1, 1124), (2, 1499), (3, 2248), (4, 4496))),
        Target("share of runs that reach 90 %, ring, p 0, a 5 of 8", 0, 0, "derived", lambda: success(1, threshold=5),
               where="spreads only up to a = z/2", runs=1),
        Target("share of runs that reach 90 %, Moore grid, p 0, a 3 of 8", 1, 0, "derived", lambda: _moore(3),
               where="critical fraction 3/8 (Morris 2000)", runs=1),
        Target("share of runs that reach 90 %, Moore grid, p 0, a 4 of 8", 0, 0, "derived", lambda: _moore(4),
               where="critical fraction 3/8 (Morris 2000)", runs=1),
    ]  # fmt: skip
    for p, (once, twice, both, thrice) in TABLE.items():
        for k, way in enumerate(WAYS):
            here = {"rewired": p, "rewiring": way}
            # three standard errors of a difference of means: the first long tie comes by luck, later ones add up
            found.append(Target(f"steps to 90 %, a 1, p {p}, {way}", once[k], 0.05 + (0.17 if p < 0.01 else 0.08)
                                * once[k], "own run", partial(mean_time, RUNS, threshold=1, **here), runs=RUNS))
            if not math.isnan(twice[k]):  # hardly a run gets that far
                found.append(Target(f"steps to 90 %, a 2, p {p}, {way}", twice[k], 2 if p < 0.01 else 0.15 * twice[k],
                                    "own run", partial(mean_time, RUNS, threshold=2, **here), runs=RUNS))
            if p >= 0.03:
                found.append(Target(f"share of runs that reach 90 %, a 2, p {p}, {way}",
                                    both[k], _within(both[k], THEIRS, RUNS), "own run",
                                    partial(success, RUNS, threshold=2, **here), runs=RUNS))
            if 0.03 <= p <= 0.1:
                found.append(Target(f"share of runs that reach 90 %, a 3, p {p}, {way}",
                                    thrice[k], _within(thrice[k], THEIRS, RUNS),
                                    "own run", partial(success, RUNS, threshold=3, **here), runs=RUNS))
    for p, pair in LARGE.items():
        for k, way in enumerate(WAYS):
            found.append(Target(f"share of runs that reach 90 %, 40,000 people, a 2, p {p}, {way}", pair[k],
                                _within(pair[k], THEIRS_LARGE, RUNS_LARGE), "own run",
                                partial(success, RUNS_LARGE, nodes=40_000, threshold=2, rewired=p, rewiring=way),
                                runs=RUNS_LARGE, miss=MISSES.get((p, way), "")))
    return tuple(found)  # fmt: skip


# pictures -------------------------------------------------------------------------------------------------------------


#: runs behind a point of the picture
EACH = 20
REWIRED = np.array([0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1.0])


def pictures() -> tuple[Picture, ...]:
    """Time and success against long ties, and how one contagion goes on."""
    times, successes = {}, {}
    for a in (1, 2, 3):
        runs = [{"threshold": a, "rewired": float(p)} for p in REWIRED]
        successes[f"a = {a}"] = [success(EACH, **s) for s in runs]
        times[f"a = {a}"] = [mean_time(EACH, **s) for s in runs]
    step = np.arange(0, 800)
    paths = {
        f"a = 2, p = {p}": np.append(9e-4, trajectory(make(override(Contagion(), {"rewired": p})), steps=799)["share"])
        for p in (0.02, 0.05, 0.1, 0.4)
    }
    return (
        Picture(
            "long-ties",
            "The weakness of long ties",
            f"Rings of 10,000 people with 8 neighbours each, means of {EACH} runs; ties swap ends, so degrees stay 8. "
            "If one contact is enough (a = 1), a few long ties speed up the spread. If two are needed, few long ties "
            "have no effect, more speed it up and too many stop it. If three are needed, long ties never speed it up, "
            "and fewer stop it. Dashed: exact number of steps without long ties; for a = 2 it is 1,499. Right: one run "
            "each; at p = 0.4 the spread stops near its seed.",
            (
                Panel("share of ties made long (p)", "steps to 90 % (successful runs)", (
                    Layer("line", long(REWIRED, times)), Layer("points", long(REWIRED, times)),
                ), x_log=True, y_log=True,
                    y_rules={f"a = {a}, p = 0": exact_steps(10_000, 8, a) for a in (1, 3)}),
                Panel("share of ties made long (p)", "share of runs that reach 90 %", (
                    Layer("line", long(REWIRED, successes)), Layer("points", long(REWIRED, successes)),
                ), x_log=True, y_range=(0, 1)),
                Panel("step", "share reached", (Layer("line", long(step, paths)),), y_range=(0, 1)),
            ),
            columns=3,
        ),
    )  # fmt: skip

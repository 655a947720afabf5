"""The numbers this model must reproduce.

Pictures: the paper's figures, under the readings that give them and those that do not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache, partial

import numpy as np

from contested.ground.draws import member_seed
from contested.zoo.epstein_2002.model import Rebellion, make
from contested.zoo.epstein_2002.theory import Outbursts, outbursts, share_active
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target

NETLOGO = {
    "neighbourhood": "disc",
    "ratio": "floor",
    "self_count": "twice",
    "jailed": "under-foot",
    "term": "below-max",
    "pursuit": "takes-place",
}
MESA = {
    "legitimacy": 0.8,
    "cop_density": 0.074,
    "max_jail": 1000,
    "neighbourhood": "diamond",
    "ratio": "round",
    "turn": "act-move",
    "jailed": "in-place",
    "release": "own-turn",
    "placement": "by-site",
}
_FALL = {"legitimacy": 0.9, "cop_density": 0.074, "term": "life"}

PRESETS: Mapping[str, Mapping[str, object]] = {
    "paper": {},
    "netlogo": NETLOGO,
    "mesa": MESA,
    "mesa-pre-2024": {**MESA, "neighbourhood": "moore", "ratio": "exact"},
    "run-1": {"citizen_vision": 1.7, "cop_vision": 1.7, "legitimacy": 0.89, "max_jail": 15},
    "punctuated": {"neighbourhood": "moore", "ratio": "floor", "pursuit": "takes-place"},
    "salami": {**_FALL, "legitimacy_change": -0.7, "change_until": 249},
    "jump": {**_FALL, "legitimacy_change": -0.2, "change_from": 77, "change_until": 77},
    "cop-reductions": {
        "legitimacy": 0.8, "cop_density": 0.074, "term": "life", "cop_change": -0.074, "change_until": 1000,
    },
    "city": {
        "side": 3780, "neighbourhood": "disc", "ratio": "floor", "pursuit": "takes-place", "activation": "by-block",
    },
}  # fmt: skip


# runs that targets and pictures share ---------------------------------------------------------------------------------


#: first steps left out of every series of outbursts
DROPPED = 200


def settings(**changes: object) -> tuple[tuple[str, object], ...]:
    """Settings as something that can be looked up."""
    return tuple(sorted(changes.items()))


@cache
def actives(chosen: tuple[tuple[str, object], ...], steps: int, run: int) -> np.ndarray:
    """Number of actives step by step; `run` says which people, places and chances."""
    model = make(Rebellion(**dict(chosen)))  # type: ignore[arg-type]  # values of mixed types, cached as pairs
    return trajectory(model, steps=steps, seed=member_seed(2002, run))["active"]


@cache
def bursts(chosen: tuple[tuple[str, object], ...], steps: int, run: int) -> Outbursts:
    """Outbursts of a run, without its beginning."""
    return outbursts(actives(chosen, steps, run)[DROPPED:])


def mean_of(chosen: tuple[tuple[str, object], ...], steps: int, runs: int | tuple[int, int], what: str) -> float:
    """Mean over runs of one number of each: the number of outbursts, or mean or SD of a column of theirs.

    Parameters
    ----------
    runs : int or (int, int)
        How many, or from which to below which.
    what : str
        "number", "wait sd", or a column of `Outbursts` for its mean.
    """

    def one(run: int) -> float:
        found = bursts(chosen, steps, run)
        if what == "number":
            return float(found.start.size)
        if what == "wait sd":
            return float(found.wait.std())
        return float(getattr(found, what).mean())

    return float(np.mean([one(run) for run in range(*((0, runs) if isinstance(runs, int) else runs))]))


# targets --------------------------------------------------------------------------------------------------------------


#: share active by legitimacy, at P = 0, 0.9 and 1
SHARES = {
    0.90: (0.0, 0.0, 0.0),
    0.89: (0.09091, 0.00051, 0.00045),
    0.82: (0.44444, 0.01975, 0.01778),
    0.80: (0.50000, 0.02778, 0.02500),
    0.70: (0.66667, 0.07407, 0.06667),
}
#: neighbourhood, ratio -> number of outbursts in 12,000 steps, then means of wait, SD of wait, sum, peak, duration
OUTBURSTS = {
    ("diamond", "round"): (400, 25.9, 15.2, 354, 96, 3.6),
    ("diamond", "floor"): (586, 15.8, 5.9, 475, 123, 4.3),
    ("disc", "round"): (244, 43.3, 28.8, 660, 158, 5.0),
    ("disc", "floor"): (397, 23.2, 7.6, 1120, 250, 6.4),
    ("moore", "floor"): (51, 223, 188, 1584, 348, 7.4),
}
NETLOGO_LIKE = (405, 22.5, 7.5, 1153, 251, 6.6)
#: and how far single runs lie apart (standard deviation between populations, our own runs)
SPREADS = {
    ("diamond", "round"): (31.9, 2.5, 2.7, 57, 9.2, 0.4),
    ("diamond", "floor"): (26.1, 1.0, 0.5, 27.7, 4.4, 0.1),
    ("disc", "round"): (21.2, 4.6, 4.6, 140, 26.8, 0.6),
    ("disc", "floor"): (12.0, 0.6, 0.7, 87.5, 12.1, 0.3),
    ("moore", "floor"): (9.6, 41.4, 62.3, 125, 15.4, 0.3),
}
NETLOGO_SPREAD = (10.3, 0.9, 0.7, 75.5, 8.7, 0.2)
COLUMNS = ("number", "wait", "wait sd", "total", "peak", "duration")
WORDS = ("outbursts", "mean wait", "SD of waits", "active people summed over an outburst", "peak", "duration")
RUNS = 2
FOLLOWED = {"pursuit": "takes-place"}
FLOOR = {"neighbourhood": "disc", "ratio": "floor", **FOLLOWED}
#: jail term -> mean wait of two runs, how finely it was noted, and the spread of single runs
JAIL = {15: (11.5, 0.5, 0.3), 30: (22.0, 0.5, 1.1), 60: (39.0, 0.5, 1.4), 120: (73.5, 2.5, 8.5)}
COPS = {0.02: (3.5, 0.05, 0.9), 0.03: (10.7, 0.05, 0.5), 0.05: (55.0, 3.0, 5.5)}
REVOLT = {5: (353.0, 16.0), 10: (192.0, 21.0)}
#: ratio, neighbourhood -> mean peak in small steps and at one blow, and how far single runs lie apart
PEAKS = {
    ("exact", "diamond"): ((3.9, 1.6), (15.4, 5.3)),
    ("exact", "disc"): ((2.1, 0.6), (10.9, 5.2)),
    ("exact", "moore"): ((1.5, 0.7), (6.7, 3.6)),
    ("round", "diamond"): ((33.0, 22.0), (23.0, 11.0)),
    ("floor", "diamond"): ((305.0, 120.0), (293.0, 117.0)),
}
PAIRS = 20


def _both(spread: float, theirs: int, ours: int) -> float:
    """Tolerance of a mean over `theirs` runs against one over `ours`."""
    return 3.0 * spread * math.sqrt(1.0 / theirs + 1.0 / ours)


def _acting(legitimacy: float, cop_density: float, k: float) -> float:
    """Share of a large population who decide to act in the first step, with no chance of arrest or a certain one."""
    model = make(Rebellion(
        side=600, legitimacy=legitimacy, cop_density=cop_density, arrest_constant=k, movement="none", citizen_vision=3,
        cop_vision=1, jailed="under-foot", max_jail=0,
    ))  # fmt: skip
    first = {name: float(v[0]) for name, v in trajectory(model, steps=1, seed=7).items()}
    # who was arrested had decided too: nobody has a second turn
    return (first["active"] + first["arrests"]) / (first["active"] + first["quiet"] + first["jailed"])


def _mean_active(chosen: dict[str, object], steps: int, runs: int) -> float:
    return float(np.mean([actives(settings(**chosen), steps, r)[DROPPED:].mean() for r in range(runs)]))


def _peak(ratio: str, shape: str, preset: str) -> float:
    chosen = settings(**{**PRESETS[preset], "neighbourhood": shape, "ratio": ratio, **FOLLOWED})
    return float(np.mean([actives(chosen, 250, r).max() for r in range(PAIRS)]))


def _rare_wait() -> float:
    # one population in eight waits five times as long as the others: a mean over few says nothing
    return float(np.median([mean_of(settings(cop_density=0.06, **FLOOR), 6_000, (r, r + 1), "wait") for r in range(3)]))


def _jump_is_larger() -> float:
    return float(_peak("exact", "diamond", "jump") > _peak("exact", "diamond", "salami"))


def _outbursts_as_printed() -> float:
    shapes = ("diamond", "disc", "moore")
    return float(any(mean_of(settings(neighbourhood=n, **FOLLOWED), 12_000, 1, "number") > 0 for n in shapes))


def _rows(name: str, chosen: Mapping[str, object], values: Sequence[float], spreads: Sequence[float]) -> list[Target]:
    return [
        Target(f"{word}, {name}", value, _both(spread, 8, RUNS), "own run",
               partial(mean_of, settings(**chosen), 12_000, RUNS, column), runs=RUNS)
        for word, column, value, spread in zip(WORDS, COLUMNS, values, spreads)
    ]  # fmt: skip


def all_targets() -> tuple[Target, ...]:
    """Closed forms, what they say of the model, then the outbursts of every reading of the rules."""
    people = 252_000
    exact = "integral over the distributions of H and R"
    closed = [
        Target(f"share active if all expect arrest with P = {chance}, L = {legitimacy}", value, 6e-6, "derived",
               partial(share_active, legitimacy, chance), where=exact)
        for legitimacy, values in SHARES.items() for chance, value in zip((0, 0.9, 1), values)
    ]  # fmt: skip
    model = [
        Target(f"share acting in the model, {words}, L = {legitimacy}", value,
               3 * math.sqrt(value * (1 - value) / people), "derived", partial(_acting, legitimacy, cops, 100.0),
               where=exact, runs=1)
        for words, cops, column in (("no cops", 0.0, 0), ("arrest certain", 0.3, 2))
        for legitimacy, value in ((key, values[column]) for key, values in SHARES.items())
    ]  # fmt: skip
    printed = [
        Target(f"outbursts in 12,000 steps, {shape}, exact", 0, 0, "own run",
               partial(mean_of, settings(neighbourhood=shape, **FOLLOWED), 12_000, 1, "number"), runs=1)
        for shape in ("diamond", "disc", "moore")
    ]  # fmt: skip
    claims = [
        Target("outbursts occur under the printed formula (1 = yes)", 1, 0, "recalled", _outbursts_as_printed,
               where="figures 3 to 5", runs=3,
               miss="with C/A as printed, too few people are ever active at once, in every neighbourhood. With C/A "
               "rounded to the nearest whole number or rounded down there are outbursts, as two reimplementations "
               "found"),
        Target("a jump of legitimacy brings out more people than a larger fall in small steps, printed formula (1 = "
               "yes)", 1,
               0, "recalled", _jump_is_larger, where="figures 9 and 10", runs=2 * PAIRS),
    ]  # fmt: skip
    table = [
        target
        for (shape, ratio), values in OUTBURSTS.items()
        for target in _rows(
            f"{shape}, {ratio}", {"neighbourhood": shape, "ratio": ratio, **FOLLOWED}, values, SPREADS[shape, ratio]
        )
    ]
    like = {"self_count": "twice", "term": "below-max", **FLOOR}
    table += _rows("disc, floor, self_count twice, term below-max", like, NETLOGO_LIKE, NETLOGO_SPREAD)
    other = [
        Target("outbursts, moore, round", 3, _both(2.5, 8, RUNS), "own run",
               partial(mean_of, settings(neighbourhood="moore", ratio="round", **FOLLOWED), 12_000, RUNS, "number"),
               runs=RUNS),
        Target("mean wait, disc, floor, activation with-replacement", 29.55, _both(1.2, 4, RUNS), "own run",
               partial(mean_of, settings(activation="with-replacement", **FLOOR), 6_000, RUNS, "wait"), runs=RUNS),
        Target("mean number active, cross, floor", 43.5, _both(2.5, 1, 1), "own run",
               partial(_mean_active, {"neighbourhood": "cross", "ratio": "floor", **FOLLOWED}, 2_000, 1), runs=1),
        Target("outbursts in 5,000 steps, preset mesa", 0, 0, "own run",
               partial(mean_of, settings(**PRESETS["mesa"]), 5_000, 1, "number"), runs=1),
        *(Target(f"mean wait, disc, floor, J max {j}", wait, grain + _both(spread, 2, 1), "own run",
                 partial(mean_of, settings(max_jail=j, **FLOOR), 6_000, 1, "wait"), runs=1)
          for j, (wait, grain, spread) in JAIL.items()),
        *(Target(f"mean number active, disc, floor, J max {j}: permanent rebellion", value, _both(spread, 2, 2),
                 "own run", partial(_mean_active, {"max_jail": j, **FLOOR}, 1_500, 2), runs=2)
          for j, (value, spread) in REVOLT.items()),
        *(Target(f"mean wait, disc, floor, cops {c}", wait, grain + _both(spread, 2, 1), "own run",
                 partial(mean_of, settings(cop_density=c, **FLOOR), 6_000, 1, "wait"), runs=1)
          for c, (wait, grain, spread) in COPS.items()),
        Target("mean wait, disc, floor, cops 0.06, median of three populations", 325, 55 + _both(75, 2, 2), "own run",
               _rare_wait, runs=3),
        Target("outbursts in 6,000 steps, disc, floor, cops 0.074", 0, _both(0.7, 2, 1), "own run",
               partial(mean_of, settings(cop_density=0.074, **FLOOR), 6_000, 1, "number"), runs=1),
    ]  # fmt: skip
    peaks = [
        Target(f"mean peak number active, legitimacy falls {words}, {shape}, {ratio}", value, _both(spread, 20, PAIRS),
               "own run", partial(_peak, ratio, shape, preset), runs=PAIRS)
        for (ratio, shape), pair in PEAKS.items()
        for (words, preset), (value, spread) in zip(
            (("in small steps", "salami"), ("at once", "jump")), pair)
    ]  # fmt: skip
    return (*closed, *model, *printed, *claims, *table, *other, *peaks)


# pictures -------------------------------------------------------------------------------------------------------------


_FOLLOWED = {"pursuit": "takes-place"}


def pictures() -> tuple[Picture, ...]:
    """Outbursts, the waits between them, and a jump against small steps."""
    return (_outbursts(), _waits(), _falls())


def _outbursts() -> Picture:
    steps = np.arange(600)
    panels = []
    for title, chosen in (
        ("C/A as printed, diamond", {}),
        ("C/A rounded to the nearest whole number, diamond", {"ratio": "round"}),
        ("C/A rounded down, disc (as in NetLogo)", {"neighbourhood": "disc", "ratio": "floor"}),
        ("C/A rounded down, larger coordinate", {"neighbourhood": "moore", "ratio": "floor"}),
    ):
        long_run = chosen.get("neighbourhood") is not None  # simulated anyway, for the waits
        series = actives(settings(**chosen, **_FOLLOWED), 12_000 if long_run else 800, 1)[200:800]
        panels.append(Panel("step", "people active", (Layer("line", {"x": steps, "y": series}),), title=title,
                            y_range=(0, 498), y_rules={"outburst": 50}))  # fmt: skip
    return Picture(
        "outbursts",
        "The reading of one formula decides whether rebellion comes in outbursts",
        "The paper's run 2 (legitimacy 0.82, longest jail term 30, 64 cops and 1,120 people, of whom at most 498 can "
        "ever be active), simulated once under each of four readings of the vision and of the ratio C/A of cops to "
        "active people.",
        tuple(panels),
    )


def _waits() -> Picture:
    panels = []
    for title, chosen, runs, width in (
        ("rounded down, disc: nearly periodic", {"neighbourhood": "disc", "ratio": "floor"}, (1,), 2),
        ("rounded down, larger coordinate: nearly exponential", {"neighbourhood": "moore", "ratio": "floor"}, (0, 1),
         75),
    ):
        wait = np.concatenate([bursts(settings(**chosen, **_FOLLOWED), 12_000, r).wait for r in runs])
        edges = np.arange(0, max(wait.max(), width) + width, width)
        height = np.histogram(wait, edges)[0] / wait.size / width
        middle = (edges[:-1] + edges[1:]) / 2
        panels.append(Panel(
            "steps from one outburst to the next", "share of waits per step",
            (
                Layer("bars", {"x": middle, "low": edges[:-1], "high": edges[1:], "y": height}, "simulated"),
                Layer("line", {"x": middle, "y": np.exp(-middle / wait.mean()) / wait.mean()},
                      "exponential with the same mean"),
            ),
            title=title,
        ))  # fmt: skip
    return Picture(
        "waits",
        "Waiting times between outbursts",
        "Steps from the end of one outburst to the start of the next, over 12,000 steps of one population (left) and "
        "of each of two (right).",
        tuple(panels),
    )


def _falls() -> Picture:
    panels = []
    steps = np.arange(250)
    for title, chosen in (("C/A as printed, diamond", {}), ("C/A rounded down, diamond", {"ratio": "floor"})):
        paths = {
            "0.9 to 0.2 in small steps": actives(settings(**{**PRESETS["salami"], **chosen, **_FOLLOWED}), 250, 1),
            "0.9 to 0.7 at once, t = 77": actives(settings(**{**PRESETS["jump"], **chosen, **_FOLLOWED}), 250, 1),
        }
        panels.append(Panel("step", "people active", (Layer("line", long(steps, paths)),), title=title))
    return Picture(
        "salami",
        "Small steps and a jump of legitimacy",
        "Legitimacy falls from 0.9, in small steps to 0.2 or at once to 0.7; jail terms are for life. One run each. "
        "The jump brings out more people under the printed formula, as in the paper, but not if C/A is rounded down.",
        tuple(panels),
    )

"""The authors' claims as signs, what follows exactly from the rules, and values of our own.

Pictures: bursts of protest through time, and what inequality and identity do to them.
"""

from __future__ import annotations

from functools import cache, partial
from typing import NamedTuple

import numpy as np

from contested.ground.draws import member_seed
from contested.zoo.kim_hanneman_2011.model import Works, make
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target

#: an outburst lasts while more than this part of all workers protests
OVER = 0.05
DROPPED = 100


class Outbursts(NamedTuple):
    """Whole outbursts: those open at the start or the end are left out.

    Parameters
    ----------
    began, duration : int64 arrays, steps
    strength : float64 array
        Largest share protesting.
    size : float64 array
        Shares protesting, summed over its steps.
    """

    began: np.ndarray
    duration: np.ndarray
    strength: np.ndarray
    size: np.ndarray


def outbursts(protesting: np.ndarray, over: float = OVER) -> Outbursts:
    """Stretches of steps with more than `over` protesting; of the first step only whether one is open there counts."""
    turns = np.diff(np.concatenate([[0], protesting > over, [0]]).astype(np.int8))
    began, ended = np.flatnonzero(turns == 1), np.flatnonzero(turns == -1)
    whole = (began > 0) & (ended < protesting.size)
    began, ended = began[whole], ended[whole]
    pieces = [protesting[a:b] for a, b in zip(began, ended)]
    return Outbursts(
        began, ended - began, np.array([p.max() for p in pieces]), np.array([p.sum() for p in pieces])
    )  # fmt: skip


@cache
def _whole(inequality: float, identity: float, replicate: int, steps: int) -> dict[str, np.ndarray]:
    model = make(Works(inequality=inequality, identity=identity))
    return trajectory(model, steps=DROPPED + steps, seed=member_seed(2011, replicate))


def series(inequality: float, identity: float, replicate: int, steps: int) -> dict[str, np.ndarray]:
    """One run of the standard works, without its first steps."""
    return {name: column[DROPPED:] for name, column in _whole(inequality, identity, replicate, steps).items()}


def cell(inequality: float, identity: float, runs: int, steps: int) -> dict[str, np.ndarray]:
    """Of each run: outbursts per 100 steps, and their mean duration and strength."""
    whole = [_whole(inequality, identity, r, steps)["protesting"] for r in range(runs)]
    # with the last step dropped, which tells an outburst that begins just after it from one that is open
    found = [outbursts(protesting[DROPPED - 1 :]) for protesting in whole]
    return {
        "frequency": np.array([100.0 * o.began.size / steps for o in found]),
        "duration": np.array([o.duration.mean() if o.began.size else np.nan for o in found]),
        "strength": np.array([o.strength.mean() if o.began.size else np.nan for o in found]),
    }


# targets --------------------------------------------------------------------------------------------------------------


#: inequality of an even, an ordinary and a very uneven works
EVEN, USUAL, UNEVEN = 0.15, 0.3, 0.5
RUNS, STEPS = {EVEN: 5, USUAL: 5, UNEVEN: 14}, {EVEN: 500, USUAL: 500, UNEVEN: 1000}


def _of(name: str, inequality: float, identity: float) -> np.ndarray:
    return cell(inequality, identity, RUNS[inequality], STEPS[inequality])[name]


def _clear(after: np.ndarray, before: np.ndarray) -> float:
    """1 if the mean rose by more than three standard errors, -1 if it fell, 0 if it cannot be told."""
    after, before = after[~np.isnan(after)], before[~np.isnan(before)]
    error = np.sqrt(after.var(ddof=1) / after.size + before.var(ddof=1) / before.size)
    rise = after.mean() - before.mean()
    return float(np.sign(rise)) if abs(rise) > 3.0 * error else 0.0


def _inequality(name: str) -> float:
    return _clear(_of(name, USUAL, 0.0), _of(name, EVEN, 0.0))


def _identity(name: str) -> float:
    return _clear(_of(name, UNEVEN, 1.0), _of(name, UNEVEN, 0.0))


def _unpoliced(decision: str, inequality: float, runs: int) -> float:
    """Share protesting after one step without cops."""
    model = make(Works(cops=0, decision=decision, inequality=inequality))
    shares = [trajectory(model, steps=1, seed=member_seed(2012, r))["protesting"][0] for r in range(runs)]
    return float(np.mean(shares))


def _time_in_jail() -> float:
    """Workers in jail at the ends of steps, for each arrest a step."""
    workers = round(Works().workers * Works().side ** 2)
    kept = [series(UNEVEN, 0.0, r, STEPS[UNEVEN]) for r in range(RUNS[UNEVEN])]
    return float(workers * np.mean([k["jailed"].mean() for k in kept]) / np.mean([k["arrests"].mean() for k in kept]))


def targets() -> tuple[Target, ...]:
    """Signs of the effects of inequality and identity, and what is exact without cops."""
    normal = (
        "the gap between a wage and the mean of W workers in sight, about 104, is normal with variance s^2 (1 + 1/W)"
    )
    return (
        *(Target(f"sign of the effect of wage inequality (0.3 against 0.15) on the {name} of outbursts", 1, 0, "read",
                 partial(_inequality, name), where="abstract", runs=RUNS[USUAL])
          for name in ("frequency", "duration", "strength")),
        Target("sign of the effect of group identity (1 against 0) on the frequency of outbursts, inequality 0.5", 0, 0,
               "read", partial(_identity, "frequency"), where="abstract: no serious effect", runs=RUNS[UNEVEN]),
        *(Target(f"sign of the effect of group identity (1 against 0) on the {name} of outbursts, inequality 0.5", -1,
                 0, "read", partial(_identity, name), where="abstract", runs=RUNS[UNEVEN])
          for name in ("duration", "strength")),
        Target("share protesting after a step without cops, threshold, inequality 0.3", 0.3701, 0.0137, "derived",
               partial(_unpoliced, "threshold", 0.3, 10), where=f"Phi(-T / sd); {normal}", runs=10),
        Target("share protesting after a step without cops, threshold, inequality 0.5", 0.4210, 0.0140, "derived",
               partial(_unpoliced, "threshold", 0.5, 10), where=f"Phi(-T / sd); {normal}", runs=10),
        Target("share protesting after a step without cops, by chance, inequality 0.3", 0.1201, 0.0093, "derived",
               partial(_unpoliced, "chance", 0.3, 10), where=f"mean of min(1, max(0, gap)); {normal}", runs=10),
        Target("workers in jail, relative to arrests per step", 14.5, 0.3, "derived", _time_in_jail,
               where="a term of t steps is counted at t - 1 ends of steps; the mean term is 15.5", runs=RUNS[UNEVEN]),
        Target("outbursts per 100 steps, inequality 0.3", 3.1, 0.45, "own run",
               lambda: float(_of("frequency", USUAL, 0.0).mean()), runs=RUNS[USUAL]),
        Target("mean strength of outbursts, inequality 0.3", 0.175, 0.02, "own run",
               lambda: float(_of("strength", USUAL, 0.0).mean()), runs=RUNS[USUAL]),
    )  # fmt: skip


# pictures -------------------------------------------------------------------------------------------------------------


#: runs of a point
#: runs behind a point of the picture
EACH = 3


def pictures() -> tuple[Picture, ...]:
    """Two runs, and three measures of outbursts against inequality."""
    steps = 250
    runs = {f"inequality {q}": series(q, 0.0, 0, 500) for q in (0.15, 0.3)}
    x = np.arange(101, 101 + steps)
    spread = (0.1, 0.15, 0.2, 0.3, 0.4, 0.6)
    measured = {f"identity {i:g}": [_means(cell(q, float(i), EACH, 500)) for q in spread] for i in (0, 1)}
    titles = {
        "frequency": "outbursts per 100 steps", "duration": "duration of an outburst (steps)",
        "strength": "share of workers protesting at its peak",
    }  # fmt: skip
    return (
        Picture(
            "bursts",
            "Protest comes in bursts",
            "The standard case of 1,120 workers and 64 cops from step 101 on; each colour is one simulated run. Left: "
            "share of workers who protest. Right: share in jail; the next outburst comes when the jails have emptied.",
            (
                Panel("step", "share of workers protesting", (
                    Layer("line", long(x, {k: r["protesting"][:steps] for k, r in runs.items()})),
                ), y_rules={"outburst": 0.05}),
                Panel("step", "share of workers in jail", (
                    Layer("line", long(x, {k: r["jailed"][:steps] for k, r in runs.items()})),
                )),
            ),
        ),
        Picture(
            "inequality",
            "More unequal wages: more outbursts, and larger ones up to a point",
            f"Each point is the mean of {EACH} simulated runs of 500 steps. Outbursts become larger with inequality "
            "until so many workers are in jail that few are left to join. Group identity (two equal groups, mixed) "
            "makes outbursts slightly weaker and shorter.",
            tuple(
                Panel("inequality (standard deviation of wages / mean)", title, (
                    Layer("line", long(spread, {k: [c[name] for c in cells] for k, cells in measured.items()})),
                    Layer("points", long(spread, {k: [c[name] for c in cells] for k, cells in measured.items()})),
                ))
                for name, title in titles.items()
            ),
            columns=3,
        ),
    )  # fmt: skip


def _means(outbursts: dict[str, np.ndarray]) -> dict[str, float]:
    """Over runs; those without an outburst have neither duration nor strength."""
    return {name: float(np.nanmean(v)) if np.isfinite(v).any() else np.nan for name, v in outbursts.items()}

"""The authors' claims as signs, what follows exactly from the rules, and values of our own."""

from __future__ import annotations

from functools import partial

import numpy as np

from contested.ground.draws import member_seed
from contested.zoo.kim_hanneman_2011.model import Works, make
from contested.zoo.kim_hanneman_2011.runs import cell, series
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.target import Target

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
    normal = "gap to a mean of W around 104 colleagues: normal with variance s^2 (1 + 1/W)"
    return (
        *(Target(f"sign of the effect of wage inequality (0.3 against 0.15) on the {name} of outbursts", 1, 0, "read",
                 partial(_inequality, name), where="abstract", runs=RUNS[USUAL])
          for name in ("frequency", "duration", "strength")),
        Target("sign of the effect of group identity (1 against 0) on the frequency of outbursts, inequality 0.5", 0, 0,
               "read", partial(_identity, "frequency"), where="abstract: not seriously", runs=RUNS[UNEVEN]),
        *(Target(f"sign of the effect of group identity (1 against 0) on the {name} of outbursts, inequality 0.5", -1,
                 0, "read", partial(_identity, name), where="abstract", runs=RUNS[UNEVEN])
          for name in ("duration", "strength")),
        Target("share protesting after a step without cops, threshold, inequality 0.3", 0.3701, 0.0137, "derived",
               partial(_unpoliced, "threshold", 0.3, 10), where=f"Phi(-T / sd); {normal}", runs=10),
        Target("share protesting after a step without cops, threshold, inequality 0.5", 0.4210, 0.0140, "derived",
               partial(_unpoliced, "threshold", 0.5, 10), where=f"Phi(-T / sd); {normal}", runs=10),
        Target("share protesting after a step without cops, chance, inequality 0.3", 0.1201, 0.0093, "derived",
               partial(_unpoliced, "chance", 0.3, 10), where=f"E min(1, max(0, gap)); {normal}", runs=10),
        Target("workers in jail for each arrest a step", 14.5, 0.3, "derived", _time_in_jail,
               where="mean term 15.5, of which the step of the arrest is not seen at its end", runs=RUNS[UNEVEN]),
        Target("outbursts per 100 steps, inequality 0.3", 3.1, 0.45, "own run",
               lambda: float(_of("frequency", USUAL, 0.0).mean()), runs=RUNS[USUAL]),
        Target("mean strength of outbursts, inequality 0.3", 0.175, 0.02, "own run",
               lambda: float(_of("strength", USUAL, 0.0).mean()), runs=RUNS[USUAL]),
    )  # fmt: skip

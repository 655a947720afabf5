"""The claims of the abstract as signs, the linear case against its solution, and values of our own.

Pictures: what the abstract says, as curves; and one revolution, step by step.
"""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from contested.engine.model import State
from contested.engine.run import run
from contested.ground.draws import member_seed
from contested.zoo.kit.trajectories import Unrecorded, trajectory
from contested.zoo.makowsky_rubin_2013.model import Society, make
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target

STEPS = 300
LOW, HIGH = 0.2, 0.8
RUNS = 60


@cache
def runs_of(centralisation: float, reach: int, shock: float, runs: int) -> dict[str, np.ndarray]:
    """Falsification before the shock, and change since it: an entry a society.

    Society r is the same one in every cell: only its institutions and networks differ.
    """
    model = make(Society(centralisation=centralisation, reach=reach, shock=shock))
    before = model.params.shock_at - 1
    found: dict[str, list[float]] = {"falsification": [], "change": []}
    for r in range(runs):
        seen = trajectory(model, steps=STEPS, seed=member_seed(2013, r))
        found["falsification"].append(seen["falsification"][before])
        found["change"].append(seen["change"][-1])
    return {name: np.array(values) for name, values in found.items()}


def cell(name: str, centralisation: float, reach: int) -> np.ndarray:
    """One of the numbers of `runs_of` at the standard shock."""
    return runs_of(centralisation, reach, Society().shock, RUNS)[name]


# targets --------------------------------------------------------------------------------------------------------------


def _clear(gain: np.ndarray) -> float:
    """1 if the mean is above 0 by more than three standard errors, -1 if below, 0 if it cannot be told."""
    error = gain.std(ddof=1) / np.sqrt(gain.size)
    return float(np.sign(gain.mean())) if abs(gain.mean()) > 3.0 * error else 0.0


def _by_centre(name: str, reach: int) -> np.ndarray:
    gain: np.ndarray = cell(name, HIGH, reach) - cell(name, LOW, reach)
    return gain


def _by_reach(name: str, centralisation: float) -> np.ndarray:
    gain: np.ndarray = cell(name, centralisation, 4) - cell(name, centralisation, 1)
    return gain


def _linear(reach: int) -> tuple[float, float]:
    """Without relief the rule is linear: by how much mean position and mean square falsification miss their solution.

    Fourier's modes do not mix: x = (b + s a) / (1 + s + c (1 - w)), w the network's average of a mode.
    """
    model = make(Society(relief=0, timidity="alike", shock=0, term=10_000, reach=reach))
    p = model.params
    state = run(model, p, 2013, steps=60, recorder=Unrecorded())
    shape = (p.side, p.side)
    wish, faced = state["wish"].reshape(shape), _faced_by_all(state).reshape(shape)
    k = np.arange(-reach, reach + 1)
    wave = np.exp(-2j * np.pi * np.outer(np.arange(p.side), k) / p.side).sum(1)
    seen = (np.outer(wave, wave).real - 1.0) / ((2 * reach + 1) ** 2 - 1)
    solved = (np.fft.fft2(wish) + p.sanction * np.fft.fft2(faced)) / (1 + p.sanction + p.conformity * (1 - seen))
    says = np.fft.ifft2(solved).real
    mean = (wish.mean() + p.sanction * faced.mean()) / (1 + p.sanction)
    hidden = ((says - wish) ** 2).mean()
    return float(state["says"].mean() / mean), float(((state["says"] - state["wish"]) ** 2).mean() / hidden)


def _faced_by_all(state: State) -> np.ndarray:
    weight = state["weight"][0]
    faced: np.ndarray = weight * state["centre"][0] + (1.0 - weight) * state["local"][state["home"]]
    return faced


def targets() -> tuple[Target, ...]:
    """Signs of the two effects, and the linear rule exactly."""
    return (
        *(Target(f"sign of the effect of centralisation (0.8 against 0.2) on falsification, reach {reach}", 1, 0,
                 "read", partial(lambda r: _clear(_by_centre("falsification", r)), reach), where="abstract", runs=RUNS)
          for reach in (1, 4)),
        *(Target(f"sign of the effect of reach (4 against 1) on falsification, centralisation {c}", -1, 0, "read",
                 partial(lambda c: _clear(_by_reach("falsification", c)), c), where="abstract", runs=RUNS,
                 miss=why)
          for c, why in ((HIGH, ""), (LOW, "in decentralised societies nobody is defiant before the shock, and "
                                           "conformity to a wider network makes people hide slightly more"))),
        Target("sign of the effect of centralisation on institutional change, reach 4", 1, 0, "read",
               lambda: _clear(_by_centre("change", 4)), where="abstract", runs=RUNS),
        Target("sign of the interaction of reach and centralisation in institutional change", 1, 0, "read",
               lambda: _clear(_by_centre("change", 4) - _by_centre("change", 1)), where="abstract", runs=RUNS),
        Target("sign of the effect of reach on change after one shock, centralisation 0.8", 1, 0, "read",
               lambda: _clear(_by_reach("change", HIGH)),
               where="abstract of the working paper of 2012: the critical shock is smaller at longer range", runs=RUNS),
        *(Target(f"mean position with relief 0, relative to (mean b + s mean a) / (1 + s), reach {r}",
                 1, 1e-9, "derived",
                 partial(lambda r: _linear(r)[0], r), where="m_i cancels in the mean over citizens", runs=1)
          for r in (1, 5)),
        *(Target(f"mean square falsification with relief 0, relative to its Fourier solution, reach {r}",
                 1, 1e-9, "derived",
                 partial(lambda r: _linear(r)[1], r), where="exact solution of a linear map on a torus", runs=1)
          for r in (1, 5)),
        *(Target(f"falsification before the shock, centralisation {c}, reach {r}", value, tolerance, "own run",
                 partial(lambda c, r: float(cell("falsification", c, r).mean()), c, r), runs=RUNS)
          for c, r, value, tolerance in ((LOW, 1, 0.162, 0.001), (HIGH, 1, 0.3336, 0.005), (HIGH, 4, 0.3129, 0.005))),
        Target("change of institutions since the shock, centralisation 0.8, reach 4", 0.286, 0.03, "own run",
               lambda: float(cell("change", HIGH, 4).mean()), runs=RUNS),
    )  # fmt: skip


# pictures -------------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """What the abstract says, as curves; and one revolution, step by step."""
    weights = np.round(np.linspace(0, 1, 11), 2)
    few = 6
    hidden, change = {}, {}
    for reach in (1, 2, 4):
        cells = [runs_of(c, reach, Society().shock, few) for c in weights]
        hidden[f"reach {reach}"] = [x["falsification"].mean() for x in cells]
        change[f"reach {reach}"] = [x["change"].mean() for x in cells]
    shocks = np.round(np.linspace(0, 0.7, 8), 2)
    tipped = {
        f"reach {reach}": [runs_of(HIGH, reach, s, few)["change"].mean() for s in shocks] for reach in (1, 2, 4)
    }
    one = trajectory(make(Society(centralisation=HIGH, reach=4)), steps=220, seed=2013)
    return (
        Picture(
            "centralisation",
            "Centralisation makes people hide their preferences, and change sudden",
            f"Each point is the mean of {few} simulated societies; the formulas are ours. Left: falsification, the "
            "distance between what citizens want and what they say, before a shock. Middle: how far institutions move "
            "after it. Right: the same against the size of the shock, at centralisation 0.8. Change is sudden, and "
            "needs a smaller shock if networks reach farther. Fully centralised societies with far-reaching networks "
            "overthrow the centre before any shock. So the curves for reach 4 fall at the right end of the left and "
            "middle panels.",
            (
                Panel("centralisation", "falsification before the shock", (Layer("line", long(weights, hidden)),)),
                Panel("centralisation", "change of institutions", (Layer("line", long(weights, change)),)),
                Panel("size of the shock (share of citizens)", "change of institutions",
                      (Layer("line", long(shocks, tipped)),)),
            ),
            columns=3,
        ),
        Picture(
            "revolution",
            "A cascade of preference revelation",
            "One society with centralisation 0.8, reach 4 and a shock after step 100: mean falsification, share of "
            "defiant citizens and mean public position.",
            (
                Panel("step", "level or share", (
                    Layer("line", long(np.arange(1, 221), {name: one[name] for name in
                                                           ("falsification", "defiance", "expressed")})),
                ), y_range=(0, 1), x_rules={"shock": 100}),
            ),
        ),
    )  # fmt: skip

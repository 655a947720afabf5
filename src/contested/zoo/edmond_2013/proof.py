"""The numbers the model must reproduce. Pictures: the pictures its readers know."""

from __future__ import annotations

import math
from functools import cache, partial

import numpy as np
from scipy.special import ndtr

from contested.engine.params import override
from contested.ground.draws import member_seed
from contested.zoo.edmond_2013.model import make
from contested.zoo.edmond_2013.theory import Equilibrium, Propaganda, bias, equilibrium, solved
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target

PLAYS = 4000
TABLE = {  # (p, alpha) -> x*, theta*, at k = 0.5
    (0.25, 10): (0.7849, 0.4629), (0.25, 100): (0.3486, 0.1980), (0.25, 1e3): (0.1383, 0.0766),
    (0.25, 1e4): (0.0516, 0.0281), (0.5, 10): (0.4732, 0.3590), (0.5, 100): (0.2656, 0.1703),
    (0.5, 1e3): (0.1160, 0.0691), (0.5, 1e4): (0.0455, 0.0260), (0.75, 10): (0.0778, 0.2272),
    (0.75, 100): (0.1590, 0.1348), (0.75, 1e3): (0.0890, 0.0601), (0.75, 1e4): (0.0384, 0.0237),
}  # fmt: skip


@cache
def plays(**settings: object) -> dict[str, np.ndarray]:
    """Every observable of `PLAYS` regimes."""
    return trajectory(make(override(Propaganda(), settings)), steps=PLAYS, seed=member_seed(2013, 0))


def _at(p: float, alpha: float, k: float) -> Equilibrium:
    return solved(Propaganda(opportunity_cost=p, precision=alpha, marginal_cost=k))


def _theta(p: float, alpha: float, k: float) -> float:
    return _at(p, alpha, k).threshold


def _x(p: float, alpha: float, k: float) -> float:
    return _at(p, alpha, k).cutoff


def _honest(p: float) -> float:
    return solved(Propaganda(opportunity_cost=p, manipulation="none")).threshold


def _mean_uprising(at: Equilibrium, alpha: float, low: float, high: float) -> tuple[float, float]:
    """Mean and standard deviation over strengths drawn evenly between two bounds."""
    theta = low + (high - low) * (np.arange(40_000) + 0.5) / 40_000
    shown = np.where((theta >= at.liars_from) & (theta < at.pool), at.pool, theta)
    share = ndtr(math.sqrt(alpha) * (at.cutoff - shown))
    return float(share.mean()), float(share.std())


def _largest_regret(p: float, alpha: float, k: float) -> float:
    """What the luckiest regime could gain by another bias than its own, over a grid of strengths and biases."""
    at = _at(p, alpha, k)
    theta = np.linspace(-0.3, 1.5, 181)[:, None]
    lie = np.linspace(0.0, 2.0, 2001)[None, :]

    def worth(shown: np.ndarray, cost: np.ndarray) -> np.ndarray:
        gain: np.ndarray = np.maximum(theta - ndtr(math.sqrt(alpha) * (at.cutoff - shown)), 0.0) - cost
        return gain

    own = np.array([[bias(float(t), at)] for t in theta[:, 0]])
    return float((worth(theta + lie, k * lie) - worth(theta + own, k * own)).max())


def targets() -> tuple[Target, ...]:
    """Thresholds and cut-offs, that nobody gains by deviating, and simulated frequencies beside exact chances."""
    pool = "theta* = (Phi(-sqrt(alpha) g) + k (x* + g)) / (1 + k), with the posterior at x*"
    at = equilibrium(0.5, 100.0, 0.5)
    falls = (at.threshold + 0.5) / 2.0
    mean, spread = _mean_uprising(at, 100.0, -0.5, 1.5)
    return (
        *(Target(f"theta*, p = {p}, alpha = {alpha:g}, k = 0.5", theta, 1e-4, "derived",
                 partial(_theta, p, alpha, 0.5), where=pool) for (p, alpha), (_, theta) in TABLE.items()),
        *(Target(f"x*, p = {p}, alpha = {alpha:g}, k = 0.5", x, 1e-4, "derived", partial(_x, p, alpha, 0.5),
                 where=pool) for (p, alpha), (x, _) in TABLE.items()),
        *(Target(f"theta* without manipulation, p = {p}", 1 - p, 1e-8, "derived", partial(_honest, p),
                 where="theta* = 1 - p") for p in (0.25, 0.5, 0.75)),
        Target("theta* where no lie pays, p = 0.25, alpha = 10, k = 1.27", 0.75, 1e-8, "derived",
               partial(_theta, 0.25, 10.0, 1.27), where="k >= sqrt(alpha) phi(0) = 1.26157"),
        Target("theta* where the weakest survivors do not lie, p = 0.25, alpha = 10, k = 1.2", 0.75, 1e-8, "derived",
               partial(_theta, 0.25, 10.0, 1.2), where="threshold without manipulation; only regimes above it lie"),
        Target("theta* as signals become exact, p = 0.5, k = 0.5", 0.0, 1e-3, "derived", partial(_theta, 0.5, 1e8, 0.5),
               where="the limit is 0; the paper's result as recalled"),
        *(Target(f"largest gain of any regime from another bias, p = {p}, alpha = {alpha:g}, k = {k}", 0.0, 1e-8,
                 "derived", partial(_largest_regret, p, alpha, k), where="equilibrium: nobody gains by deviating")
          for p, alpha, k in ((0.5, 10, 0.5), (0.25, 100, 0.5), (0.25, 10, 1.2), (0.05, 4, 0.7))),
        Target("probability of overthrow, defaults, 1,000 people", falls, 3 * math.sqrt(falls * (1 - falls) / PLAYS),
               "derived", lambda: float(plays()["fell"].mean()), where="(theta* + 0.5) / 2", runs=PLAYS),
        Target("mean uprising, defaults, 1,000 people", mean, 3 * spread / math.sqrt(PLAYS), "derived",
               lambda: float(plays()["uprising"].mean()), where="integral over the strengths drawn", runs=PLAYS),
        Target("probability of overthrow without manipulation, 1,000 people", 0.5, 1.5 / math.sqrt(PLAYS), "derived",
               lambda: float(plays(manipulation="none")["fell"].mean()), where="(1 - p + 0.5) / 2", runs=PLAYS),
    )  # fmt: skip


# pictures -------------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """How good information helps the liar, and who lies."""
    alpha = np.logspace(0, 5, 200)
    costs = (0.25, 0.5, 0.75)
    lines = {f"p = {p}": [equilibrium(p, a, 0.5).threshold for a in alpha] for p in costs}
    honest = {f"p = {p}": np.full(alpha.size, 1 - p) for p in costs}
    some = (10.0, 100.0, 1e3, 1e4)
    fell = [0.5 * plays(precision=a, weakest=0.0, strongest=0.5)["fell"].mean() for a in some]
    theta = np.linspace(-0.25, 1.25, 601)
    at, honest_at = equilibrium(0.5, 100.0, 0.5), equilibrium(0.5, 100.0, math.inf)
    risen = {
        "lying possible": ndtr(10 * (at.cutoff - theta - [bias(t, at) for t in theta])),
        "lying impossible": ndtr(10 * (honest_at.cutoff - theta)),
    }
    each = {a: equilibrium(0.5, a, 0.5) for a in (10.0, 100.0, 1e3)}
    lies = {f"alpha = {a:g}": [bias(t, found) for t in theta] for a, found in each.items()}
    seen = plays()
    part = slice(0, 600)
    return (
        Picture(
            "precision",
            "The more precise the signals, the better lying works",
            "Left: strength theta* below which a regime falls, against the precision of citizens' signals, with "
            "marginal cost of bias 0.5 (lines) and without manipulation (dashed). Points: threshold estimated from the "
            "share overthrown of 4,000 regimes with strengths drawn between 0 and 0.5, simulated with crowds of 1,000 "
            "at p = 0.5. Right: share who rise against the strength of the regime, at precision 100; points are 600 "
            "random regimes.",
            (
                Panel("precision of signals alpha", "threshold theta*", (
                    Layer("line", long(alpha, lines)), Layer("dashed", long(alpha, honest)),
                    Layer("points", {"x": some, "y": fell}, "simulated, p = 0.5"),
                ), x_log=True, y_range=(0, 1)),
                Panel("strength of the regime theta", "share who rise", (
                    Layer("line", long(theta, risen)),
                    Layer("points", {"x": seen["strength"][part], "y": seen["uprising"][part]}, "simulated"),
                    Layer("dashed", {"x": [0.0, 1.0], "y": [0.0, 1.0]}, "needed to overthrow"),
                ), x_range=(-0.25, 1.25), y_range=(0, 1)),
            ),
        ),
        Picture(
            "bias",
            "Regimes of middling strength lie, and all look equally strong",
            "Bias against true strength, at p = 0.5 and marginal cost 0.5. The weak do not lie, because they fall "
            "anyway; the strong need not. All those between choose the bias that gives the same mean signal.",
            (
                Panel("strength of the regime theta", "bias", (
                    Layer("line", long(theta, lies)),
                )),
            ),
            columns=1,
        ),
    )  # fmt: skip

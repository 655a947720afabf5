"""The numbers the model must reproduce, and the pictures: thresholds, crowds, and waves of attacks."""

from __future__ import annotations

import math
from functools import cache, partial

import numpy as np
from scipy.special import ndtr, ndtri

from contested.engine.params import override
from contested.ground.draws import member_seed
from contested.zoo.angeletos_2007.model import Game, init, model
from contested.zoo.kit.regime_change import cutoff, later_thresholds, thresholds, unique
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target

PLAYS = 4000
#: a regime attacked four times, which the fourth attack brings down
WAVES = {
    "game": "repeated",
    "cost": 0.1,
    "public_precision": 2.4,
    "public_mean": 1.7,
    "strength": "given",
    "given_strength": 0.79,
}


@cache
def _plays(**settings: float) -> dict[str, np.ndarray]:
    return trajectory(model(settings), steps=PLAYS, seed=member_seed(2007, 0))


def _first(**settings: object) -> float:
    return float(init(override(Game(), settings), 1)["threshold"][0])


def _sees(cost: float, beta: float) -> float:
    flat = {"cost": cost, "private_precision": beta, "public_precision": 0.0, "strength": "given"}
    return cutoff(_first(**flat), beta)


def _root(c: float, alpha: float, beta: float, z: float, which: str) -> float:
    return _first(cost=c, public_precision=alpha, private_precision=beta, public_mean=z, equilibrium=which)


def _count(c: float, alpha: float, beta: float, z: float) -> int:
    return len(thresholds(c, alpha, beta, z))


def _least_private() -> float:
    low, high = 1e-3, 1e3
    for _ in range(100):
        middle = math.sqrt(low * high)
        low, high = (low, middle) if unique(middle, 4.0) else (middle, high)
    return high


def _attacks(periods: int) -> list[int]:
    """Steps of the preset "waves" in which a regime that nobody can bring down is attacked."""
    made = model({**WAVES, "given_strength": 1.1, "people": 1})
    path = trajectory(made, steps=periods)["threshold"]
    return [0, *(1 + np.flatnonzero(np.diff(path)))]


CUTOFFS = {(0.25, 1): 1.42449, (0.25, 4): 1.08724, (0.25, 25): 0.88490, (0.75, 1): -0.42449, (0.2, 4): 1.22081}
ROOTS = {
    (0.5, 1, 1, 0.3): (0.628875,), (0.5, 1, 1, 0.7): (0.371125,), (0.25, 1, 4, 0.5): (0.819618,),
    (0.5, 4, 1, 0.5): (0.030074, 0.5, 0.969926), (0.5, 4, 1, 0.6): (0.009044,), (0.5, 4, 2.6, 0.5): (0.5,),
}  # fmt: skip


def targets() -> tuple[Target, ...]:
    """What the model must reproduce."""
    flat = "flat prior: theta* = 1 - c, x* = theta* + PhiInv(theta*) / sqrt(beta)"
    prior = "alpha (theta* - z) - sqrt(beta) PhiInv(theta*) = sqrt(alpha + beta) PhiInv(c)"
    words = {1: ("lowest",), 3: ("lowest", "middle", "highest")}
    falls = float(ndtr(0.628874862334764 - 0.3))
    seen = float(ndtr((cutoff(0.628874862334764, 1.0) - 0.3) / math.sqrt(2.0)))
    # the share is a smooth function of one normal variable: its spread over plays by quadrature
    x, w = np.polynomial.hermite_e.hermegauss(80)
    spread = math.sqrt(float((w / w.sum()) @ (ndtr(cutoff(0.628874862334764, 1.0) - 0.3 - x) - seen) ** 2))
    return (
        *(Target(f"theta*, flat prior, c = {c}", 1 - c, 1e-8, "derived",
                 partial(_first, cost=c, private_precision=4.0, public_precision=0.0, strength="given"), where=flat)
          for c in (0.1, 0.25, 0.5, 0.75, 0.9)),
        *(Target(f"x*, flat prior, c = {c}, beta = {b}", x, 5e-6, "derived", partial(_sees, c, b), where=flat)
          for (c, b), x in CUTOFFS.items()),
        *(Target(f"x*, flat prior, c = 0.5, beta = {b}", 0.5, 1e-8, "derived", partial(_sees, 0.5, b), where=flat)
          for b in (0.5, 1, 100)),
        *(Target(f"{which} theta*, (c, alpha, beta, z) = {at}", root, 5e-7, "derived", partial(_root, *at, which),
                 where=prior)
          for at, roots in ROOTS.items() for which, root in zip(words[len(roots)], roots, strict=True)),
        *(Target(f"number of equilibria, (c, alpha, beta, z) = {at}", len(roots), 0, "derived", partial(_count, *at),
                 where=prior) for at, roots in ROOTS.items()),
        Target("least beta with one equilibrium for every z, alpha = 4", 16 / (2 * math.pi), 1e-8, "derived",
               _least_private, where="beta >= alpha^2 / (2 pi)"),
        Target("probability that the regime falls, (c, alpha, beta, z) = (0.5, 1, 1, 0.3), 1,000 people", falls,
               3 * math.sqrt(falls * (1 - falls) / PLAYS), "derived",
               lambda: float(_plays(public_mean=0.3)["fell"].mean()), where="Phi(theta* - z)", runs=PLAYS),
        Target("mean attack, (c, alpha, beta, z) = (0.5, 1, 1, 0.3), 1,000 people", seen,
               3 * spread / math.sqrt(PLAYS), "derived", lambda: float(_plays(public_mean=0.3)["attack"].mean()),
               where="Phi((x* - z) / sqrt(2))", runs=PLAYS),
        *(Target(f"preset waves: step of attack {k + 1}", at, 0, "derived", partial(lambda k: _attacks(60)[k], k),
                 where="first step at which the indifference condition has a root", runs=1)
          for k, at in enumerate((0, 2, 8, 49))),
        Target("repeated game: second threshold as private signals become exact, c = 0.5", 0.5, 5e-4, "derived",
               lambda: later_thresholds(0.5, 2.0, 1e6, 0.7, 0.1251223)[-1], where="1 - c"),
        Target("repeated game: equilibria with a second attack before any new private signal", 0, 0,
               "derived", lambda: len(later_thresholds(0.5, 1.0, 1.0, 0.3, 0.6288748623)), where="no root"),
    )  # fmt: skip


# pictures -----------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """Thresholds against what all believe, the crowd against the regime, and waves of attacks."""
    theta = ndtr(np.linspace(-5.0, 5.0, 401))
    belief = {f"beta = {b:.3g}": theta - (math.sqrt(b) * ndtri(theta)) / 4.0 for b in (1.0, 16 / (2 * math.pi), 8.0)}
    one = _plays(public_mean=0.3)
    some = slice(0, 600)
    strength = np.linspace(-1.5, 2.0, 200)
    sees = cutoff(_first(public_mean=0.3), 1.0)
    periods = 60
    made = model({**WAVES, "people": 100_000})
    wave = trajectory(made, steps=periods)
    return (
        Picture(
            "equilibrium",
            "When everybody fears that nobody else will come",
            "Left: the strength theta* below which a regime falls, against the mean of the common prior, for cost 0.5 "
            "and public precision 4. If private signals are less precise than 16 / (2 pi) = 2.55, there can be three "
            "thresholds. Right: share of people who attack, for 600 crowds of 1,000 and regimes drawn around 0.3 "
            "(points) and for an infinite crowd (line); a regime falls above the dashed line.",
            (
                Panel("prior mean z", "threshold theta*", (
                    Layer("line", {"x": np.concatenate(list(belief.values())), "y": np.tile(theta, 3),
                                   "series": [name for name in belief for _ in theta]}),
                ), x_range=(0.0, 1.0), y_range=(0, 1)),
                Panel("strength of the regime theta", "share who attack", (
                    Layer("points", {"x": one["strength"][some], "y": one["attack"][some],
                                     "series": ["falls" if f else "holds" for f in one["fell"][some]]}),
                    Layer("line", {"x": strength, "y": ndtr(sees - strength)}, "infinite crowd"),
                    Layer("dashed", {"x": [0.0, 1.0], "y": [0.0, 1.0]}, "needed to fall"),
                ), x_range=(-1.5, 2.0), y_range=(0, 1), x_rules={"theta*": _first(public_mean=0.3)}),
            ),
        ),
        Picture(
            "waves",
            "Calm and crisis alternate although only information changes",
            "One regime under the preset waves, 100,000 people, one new private signal each per step. After it "
            "survives an attack, nobody attacks until private signals have become precise enough. The fourth attack "
            "brings it down.",
            (
                Panel("step", "share who attack", (
                    Layer("steps", {"x": np.arange(periods), "y": wave["attack"]}),
                ), y_range=(0, 1)),
                Panel("step", "level", (Layer("steps", long(np.arange(periods), {
                    "threshold theta*": wave["threshold"], "strength theta": wave["strength"]})),), y_range=(0, 1)),
            ),
        ),
    )  # fmt: skip

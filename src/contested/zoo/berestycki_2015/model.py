"""Activity u and tension v on a line of places, in continuous time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, coded, override, param
from contested.ground.compiled import serial
from contested.ground.errors import ParameterError

#: how far the fastest decay between neighbours, and the fastest of all other rates, may go in one stride; the error is
#: then near 1e-10 of the whole
STIFF, STRIDE = 1 / 2, 1 / 100
#: linear growth has no end of its own; past this nothing is a model of anything
OVERFLOW = 1e100
#: strides a step at the most; more is a mistake of units
MOST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Unrest(Params):
    """The line, how activity feeds on tension, and the shocks."""

    places: int = param(
        401, unit="site", within=(1, 200_000), source="assumed", whole=True, meaning="points of the line"
    )
    spacing: float = param(0.5, unit="-", within=(1e-3, 1e3), source="assumed",
                           meaning="distance between neighbouring points")
    spread: str = choice(
        "diffusion", among=("diffusion", "everywhere"), source="berestycki2015",
        meaning="activity spreads to neighbouring places, or to all places equally",
    )  # fmt: skip
    reach: float = param(
        1, unit="1/step", within=(0, 1e4), source="berestycki2015",
        meaning="D: diffusion of activity; with `spread` everywhere, rate at which activity approaches its mean over "
                "places",
    )  # fmt: skip
    tension_reach: float = param(
        0, unit="1/step", within=(0, 1e4), source="berestycki2015", meaning="D_v: diffusion of tension",
        when={"tension": ("moves",)},
    )
    growth: str = choice(
        "crowding", among=("crowding", "linear"), source="assumed",
        meaning="G(u): crowding is u (1 - u), linear is u",
    )  # fmt: skip
    sharpness: float = param(
        5, unit="-", within=(0, 1e3), source="berestycki2015",
        meaning="beta: how sharply r(v) = 1 / (1 + exp(-beta (v - a))) rises from 0 to 1",
    )  # fmt: skip
    threshold: float = param(
        1, unit="level", within=(-1e3, 1e3), source="berestycki2015", meaning="a: tension at which r(v) is one half"
    )
    calming: float = param(
        0.3, unit="1/step", within=(0, 100), source="berestycki2015", meaning="omega: decay rate of activity"
    )
    quiet: float = param(
        0, unit="level", within=(0, 1), source="berestycki2015", meaning="u_b: background activity"
    )
    tension_base: float = param(
        0, unit="level", within=(-1e3, 1e3), source="berestycki2015", meaning="v_b: background tension"
    )
    easing: float = param(
        0.1, unit="1/step", within=(0, 100), source="berestycki2015",
        meaning="theta: decay rate of tension without activity",
    )  # fmt: skip
    feedback: float = param(
        1, unit="-", within=(-10, 10), source="berestycki2015",
        meaning="p: tension decays at rate theta / (1 + u)^p; above 0 activity sustains tension, below 0 it depletes "
                "it",
    )  # fmt: skip
    drive: float = param(
        0, unit="1/step", within=(0, 1e3), source="berestycki2015", meaning="A: constant source of tension"
    )
    shock: float = param(
        2, unit="level", within=(-1e3, 1e3), source="assumed", meaning="tension added at once by a shock"
    )
    shock_width: float = param(
        10, unit="-", within=(0, 1e6), source="assumed",
        meaning="largest distance from the middle at which a shock acts"
    )
    shock_every: int = param(
        0, unit="step", within=(0, 10**6), source="assumed", whole=True,
        meaning="steps between shocks, the first at the start; 0 means a single shock",
    )  # fmt: skip
    tension: str = choice(
        "moves", among=("moves", "frozen"), source="assumed",
        meaning="moves: tension follows its equation; frozen: it stays at its initial value plus the first shock",
    )  # fmt: skip
    spark: float = param(
        0.01, unit="level", within=(0, 1e3), source="assumed", meaning="extra activity at the middle place at the start"
    )


def make(params: Unrest) -> Model:
    """The line as a model; a step is a unit of time."""
    if params.tension == "frozen" and params.shock_every > 0:
        raise ParameterError(
            f"shock_every: expected 0 with tension frozen; got {params.shock_every}.", "frozen tension takes no shocks"
        )
    strides = _strides(params)
    if strides > MOST:
        raise ParameterError(
            f"spacing: expected at most {MOST:,} strides a step; got {strides:,}.", "raise spacing or lower the reaches"
        )
    return Model(
        name="berestycki-2015",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("activity", "level", "u: rioting at a place", ("place",)),
            Observable("tension", "level", "v: tension at a place", ("place",)),
            Observable("total", "level", "activity integrated over the line"),
            Observable("highest", "level", "largest activity of a place"),
            Observable("front", "-", "distance from the middle within which activity exceeds a tenth of its maximum"),
            Observable("mean_tension", "level", "tension averaged over places"),
        ),
        coords={"place": list(range(params.places))},
        static=frozenset({"x"}),
        clock="step",
    )


def model(**settings: object) -> Model:
    """The model with some parameters changed."""
    return make(override(Unrest(), settings))


def init(params: Unrest, seed: int) -> State:
    """Quiet and at rest but for a spark in the middle; the first shock falls in the first step, or is frozen in."""
    x = (np.arange(params.places) - (params.places - 1) // 2) * params.spacing
    u = np.full(params.places, params.quiet)
    u[(params.places - 1) // 2] += params.spark
    v = np.full(params.places, resting(params))
    if params.tension == "frozen":
        v += params.shock * (np.abs(x) <= params.shock_width)
    return {"x": x, "u": u, "v": v}


def resting(params: Unrest) -> float:
    """Tension that stays as it is where activity is at its quiet level: v_b + A / h(u_b)."""
    eases = params.easing * (1.0 + params.quiet) ** -params.feedback
    return params.tension_base + (params.drive / eases if eases > 0 else 0.0)


def step(state: State, params: Unrest, tick: Tick) -> State:
    """A shock if one is due, then a unit of time."""
    moves = params.tension == "moves"
    due = tick.step == 0 or (params.shock_every > 0 and tick.step % params.shock_every == 0)
    if moves and due:
        state["v"] += params.shock * (np.abs(state["x"]) <= params.shock_width)
    _flow(
        state["u"], state["v"], _strides(params), params.spread == "everywhere", params.reach, params.tension_reach,
        params.spacing, coded(params, "growth"), params.sharpness, params.threshold, params.calming, params.quiet,
        params.tension_base, params.easing, params.feedback, params.drive, moves,
    )  # fmt: skip
    if not state["u"].max() < OVERFLOW:
        raise ParameterError(
            f"growth: activity has grown past {OVERFLOW:g} after step {tick.step}.", "crowding keeps it below 1"
        )
    return state


def _strides(params: Unrest) -> int:
    """Strides a step, from the fastest rate there can be while activity is at most a few times 1."""
    ways = 4.0 / params.spacing**2
    local = params.spread == "diffusion"
    eases = params.easing * max(1.0, math.pow(2.0, -params.feedback))
    plain = 1.0 + params.calming + eases + (0.0 if local else params.reach)
    moves = params.tension == "moves"
    stiff = ways * max(params.reach if local else 0.0, params.tension_reach if moves else 0.0)
    return max(1, math.ceil(plain / STRIDE), math.ceil(stiff / STIFF))


@serial
def _flow(
    u: np.ndarray, v: np.ndarray, strides: int, everywhere: bool, reach: float, tension_reach: float, spacing: float,
    growth: int, sharpness: float, threshold: float, calming: float, quiet: float, tension_base: float, easing: float,
    feedback: float, drive: float, moves: bool,
) -> None:
    """u_t = D u_xx + r(v) G(u) - omega (u - u_b), v_t = D_v v_xx + A - h(u) (v - v_b), by fourth-order Runge-Kutta.

    Neighbours by the three-point formula; nothing crosses the ends of the line.
    """
    n = u.size
    h = 1.0 / strides
    per = 1.0 / (spacing * spacing)
    at_u, at_v, sum_u, sum_v = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    now_u, now_v, rise = np.empty(n), np.zeros(n), np.empty(n)
    for k in range(n):
        rise[k] = 1.0 / (1.0 + math.exp(-sharpness * (v[k] - threshold)))
    for _ in range(strides):
        at_u[:] = u
        at_v[:] = v
        sum_u[:] = 0.0
        sum_v[:] = 0.0
        for stage in range(4):
            mean = 0.0
            if everywhere:
                for k in range(n):
                    mean += at_u[k]
                mean /= n
            for k in range(n):
                low, high = max(k - 1, 0), min(k + 1, n - 1)
                here = at_u[k]
                if everywhere:
                    spread = reach * (mean - here)
                else:
                    spread = reach * per * (at_u[low] - 2.0 * here + at_u[high])
                if moves:
                    rise[k] = 1.0 / (1.0 + math.exp(-sharpness * (at_v[k] - threshold)))
                grown = here * (1.0 - here) if growth == 0 else here
                now_u[k] = spread + rise[k] * grown - calming * (here - quiet)
                if moves:
                    eases = easing * (1.0 + here) ** -feedback
                    now_v[k] = (
                        tension_reach * per * (at_v[low] - 2.0 * at_v[k] + at_v[high])
                        + drive - eases * (at_v[k] - tension_base)
                    )  # fmt: skip
            share = 1.0 if stage == 0 or stage == 3 else 2.0
            ahead = h if stage == 2 else 0.5 * h
            for k in range(n):
                sum_u[k] += share * now_u[k]
                sum_v[k] += share * now_v[k]
                at_u[k] = u[k] + ahead * now_u[k]
                at_v[k] = v[k] + ahead * now_v[k]
        for k in range(n):
            u[k] += h * sum_u[k] / 6.0
            v[k] += h * sum_v[k] / 6.0


def observe(state: State) -> dict[str, object]:
    """Every place, and the line as a whole."""
    u, v, x = state["u"], state["v"], state["x"]
    highest = float(u.max())
    return {
        "activity": u,
        "tension": v,
        "total": float(u.sum() * (x[1] - x[0] if x.size > 1 else 1.0)),
        "highest": highest,
        "front": front(x, u, 0.1 * highest) if highest > 0 else 0.0,
        "mean_tension": float(v.mean()),
    }


def front(x: np.ndarray, u: np.ndarray, level: float) -> float:
    """Distance from the middle, to the right, at which activity falls below a level; between places by a line."""
    above = np.flatnonzero(u > level)
    if not above.size:
        return 0.0
    k = int(above[-1])
    if k + 1 == x.size:
        return float(x[k])
    return float(x[k] + (x[k + 1] - x[k]) * (u[k] - level) / (u[k] - u[k + 1]))

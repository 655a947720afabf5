"""A leadership a step: a protest against it, a report of the protest, a coup or none."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import override
from contested.ground import streams
from contested.ground.draws import normals
from contested.ground.errors import ParameterError
from contested.zoo.casper_tyson_2014.theory import Square, belief, coup_threshold, informed, protest_threshold
from contested.zoo.kit.regime_change import cutoff, density, unique

STREAMS = streams.own()
STRENGTH = STREAMS(0)
CITIZEN = STREAMS(1)
REPORT = STREAMS(2)
ELITE = STREAMS(3)


def make(params: Square) -> Model:
    """The two games as a model; a step is one leadership.

    Raises
    ------
    ParameterError
        If own signals are so poor that either game has several equilibria.
    """
    for name, own, public in (
        ("citizen_precision", params.citizen_precision, params.prior_precision),
        ("elite_precision", params.elite_precision, informed(params)),
    ):
        if not unique(own, public):
            raise ParameterError(
                f"{name}: expected at least {(public * density(0.0)) ** 2:.6g}; got {own:g}.",
                "with worse signals of their own people could coordinate in several ways: raise it, or lower "
                "prior_precision or media_freedom",
            )
    return Model(
        name="casper-tyson-2014",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("strength", "level", "theta, share of citizens, or of elites, needed to bring the leadership "
                                            "down"),
            Observable("protest", "share", "citizens who protest"),
            Observable("protest_won", "-", "1 if the protest was large enough, otherwise 0"),
            Observable("report", "level", "y, the report that all elites hear: PhiInv of the share protesting, plus "
                                          "noise"),
            Observable("belief", "level", "m, mean of the elites' common belief about strength after the report"),
            Observable("coup_threshold", "level", "strength below which a coup would succeed"),
            Observable("coup", "share", "elites who join a coup"),
            Observable("coup_won", "-", "1 if the coup was large enough, otherwise 0"),
        ),
        static=frozenset({"citizens", "elites", "citizen_cutoff"}),
        clock="step",
    )


OBSERVED = ("strength", "protest", "protest_won", "report", "belief", "coup_threshold", "coup", "coup_won")


def init(params: Square, seed: int) -> State:
    """Nobody has moved."""
    return {name: np.zeros(1) for name in OBSERVED} | {
        "citizens": np.array([params.citizens], np.int64),
        "elites": np.array([params.elites], np.int64),
        "citizen_cutoff": np.array([cutoff(protest_threshold(params), params.citizen_precision)]),
    }


def step(state: State, params: Square, tick: Tick) -> State:
    """A leadership, a protest against it, a report of the protest, a coup or none."""
    seed, day = tick.seed, tick.step
    strength = params.given_strength
    if params.strength == "drawn":
        z = float(normals(1, seed, STRENGTH, day=day)[0])
        strength = params.mean_strength + z / math.sqrt(params.prior_precision)

    root, sees = math.sqrt(params.citizen_precision), float(state["citizen_cutoff"][0])
    n = int(state["citizens"][0])
    protest = np.count_nonzero(strength + normals(n, seed, CITIZEN, day=day) / root <= sees) / n

    # the press hears of the crowd an endless population would send, so that there is always something to report
    noise = float(normals(1, seed, REPORT, day=day)[0]) / math.sqrt(params.media_freedom)
    report = root * (sees - strength) + noise
    common = belief(params, report)
    falls = coup_threshold(params, common)

    root, n = math.sqrt(params.elite_precision), int(state["elites"][0])
    joins = cutoff(falls, params.elite_precision)
    coup = np.count_nonzero(strength + normals(n, seed, ELITE, day=day) / root <= joins) / n

    now = (strength, protest, protest >= strength, report, common, falls, coup, coup >= strength)
    for name, value in zip(OBSERVED, now, strict=True):
        state[name][0] = value
    return state


def observe(state: State) -> dict[str, float]:
    """Protest and coup."""
    return {name: float(state[name][0]) for name in OBSERVED}


def model(settings: Mapping[str, object] | None = None) -> Model:
    """The model with some parameters changed."""
    return make(override(Square(), dict(settings or {})))

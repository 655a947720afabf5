"""Regimes of drawn strength, each facing a finite crowd that plays the equilibrium."""

from __future__ import annotations

import math

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.ground import streams
from contested.ground.draws import normals, uniforms
from contested.ground.errors import ParameterError
from contested.zoo.edmond_2013.theory import Propaganda, bias, solved

STREAMS = streams.own()
STRENGTH = STREAMS(0)
SIGNAL = STREAMS(1)


def make(params: Propaganda) -> Model:
    """The game as a model; a step is one regime.

    Raises
    ------
    ParameterError
        If the bounds of strength are not in order.
    """
    if params.weakest >= params.strongest:
        raise ParameterError(
            f"weakest: expected a number below strongest, {params.strongest:g}; got {params.weakest:g}.",
            "strength is drawn evenly between the two",
        )
    return Model(
        name="edmond-2013",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("strength", "level", "theta; the regime is overthrown if a larger share of people rise"),
            Observable("bias", "level", "a, difference between the strength the regime shows and its true strength"),
            Observable("uprising", "share", "people who rise"),
            Observable("fell", "-", "1 if the regime was overthrown, otherwise 0"),
        ),
        static=frozenset({"people"}),
        clock="step",
    )


def init(params: Propaganda, seed: int) -> State:
    """Nothing has happened yet."""
    return {name: np.zeros(1) for name in ("strength", "bias", "uprising", "fell")} | {
        "people": np.array([params.people], np.int64)
    }


def step(state: State, params: Propaganda, tick: Tick) -> State:
    """A regime, its lie, what citizens see, and whether it stands."""
    at, n = solved(params), int(state["people"][0])
    if params.strength == "given":
        strength = params.given_strength
    else:
        u = float(uniforms(1, tick.seed, STRENGTH, day=tick.step)[0])
        strength = params.weakest + (params.strongest - params.weakest) * u
    lie = bias(strength, at)
    seen = strength + lie + normals(n, tick.seed, SIGNAL, day=tick.step) / math.sqrt(params.precision)
    uprising = np.count_nonzero(seen < at.cutoff) / n
    state["strength"][0], state["bias"][0] = strength, lie
    state["uprising"][0], state["fell"][0] = uprising, float(strength < uprising)
    return state


def observe(state: State) -> dict[str, float]:
    """The regime and the uprising against it."""
    return {name: float(state[name][0]) for name in ("strength", "bias", "uprising", "fell")}

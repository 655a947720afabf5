"""The game as a model: a play, or a period of the repeated game, a step."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, override, param
from contested.ground import streams
from contested.ground.draws import normals
from contested.ground.errors import ParameterError
from contested.zoo.kit.regime_change import cutoff, later_thresholds, thresholds

STREAMS = streams.own()
STRENGTH = STREAMS(0)
SIGNAL = STREAMS(1)


@dataclass(frozen=True, kw_only=True)
class Game(Params):
    """Who plays for what, knowing what."""

    people: int = param(
        1000, unit="person", within=(1, 10_000_000), source="assumed", whole=True, meaning="citizens who may attack"
    )
    cost: float = param(
        0.5, unit="share", within=(1e-6, 1 - 1e-6), source="angeletos2007",
        meaning="c, cost of attacking, as a share of the value of success")
    private_precision: float = param(
        1.0, unit="-", within=(1e-6, 1e9), source="assumed", meaning="beta, 1 / variance of a person's private signal")
    public_precision: float = param(
        1.0, unit="-", within=(0, 1e6), source="assumed",
        meaning="alpha, 1 / variance of the common prior; 0 is a flat prior")
    public_mean: float = param(
        0.5, unit="level", within=(-100, 100), source="assumed",
        meaning="z, mean of the common prior on the regime's strength")
    strength: str = choice(
        "drawn", among=("drawn", "given"), source="assumed",
        meaning="the regime's strength is drawn from the common prior, or is `given_strength`")
    given_strength: float = param(
        0.5, unit="level", within=(-100, 100), source="assumed", meaning="theta, if `strength` is given",
        when={"strength": ("given",)})
    equilibrium: str = choice(
        "lowest", among=("lowest", "middle", "highest"), source="assumed",
        meaning="which equilibrium people coordinate on, where there are three")
    game: str = choice(
        "once", among=("once", "repeated"), source="angeletos2007",
        meaning="a new regime every step, or one regime until it falls, with a new private signal every step")
    later: str = choice(
        "soonest", among=("soonest", "never"), source="assumed",
        meaning="in the repeated game: a regime that survived is attacked again as soon as an equilibrium allows, or "
                "never",
        when={"game": ("repeated",)})  # fmt: skip


def make(params: Game) -> Model:
    """The game as a model; a step is one play, or one period of the repeated game.

    Raises
    ------
    ParameterError
        If a strength is to be drawn from a public belief of no precision.
    """
    if params.strength == "drawn" and params.public_precision == 0:
        raise ParameterError(
            "public_precision: expected a number above 0 to draw strength from; got 0.",
            'give strength "given" and a given_strength, or a public_precision above 0',
        )
    return Model(
        name="angeletos-2007",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("strength", "level", "theta, share of people needed to bring the regime down"),
            Observable("threshold", "level", "theta*, strength below which the regime falls; unchanged in steps "
                                             "without an attack"),
            Observable("attack", "share", "people who attack"),
            Observable("fell", "-", "1 if the regime has fallen, otherwise 0"),
        ),
        clock="step",
    )


def first_threshold(params: Game) -> float:
    """theta* of a regime of which nothing is known but the public belief."""
    found = thresholds(params.cost, params.public_precision, params.private_precision, params.public_mean)
    return found[{"lowest": 0, "middle": len(found) // 2, "highest": -1}[params.equilibrium]]


def init(params: Game, seed: int) -> State:
    """A regime, not yet attacked."""
    return {
        "strength": np.array([_strength(params, seed, 0)]),
        "threshold": np.array([first_threshold(params)]),
        "heard": np.zeros(params.people),  # mean of the signals a person has had
        "attack": np.zeros(1),
        "fell": np.zeros(1),
    }


def _strength(params: Game, seed: int, day: int) -> float:
    if params.strength == "given":
        return params.given_strength
    return params.public_mean + float(normals(1, seed, STRENGTH, day=day)[0]) / math.sqrt(params.public_precision)


def step(state: State, params: Game, tick: Tick) -> State:
    """Signals arrive, who sees few enough reasons to fear attacks, and the regime holds or falls."""
    heard, again = state["heard"], params.game == "repeated"
    signals = 1 + tick.step if again else 1
    if not again:
        state["strength"][0] = _strength(params, tick.seed, tick.step)
        state["fell"][0] = 0.0
    strength = state["strength"][0]
    noise = normals(heard.size, tick.seed, SIGNAL, day=tick.step) / math.sqrt(params.private_precision)
    heard *= 1.0 - 1.0 / signals
    heard += (strength + noise) / signals
    state["attack"][0] = 0.0
    if state["fell"][0]:
        return state
    attacked = not again or tick.step == 0
    if not attacked and params.later == "soonest":
        options = later_thresholds(
            params.cost, params.public_precision, params.private_precision * signals, params.public_mean,
            float(state["threshold"][0]),
        )  # fmt: skip
        attacked = bool(options)
        if attacked:
            state["threshold"][0] = options[-1]
    if attacked:
        sees = cutoff(float(state["threshold"][0]), params.private_precision * signals)
        state["attack"][0] = np.count_nonzero(heard <= sees) / heard.size
    state["fell"][0] = float(state["attack"][0] >= strength)
    return state


def observe(state: State) -> dict[str, float]:
    """The regime and the attack on it."""
    return {name: float(state[name][0]) for name in ("strength", "threshold", "attack", "fell")}


def model(settings: Mapping[str, object] | None = None) -> Model:
    """The model with some parameters changed."""
    return make(override(Game(), dict(settings or {})))

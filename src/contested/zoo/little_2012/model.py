"""Elections of drawn results, each before a finite people that plays the equilibrium."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.ground import streams
from contested.ground.draws import normals
from contested.ground.errors import ParameterError
from contested.zoo.kit.regime_change import density
from contested.zoo.little_2012.theory import Contest, cut_off, fraud_in_equilibrium, largest_regret, steepness, weight

STREAMS = streams.own()
SENTIMENT = STREAMS(0)
RESULT = STREAMS(1)
CITIZEN = STREAMS(2)


def make(params: Contest) -> Model:
    """The contest as a model; a step is one election, or one term without.

    Raises
    ------
    ParameterError
        If citizens could coordinate in several ways, or no fraud is the best reply to its being expected.
    """
    pull = params.joint_cost * steepness(params) * density(0.0)
    if pull >= 1.0:
        raise ParameterError(
            f"joint_cost: expected below {params.joint_cost / pull:.6g}; got {params.joint_cost:g}.",
            "above, citizens could coordinate in several ways: lower it",
        )
    if params.fraud != "none" and params.election == "held" and largest_regret(params) > 1e-6:
        raise ParameterError(
            f"fraud_cost: expected enough that the expected fraud is the best one; got {params.fraud_cost:g}.",
            'raise it, or set fraud "none"',
        )
    return Model(
        name="little-2012",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("sentiment", "level", "theta, mean discontent"),
            Observable("result", "level", "e, discontent that the election result shows; the common expectation if "
                                          "there is no election"),
            Observable("fraud", "level", "x, fraud: how much the result understates discontent"),
            Observable("belief", "level", "q, common expectation of mean discontent after the result"),
            Observable("protest", "share", "citizens who join"),
            Observable("revolution", "-", "1 if enough joined, otherwise 0"),
        ),
        static=frozenset({"people", "committed", "expected"}),
        clock="step",
    )


OBSERVED = ("sentiment", "result", "fraud", "belief", "protest", "revolution")


def init(params: Contest, seed: int) -> State:
    """Before the first election, with the fraud that will be committed in each and the fraud people expect."""
    held = params.election == "held"
    x = fraud_in_equilibrium(params) if held and params.fraud != "none" else 0.0
    return {name: np.zeros(1) for name in OBSERVED} | {
        "people": np.array([params.people], np.int64),
        "committed": np.array([x]),
        "expected": np.array([x if params.fraud == "equilibrium" else 0.0]),
    }


def step(state: State, params: Contest, tick: Tick) -> State:
    """Discontent, a result that shows some of it, and the square."""
    seed, day, n = tick.seed, tick.step, int(state["people"][0])
    x, expected, w = float(state["committed"][0]), float(state["expected"][0]), weight(params)
    sentiment = params.mean_sentiment + params.sd_sentiment * float(normals(1, seed, SENTIMENT, day=day)[0])
    result = params.mean_sentiment
    if params.election == "held":
        result = sentiment - x + params.sd_result * float(normals(1, seed, RESULT, day=day)[0])
    belief = (1.0 - w) * params.mean_sentiment + w * (result + expected)
    felt = sentiment + params.sd_citizen * normals(n, seed, CITIZEN, day=day)
    protest = np.count_nonzero(felt >= cut_off(params, belief)) / n
    now = (sentiment, result, x, belief, protest, protest >= params.needed)
    for name, value in zip(OBSERVED, now, strict=True):
        state[name][0] = value
    return state


def observe(state: State) -> dict[str, float]:
    """The election and what came of it."""
    return {name: float(state[name][0]) for name in OBSERVED}

"""Every model there is, small: those of the zoo and the nation; and one number that stands for a whole run of each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from contested import zoo
from contested.engine import checkpoint
from contested.engine.model import Model
from contested.engine.run import InMemory, run
from contested.ensemble.points import Point
from contested.nation.model import nation_model
from contested.nation.world import build
from contested.scenarios.load import load

NATION = "nation"
#: settings under which a model that is large by default is played here
SMALL: dict[str, dict[str, float | str]] = {"epstein-2002": {"side": 40}, "granovetter-1978": {"people": 1000}}
MODELS = (*zoo.names(), NATION)
#: days of the nation that hold a vote, an announcement, marches, strikes, arrests, releases and testimony
DAYS = 16
STEPS = 7


def model(name: str) -> Model:
    """A model of its own: nothing is shared with another but what never changes."""
    if name == NATION:
        return nation_model(_world())
    return zoo.load(name).model(SMALL.get(name))


@cache
def _world():
    return build(load("belarus-2020").country, 200)


def steps(name: str) -> int:
    return DAYS if name == NATION else STEPS


def digest(state: Mapping[str, np.ndarray], arrays: Mapping[str, np.ndarray], m: Model) -> str:
    """Of every bit of a state and of what was observed on the way."""
    seen = hashlib.sha256(checkpoint.state_hash(dict(state), m.static).encode())
    for name in sorted(arrays):
        seen.update(name.encode())
        seen.update(np.ascontiguousarray(arrays[name]).tobytes())
    return seen.hexdigest()


def whole(name: str, seed: int, m: Model | None = None) -> str:
    """Digest of a run that nothing interrupts."""
    m = m or model(name)
    kept = InMemory(m.observables, m.coords, 0, steps(name))
    state = run(m, m.params, seed, steps=steps(name), recorder=kept)
    return digest(state, kept.arrays, m)


def players():
    """For a pool: plays whichever model a point names."""

    def play(point: Point) -> dict[str, Any]:
        return {"digest": int(whole(str(point.settings["model"]), point.seed)[:13], 16)}

    return play

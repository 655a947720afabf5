"""A crowd of a hundred with thresholds, in two places: the smallest model that uses every part of the contract."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from contested.engine.model import Model, Observable
from contested.engine.params import Params, param
from contested.engine.phase import Phase, bind

PEOPLE = 100
PLACES = ["North", "South"]


@dataclass(frozen=True, kw_only=True)
class StreetParams(Params):
    """Of the toy's street."""

    pull: float = param(0.6, unit="share", within=(0, 1), source="granovetter1978", meaning="weight of others")
    weariness: float = param(2.0, unit="day", within=(0.1, 30), source="assumed", meaning="how long a march tires")


@dataclass(frozen=True, kw_only=True)
class ToyParams:
    """All of the toy's parameters."""

    street: StreetParams = field(default_factory=StreetParams)


def _chance(seed: int, day: int) -> np.ndarray:
    return np.random.default_rng([seed, day]).random(PEOPLE)


def _tire(cols, params, tick):
    cols.tired[:] *= np.float32(1 - 1 / (1 + params.street.weariness))


def _march(cols, params, tick):
    pull = params.street.pull * cols.out.mean() + 0.3 * cols.bold
    cols.out[:] = _chance(tick.seed, tick.step) < pull - 0.1 * cols.tired
    cols.tired[cols.out] += 1
    cols.marches[:] += cols.out


PLAN = (
    Phase("tire", "street", _tire, ("out",), ("tired",), "assumed", "weariness wears off"),
    Phase("march", "street", _march, ("bold",), ("out", "tired", "marches"), "granovetter1978", "who goes"),
)


def toy_model(params: ToyParams | None = None) -> Model:
    """The toy, as any other model."""
    params = params or ToyParams()

    def init(params, seed):
        return {
            "bold": np.linspace(0, 1, PEOPLE),
            "place": np.arange(PEOPLE) % 2,
            "out": _chance(seed, 10**6) < 0.5,
            "tired": np.zeros(PEOPLE, np.float32),
            "marches": np.zeros(PEOPLE, np.int64),
        }

    def step(state, params, tick):
        for phase in PLAN:
            phase.run(bind(phase, state), params, tick)
        return state

    def observe(state):
        return {
            "crowd": np.bincount(state["place"], state["out"], 2),
            "share": state["out"].mean(),
            "by_boldness": [state["out"][:50].sum(), state["out"][50:].sum()],
        }

    def tables(state):
        fallen = np.flatnonzero(state["marches"] > 10**5)
        return {
            "returns": {
                "station": np.arange(2),
                "place": PLACES,
                "cast": np.bincount(state["place"], minlength=2),
            },
            "casualties": {"day": fallen, "place": [PLACES[i % 2] for i in fallen]},
        }

    return Model(
        name="toy",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("crowd", "person", "people who marched", ("place",), "street"),
            Observable("share", "share", "part of all who marched", (), "street"),
            Observable("by_boldness", "person", "people who marched", ("segment",), "street"),
        ),
        coords={"place": PLACES, "segment": ["shy", "bold"]},
        static=frozenset({"bold", "place"}),
        plan=PLAN,
        tables=tables,
    )
